/**
 * What people type who follow a tutorial is typed here too: every line of test/labs stands in a session of
 * test/transcripts, in its scenario and on its nodes. The sessions themselves are played by
 * test/transcripts.test.ts, which holds their output to the byte.
 */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readTranscript } from "#support/transcript";

const folder = "test/transcripts";

interface Section {
  readonly title: string;
  readonly scenario: string;
  /** `node$ command`, one for each node that a line names. */
  readonly lines: readonly string[];
}

const sections = readdirSync("test/labs").flatMap((name) =>
  readSections(readFileSync(`test/labs/${name}`, "utf8")),
);
const typed = typedIn(readdirSync(folder).filter((name) => name.endsWith(".txt")));

describe.each(sections)("$title", ({ scenario, lines }) => {
  test("every line is typed in a session", () => {
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => !typed.has(`${scenario}: ${line}`))).toEqual([]);
  });
});

test("there are lines, and no heading stands twice", () => {
  expect(sections.flatMap(({ lines }) => lines).length).toBeGreaterThan(100);
  expect(new Set(sections.map(({ title }) => title)).size).toBe(sections.length);
});

test("a line that nobody types would be found, and a stray one is a mistake", () => {
  const [section] = readSections("== One: nat-basic\nrs1 rs2$ echo nobody types this\n");
  expect(section?.lines).toEqual(["rs1$ echo nobody types this", "rs2$ echo nobody types this"]);
  expect(typed.has(`nat-basic: ${section?.lines[0]}`)).toBe(false);
  expect(() => readSections("director$ true\n")).toThrow("heading");
  expect(() => readSections("== One: nat-basic\nstray\n")).toThrow("stray");
});

/** Reads lines below headings. Throws at a line that is neither, and at one before the first heading. */
function readSections(text: string): readonly Section[] {
  const found: { title: string; scenario: string; lines: string[] }[] = [];
  for (const line of text.split("\n").filter((each) => each !== "" && !each.startsWith("#"))) {
    const [, title, scenario] = /^== (.+): (\S+)$/.exec(line) ?? [];
    const [, nodes, command] = /^([a-z0-9 -]+)\$ (.+)$/.exec(line) ?? [];
    if (title !== undefined && scenario !== undefined) found.push({ title, scenario, lines: [] });
    else if (nodes === undefined) throw new Error(`neither a heading nor a line: ${line}`);
    else if (found.length === 0) throw new Error(`a line before the first heading: ${line}`);
    else found.at(-1)?.lines.push(...nodes.split(" ").map((node) => `${node}$ ${command}`));
  }
  return found;
}

/** `scenario: node$ command` of everything that is typed in the sessions. */
function typedIn(names: readonly string[]): ReadonlySet<string> {
  const transcripts = names.map((name) => readTranscript(readFileSync(`${folder}/${name}`, "utf8")));
  return new Set(
    transcripts.flatMap(({ scenario, exchanges }) =>
      exchanges.map(({ node, command }) => `${scenario}: ${node}$ ${command}`),
    ),
  );
}
