/** sort, in the order of LC_ALL=C. Leaves out -M, -R and merging. */

import type { Command, Process } from "#shell/command";
import { sortTool } from "#shell/costs";
import { addAll } from "#shell/expand/add-all";
import { write } from "#shell/files/change";
import { errorText } from "#shell/files/error-text";
import { resolvePath } from "#shell/files/tree";
import { gnuWords } from "#shell/option-words";
import { parseOptions } from "#shell/options";
import { finish, inputsOf } from "./input.ts";
import { compareLines, keyOf, type Ordering, type SortKey } from "./sort-keys.ts";

const failedCode = 2;

export const sort: Command = {
  cost: sortTool,
  options: {
    options: [
      { name: "n", short: "n", long: "numeric-sort" },
      { name: "r", short: "r", long: "reverse" },
      { name: "f", short: "f", long: "ignore-case" },
      { name: "b", short: "b", long: "ignore-leading-blanks" },
      { name: "V", short: "V", long: "version-sort" },
      { name: "h", short: "h", long: "human-numeric-sort" },
      { name: "g", short: "g", long: "general-numeric-sort" },
      { name: "d", short: "d", long: "dictionary-order" },
      { name: "unique", short: "u", long: "unique" },
      { name: "stable", short: "s", long: "stable" },
      { name: "check", short: "c", long: "check", takes: "optional" },
      { name: "zero", short: "z", long: "zero-terminated" },
      { name: "key", short: "k", long: "key", takes: "value", valueName: "POS1[,POS2]" },
      { name: "separator", short: "t", long: "field-separator", takes: "value", valueName: "CHAR" },
      { name: "output", short: "o", long: "output", takes: "value", valueName: "FILE" },
    ],
  },
  run: async (process) => {
    const given = parseOptions(sort.options ?? { options: [] }, process.argv);
    if (!given.ok) {
      process.stderr.write(`${gnuWords("sort", given.problem)}\nTry 'sort --help' for more information.\n`);
      return failedCode;
    }
    const letters = new Set(["n", "r", "f", "b", "V", "h", "g", "d"].filter((letter) => given.has(letter)));
    const keys: SortKey[] = [];
    for (const text of given.values("key")) {
      const key = keyOf(text, letters);
      if (key === undefined) {
        process.stderr.write(`sort: invalid number at field start: invalid count at start of '${text}'\n`);
        return failedCode;
      }
      keys.push(key);
    }
    const ordering: Ordering = {
      letters,
      keys,
      separator: given.value("separator"),
      isStable: given.has("stable") || given.has("unique"),
    };
    const lines = await linesOf(process, given.operands);
    if (lines === undefined) return failedCode;
    if (given.has("check")) return check(process, lines, ordering);
    lines.sort((left, right) => compareLines(ordering, left, right));
    const kept = given.has("unique")
      ? lines.filter((line, at) => at === 0 || compareLines(ordering, lines[at - 1] ?? "", line) !== 0)
      : lines;
    return put(process, kept.map((line) => `${line}\n`).join(""), given.value("output"));
  },
};

async function linesOf(process: Process, operands: readonly string[]): Promise<string[] | undefined> {
  const lines: string[] = [];
  for (const input of await inputsOf(process, operands)) {
    if (!input.ok) {
      process.stderr.write(`sort: cannot read: ${input.name}: ${errorText[input.errno]}\n`);
      return undefined;
    }
    const text = await input.stdin.readAll();
    if (text !== "") addAll(lines, text.replace(/\n$/, "").split("\n"));
  }
  return lines;
}

function check(process: Process, lines: readonly string[], ordering: Ordering): number {
  for (let at = 1; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (compareLines(ordering, lines[at - 1] ?? "", line) <= 0) continue;
    process.stderr.write(`sort: -:${at + 1}: disorder: ${line}\n`);
    return 1;
  }
  return 0;
}

function put(process: Process, text: string, output: string | undefined): number {
  if (output === undefined) {
    if (text !== "") process.stdout.write(text);
    return finish(process, 0);
  }
  const written = write(process.machine.files, resolvePath(process.cwd, output), text);
  if (written.ok) return 0;
  process.stderr.write(`sort: open failed: ${output}: ${errorText[written.errno]}\n`);
  return failedCode;
}
