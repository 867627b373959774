/**
 * Whose work the bundle of the command line contains, and that its licences allow it to be given away.
 *
 * Builds the bundle, without writing it, and reads the list that vite/licences.ts makes. A package that is
 * itself a bundle counts with all of its dependencies.
 */
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { beforeAll, describe, expect, test } from "vitest";
import type { PackageLicence } from "../vite/licences.ts";
import { packageFolders } from "../vite/licences.ts";

/** 0BSD is the BSD licence without even its one condition. */
const allowed = ["MIT", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Apache-2.0", "ISC", "BlueOak-1.0.0"];

const root = fileURLToPath(new URL("..", import.meta.url));

/** What a built module takes in, at once or when first needed. */
const importPattern = /(?:^(?:import|export)\b.*?\bfrom |^import |\bimport\()"([^"]+)"/gm;

let files = new Map<string, string>();

beforeAll(async () => {
  const built = await build({ root, logLevel: "warn", build: { write: false } });
  const outputs = [built].flat().flatMap((part) => ("output" in part ? part.output : []));
  files = new Map(
    outputs.map((part) => [part.fileName, part.type === "asset" ? String(part.source) : part.code]),
  );
});

const rows = (): PackageLicence[] => JSON.parse(files.get("licences.json") ?? "[]") as PackageLicence[];

const isAllowed = ({ licence }: PackageLicence): boolean => {
  const choices = licence.replace(/^\((.*)\)$/, "$1").split(" OR ");
  return choices.some((choice) => choice.split(" AND ").every((one) => allowed.includes(one)));
};

describe("the packages in the bundle of the command line", () => {
  test("include those we know to be there, and what they bundle themselves", () => {
    const names = rows().map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["yaml", "just-bash", "sprintf-js"]));
  });

  test("each have a licence that lets them be given away with ours", () => {
    expect(rows().filter((row) => !isAllowed(row))).toEqual([]);
  });

  test("have their licence texts beside the bundle", () => {
    const texts = files.get("third-party-licences.txt") ?? "";
    for (const { name, version } of rows()) expect(texts).toContain(`${name} ${version}`);
  });

  test("leave nothing to be installed: the bundle imports only its own files and Node's modules", () => {
    const code = [...files].filter(([name]) => name.endsWith(".mjs")).map(([, text]) => text);
    const imported = code.flatMap((text) => [...text.matchAll(importPattern)]);
    const foreign = imported.map(([, name = ""]) => name).filter((name) => !/^(?:node:|\.\/)/.test(name));
    expect(imported.length).toBeGreaterThan(0);
    expect(foreign).toEqual([]);
  });
});

describe("a licence of another kind", () => {
  test.each(["GPL-3.0-only", "MIT AND GPL-2.0-only", "none given", "SEE LICENSE IN FILE"])(
    "%s is refused",
    (licence) => {
      expect(isAllowed({ name: "other", version: "1.0.0", licence })).toBe(false);
    },
  );

  test("is not met where one may choose", () => {
    expect(isAllowed({ name: "other", version: "1.0.0", licence: "(MIT OR GPL-3.0-only)" })).toBe(true);
  });
});

test("dependencies of a package in the bundle are found with it", () => {
  const folders = packageFolders([`${root}node_modules/just-bash/dist/bundle/browser.js`]);
  expect(folders.some((folder) => folder.endsWith("/node_modules/re2js"))).toBe(true);
});
