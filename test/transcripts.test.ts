/**
 * Every session of test/transcripts, played in the lab: each command prints what its transcript says, to the
 * byte.
 */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { agrees, play, readTranscript } from "#support/transcript";

const folder = "test/transcripts";
const names = readdirSync(folder).filter((name) => name.endsWith(".txt"));

test("there are transcripts", () => {
  expect(names.length).toBeGreaterThanOrEqual(7);
});

test.each(names)("%s", async (name) => {
  const transcript = readTranscript(readFileSync(`${folder}/${name}`, "utf8"));
  expect(transcript.exchanges.length).toBeGreaterThan(0);
  const results = await play(transcript);
  const wrong = transcript.exchanges.flatMap(({ line, node, command, expected }, at) => {
    const actual = results[at] ?? [];
    return agrees(expected, actual) ? [] : [{ at: `${name}:${line}: ${node}$ ${command}`, expected, actual }];
  });
  expect(wrong.map(({ at, actual }) => ({ at, printed: actual }))).toEqual(
    wrong.map(({ at, expected }) => ({ at, printed: expected })),
  );
});

describe("reading a transcript", () => {
  test("`...` stands for any lines, also for none", () => {
    expect(agrees(["a", "...", "d"], ["a", "b", "c", "d"])).toBe(true);
    expect(agrees(["a", "..."], ["a"])).toBe(true);
    expect(agrees(["a", "..."], ["b"])).toBe(false);
    expect(agrees(["a"], ["a", "b"])).toBe(false);
  });

  test("a transcript without a scenario, and a line before the first command, are mistakes", () => {
    expect(() => readTranscript("client$ true\n")).toThrow("scenario");
    expect(() => readTranscript("scenario: nat-basic\nstray\nclient$ true\n")).toThrow("stray");
  });

  test("output, exit code and Ctrl-C belong to the command above", () => {
    const { exchanges } = readTranscript("scenario: x\n\na# b\nc\n\n[1]\nd$ e\n^C after 2s\n");
    expect(exchanges.map(({ node, expected }) => [node, expected])).toEqual([
      ["a", ["c", "", "[1]"]],
      ["d", []],
    ]);
    expect(exchanges[1]?.interrupt).toBe(2_000_000_000);
  });
});
