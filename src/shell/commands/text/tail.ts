/** tail: the end of its input, everything from a line on, or with -f what is added to a file. */

import type { Command, Process, Stdin } from "#shell/command";
import { sortTool } from "#shell/costs";
import { readNamed } from "#shell/files/change";
import { errorText } from "#shell/files/error-text";
import { resolvePath } from "#shell/files/tree";
import { gnuWords } from "#shell/option-words";
import { parseOptions } from "#shell/options";
import { seconds } from "#sim/engine/time";
import { finish, inputsOf } from "./input.ts";

const usualLines = "10";

/** How often `tail -f` looks. */
const followInterval = seconds(1);

export const tail: Command = {
  cost: sortTool,
  options: {
    options: [
      { name: "lines", short: "n", long: "lines", takes: "value", valueName: "[+]N" },
      { name: "bytes", short: "c", long: "bytes", takes: "value", valueName: "[+]N" },
      { name: "follow", short: "f", long: "follow", what: "go on with what is added" },
      { name: "retry", short: "F" },
      { name: "quiet", short: "q", long: "quiet" },
    ],
  },
  run: async (process) => {
    const argv = process.argv.map((arg) => arg.replace(/^-(\d+)$/, "-n$1"));
    const given = parseOptions(tail.options ?? { options: [] }, argv);
    if (!given.ok) {
      process.stderr.write(`${gnuWords("tail", given.problem)}\nTry 'tail --help' for more information.\n`);
      return 1;
    }
    const unit = given.has("bytes") ? "bytes" : "lines";
    const asked = given.value(unit) ?? usualLines;
    if (!/^[-+]?\d+$/.test(asked)) {
      process.stderr.write(`tail: invalid number of ${unit}: '${asked}'\n`);
      return 1;
    }
    const code = await printAll(process, given.operands, { unit, asked, isQuiet: given.has("quiet") });
    const [followed] = given.operands;
    if ((given.has("follow") || given.has("retry")) && followed !== undefined)
      await follow(process, followed);
    return finish(process, code);
  },
};

interface Wanted {
  readonly unit: "bytes" | "lines";
  readonly asked: string;
  readonly isQuiet: boolean;
}

async function printAll(process: Process, operands: readonly string[], wanted: Wanted): Promise<number> {
  let code = 0;
  const inputs = await inputsOf(process, operands);
  for (const [index, input] of inputs.entries()) {
    if (!input.ok) {
      process.stderr.write(`tail: cannot open '${input.name}' for reading: ${errorText[input.errno]}\n`);
      code = 1;
      continue;
    }
    if (inputs.length > 1 && !wanted.isQuiet) {
      process.stdout.write(`${index > 0 ? "\n" : ""}==> ${input.name} <==\n`);
    }
    await printEnd(process, input.stdin, wanted);
  }
  return code;
}

async function printEnd(process: Process, stdin: Stdin, { unit, asked }: Wanted): Promise<void> {
  const count = Math.abs(Number(asked));
  if (unit === "lines" && asked.startsWith("+")) {
    for (let number = 1; number < count; number++) await stdin.readFullLine();
    for (let text = await stdin.read(); text !== undefined; text = await stdin.read())
      process.stdout.write(text);
    return;
  }
  const text = await stdin.readAll();
  const parts = unit === "bytes" ? [...text] : text.split(/(?<=\n)/);
  const from = asked.startsWith("+") ? count - 1 : Math.max(0, parts.length - count);
  process.stdout.write(parts.slice(from).join(""));
}

async function follow(process: Process, name: string): Promise<void> {
  const path = resolvePath(process.cwd, name);
  const textNow = async (): Promise<string> => {
    const content = await readNamed(process.machine.files, path);
    return content.ok ? content.text : "";
  };
  let known = (await textNow()).length;
  for (;;) {
    await process.until(() => () => undefined, followInterval, "others");
    const text = await textNow();
    if (text.length < known) process.stderr.write(`tail: ${name}: file truncated\n`);
    const from = text.length < known ? 0 : known;
    if (text.length > from) process.stdout.write(text.slice(from));
    known = text.length;
  }
}
