/** Text that is no scenario at all, and text that would be too much of one. */

import { describe, expect, test } from "vitest";
import { maxDiagnostics } from "#scenario/diagnostic";
import { parseScenario } from "#scenario/parse";
import { maxLength } from "#scenario/yaml";
import { good, goodBut, mistakesOf } from "../support/good-scenario.ts";

describe("text that is no scenario at all", () => {
  test.each<[string, string, string]>([
    [
      "nothing",
      "",
      "x.yaml:1:1: error: the file is empty; write at least `title:`, `segments:` and `nodes:`",
    ],
    ["an open bracket", `${good}x: [`, "x.yaml:13:5: error: not YAML"],
    [
      "a tab",
      "title:\n\ten: x\n",
      "x.yaml:2:1: error: not YAML: tabs are not allowed as indentation; indent with spaces",
    ],
    [
      "a tag",
      "title: !!python x\n",
      "x.yaml:1:8: error: not YAML: unresolved tag: tag:yaml.org,2002:python; remove the tag",
    ],
    ["a second document", `${good}---\na: 1\n`, "x.yaml:13:1: error: a second document begins here"],
    ["a key that is a list", "? [a]\n: b\n", "x.yaml:1:3: error: a key must be a word or text"],
    ["an alias of nothing", "title: *name\n", "x.yaml:1:8: error: the alias *name has no anchor before it"],
    ["an alias of itself", "title: &a [*a]\n", "x.yaml:1:11: error: the values are nested more than 32 deep"],
    ["deep nesting", "[".repeat(100_000), "x.yaml:1:129: error: the values are nested more than 32 deep"],
    [
      "a large file",
      "#".repeat(maxLength + 1),
      `x.yaml:1:1: error: the file has ${maxLength + 1} characters`,
    ],
  ])("%s", (_, text, expected) => {
    expect(mistakesOf(text).join("\n")).toContain(expected);
    expect(parseScenario(text, { file: "x.yaml" }).scenario).toBeUndefined();
  });

  test("a few anchors that would grow into a thousand million values", () => {
    const levels = Array.from({ length: 30 }, (_, level) => `- &a${level + 1} [*a${level}, *a${level}]`);
    expect(mistakesOf(`- &a0 x\n${levels.join("\n")}\n`)).toEqual([
      expect.stringContaining("more than 50000 values once its aliases are written out"),
    ]);
  });

  test("thousands of mistakes are counted, not listed", () => {
    const found = mistakesOf(Array.from({ length: 5000 }, (_, index) => `k${index}: 1`).join("\n"));
    expect(found).toHaveLength(maxDiagnostics + 1);
    expect(found.at(-1)).toContain("4903 more mistakes from here on; correct those above first");
  });
});

test("an alias reads as what its anchor stands for", () => {
  const text = goodBut(
    ["kind: client", "kind: client\n    files: { /root/a.sh: &script 'date' }"],
    ["kind: host", "kind: host\n    files: { /root/a.sh: *script }"],
  );
  const { scenario } = parseScenario(text, { file: "x.yaml" });
  expect(scenario?.nodes[1]?.files).toEqual([{ path: "/root/a.sh", text: "date" }]);
});
