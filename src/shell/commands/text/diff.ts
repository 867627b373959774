/** diff: how two files differ, in the normal form or with -u. Leaves out directories and -y. */

import type { Command } from "#shell/command";
import { gnuWords } from "#shell/option-words";
import { parseOptions } from "#shell/options";
import { changesBetween, normalForm, unifiedForm } from "./diff-forms.ts";
import { complain, inputsOf } from "./input.ts";

const trouble = 2;
const usualContext = "3";

export const diff: Command = {
  options: {
    options: [
      { name: "unified", short: "u" },
      { name: "context", short: "U", long: "unified", takes: "optional", valueName: "N" },
      { name: "brief", short: "q", long: "brief" },
      { name: "blank", short: "b", long: "ignore-space-change" },
      { name: "blank", short: "w", long: "ignore-all-space" },
      { name: "new", short: "N", long: "new-file" },
    ],
  },
  run: async (process) => {
    const given = parseOptions(diff.options ?? { options: [] }, process.argv);
    if (!given.ok || given.operands.length !== 2) {
      const problem = given.ok ? `diff: missing operand after '${process.argv.at(-1) ?? "diff"}'` : "";
      process.stderr.write(`${given.ok ? problem : gnuWords("diff", given.problem)}\n`);
      process.stderr.write("diff: Try 'diff --help' for more information.\n");
      return trouble;
    }
    const texts: string[][] = [];
    for (const input of await inputsOf(process, given.operands)) {
      if (!input.ok) {
        complain(process, input.name, input.errno);
        return trouble;
      }
      const text = await input.stdin.readAll();
      texts.push(text === "" ? [] : text.replace(/\n$/, "").split("\n"));
    }
    const [first = "", second = ""] = given.operands;
    const [left = [], right = []] = texts;
    const key = (line: string): string => (given.has("blank") ? line.replace(/\s+/g, "") : line);
    const changes = changesBetween(left.map(key), right.map(key));
    if (changes.length === 0) return 0;
    if (given.has("brief")) process.stdout.write(`Files ${first} and ${second} differ\n`);
    else if (given.has("unified") || given.has("context")) {
      const around = Number(given.value("context") ?? usualContext);
      process.stdout.write(`--- ${first}\n+++ ${second}\n${unifiedForm({ left, right, changes, around })}`);
    } else process.stdout.write(normalForm(left, right, changes));
    return 1;
  },
};
