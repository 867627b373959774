/** Edits change one value, keep everything else to the character, and can be taken back. */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { ValuePath } from "#scenario/edit";
import { applyEdit, setValue } from "#scenario/edit";

const text = `# A lab.
segments:
  lan: { delay: 1ms }   # slow
  empty: {}
  bare:
nodes:
  a:
    kind: client  # asks
    setup: |
      ip addr add 10.0.0.1/24 dev eth0

      hostname a
    at: [10, 20]
  # The other one.
  b:
    kind: host
`;

const block = "      ip addr add 10.0.0.1/24 dev eth0\n\n      hostname a\n";

describe("setValue", () => {
  test.each<[string, ValuePath, string | number, readonly [string, string]]>([
    [
      "a plain word, and its comment stays",
      ["nodes", "a", "kind"],
      "router",
      ["kind: client  #", "kind: router  #"],
    ],
    ["a value in braces", ["segments", "lan", "delay"], "20us", ["delay: 1ms", "delay: 20us"]],
    ["an item of a list", ["nodes", "a", "at", 1], 25, ["[10, 20]", "[10, 25]"]],
    ["a block by a block", ["nodes", "a", "setup"], "date\nuptime\n", [block, "      date\n      uptime\n"]],
    ["a block by one line", ["nodes", "a", "setup"], "date", [`|\n${block}`, "date\n"]],
    ["text that needs quotes", ["nodes", "a", "kind"], "x: #y", ["client", '"x: #y"']],
    ["text that looks like a number", ["nodes", "a", "kind"], "80", ["client", '"80"']],
    ["a new key in braces", ["segments", "lan", "loss"], "1%", ["{ delay", "{ loss: 1%, delay"]],
    ["a new key in empty braces", ["segments", "empty", "mtu"], 1400, ["{}", "{ mtu: 1400 }"]],
    [
      "a new key of a block",
      ["nodes", "b", "setup"],
      "date\n",
      ["    kind: host", "    setup: |\n      date\n    kind: host"],
    ],
    ["a value that was missing", ["segments", "bare"], 1, ["bare:", "bare: 1"]],
  ])("sets %s", (_, path, value, [from, to]) => {
    const result = setValue(text, path, value);
    if (!result.ok) throw new Error(result.reason);
    expect(result.text).toBe(text.replace(from, to));
    expect(applyEdit(result.text, result.undo).text).toBe(text);
  });

  test.each<[string, ValuePath, string]>([
    ["what is not there", ["nodes", "c", "kind"], "no-such-place"],
    ["what has values of its own", ["nodes", "a"], "not-a-scalar"],
    ["an item beyond the list", ["nodes", "a", "at", 7], "no-such-place"],
  ])("refuses %s", (_, path, reason) => {
    expect(setValue(text, path, 1)).toEqual({ ok: false, reason });
  });

  test("refuses text that is not YAML", () => {
    expect(setValue("a: [", ["a"], 1)).toEqual({ ok: false, reason: "not-yaml" });
  });
});

test("every title of the product's scenarios can be set and put back", () => {
  const names = readdirSync("scenarios").filter((name) => name.endsWith(".yaml"));
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) {
    const before = readFileSync(`scenarios/${name}`, "utf8");
    const result = setValue(before, ["title", "zh"], "另一个\t标题: #1");
    expect(result.ok && applyEdit(result.text, result.undo).text).toBe(before);
  }
});

test("an edit beyond the text is taken to its end", () => {
  expect(applyEdit("ab", { start: 1, end: 99, text: "x" })).toEqual({
    text: "ax",
    undo: { start: 1, end: 2, text: "b" },
  });
});
