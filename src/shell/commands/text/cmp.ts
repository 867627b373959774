/** cmp: where two files first differ. */

import type { Command } from "#shell/command";
import { complain, inputsOf } from "./input.ts";

export const cmp: Command = {
  run: async (process) => {
    const isSilent = process.argv.includes("-s");
    const operands = process.argv.filter((arg) => arg === "-" || !arg.startsWith("-"));
    const names = operands.length === 1 ? [...operands, "-"] : operands;
    const texts: string[] = [];
    for (const input of await inputsOf(process, names.slice(0, 2))) {
      if (!input.ok) {
        complain(process, input.name, input.errno);
        return 2;
      }
      texts.push(await input.stdin.readAll());
    }
    const [left = "", right = ""] = texts;
    if (left === right) return 0;
    if (!isSilent) say(names, left, right, process);
    return 1;
  },
};

function say(
  [first = "", second = ""]: readonly string[],
  left: string,
  right: string,
  { stdout, stderr }: { stdout: { write(text: string): void }; stderr: { write(text: string): void } },
): void {
  let at = 0;
  while (at < left.length && at < right.length && left[at] === right[at]) at++;
  const before = left.slice(0, at);
  const line = before.split("\n").length;
  if (at === left.length || at === right.length) {
    const shorter = at === left.length ? first : second;
    const where = before.endsWith("\n") || before === "" ? `line ${line - 1}` : `in line ${line}`;
    stderr.write(
      at === 0
        ? `cmp: EOF on ${shorter} which is empty\n`
        : `cmp: EOF on ${shorter} after byte ${at}, ${where}\n`,
    );
    return;
  }
  stdout.write(`${first} ${second} differ: byte ${at + 1}, line ${line}\n`);
}
