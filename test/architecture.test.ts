import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const text = readFileSync(new URL("../ARCHITECTURE.md", import.meta.url), "utf8");

/** Paths in backticks that name a file or folder below src, and those of the path of a packet. */
const named = [
  ...text.matchAll(/`((?:sim|shell|lab|scenario|conformance|cli)\/[\w./-]+)`/g),
  ...text.matchAll(/^.{15}((?:stack|ipvs|app|link)\/[\w./-]+\.ts)/gm),
].map((match) => match[1] ?? "");

describe("ARCHITECTURE.md", () => {
  test("names many files", () => {
    expect(named.length).toBeGreaterThan(100);
  });

  test.each([...new Set(named)])("%s exists", (path) => {
    const candidates = [`../src/${path}`, `../src/sim/${path}`];
    expect(candidates.some((one) => existsSync(new URL(one, import.meta.url)))).toBe(true);
  });
});
