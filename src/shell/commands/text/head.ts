/** head: the beginning of its input; it ends as soon as it has it. */

import type { Command, Process, Stdin } from "#shell/command";
import { errorText } from "#shell/files/error-text";
import { gnuWords } from "#shell/option-words";
import { parseOptions } from "#shell/options";
import { finish, inputsOf } from "./input.ts";

const usualLines = "10";

export const head: Command = {
  options: {
    options: [
      { name: "lines", short: "n", long: "lines", takes: "value", valueName: "N" },
      { name: "bytes", short: "c", long: "bytes", takes: "value", valueName: "N" },
      { name: "quiet", short: "q", long: "quiet" },
      { name: "verbose", short: "v", long: "verbose" },
    ],
  },
  run: async (process) => {
    // `head -5` is the old way to write `head -n 5`, as the first word only.
    const argv = process.argv.map((arg, at) => (at === 0 ? arg.replace(/^-(\d+)$/, "-n$1") : arg));
    const given = parseOptions(head.options ?? { options: [] }, argv);
    if (!given.ok) {
      process.stderr.write(`${gnuWords("head", given.problem)}\nTry 'head --help' for more information.\n`);
      return 1;
    }
    const unit = given.has("bytes") ? "bytes" : "lines";
    const count = Number(given.value(unit) ?? usualLines);
    if (!Number.isInteger(count)) {
      process.stderr.write(`head: invalid number of ${unit}: '${given.value(unit)}'\n`);
      return 1;
    }
    let code = 0;
    const inputs = await inputsOf(process, given.operands);
    for (const [index, input] of inputs.entries()) {
      if (!input.ok) {
        const reason = errorText[input.errno];
        process.stderr.write(`head: cannot open '${input.name}' for reading: ${reason}\n`);
        code = 1;
        continue;
      }
      if (inputs.length > 1 && !given.has("quiet")) {
        const name = input.name === "-" ? "standard input" : input.name;
        process.stdout.write(`${index > 0 ? "\n" : ""}==> ${name} <==\n`);
      }
      if (unit === "bytes") await firstBytes(process, input.stdin, count);
      else await firstLines(process, input.stdin, count);
    }
    return finish(process, code);
  },
};

/** No more is read than needed: what comes down a pipe may never end. */
async function firstBytes(process: Process, stdin: Stdin, count: number): Promise<void> {
  if (count < 0) {
    process.stdout.write((await stdin.readAll()).slice(0, count));
    return;
  }
  for (let left = count; left > 0; ) {
    const piece = await stdin.read();
    if (piece === undefined) return;
    process.stdout.write(piece.slice(0, left));
    left -= piece.length;
  }
}

async function firstLines(process: Process, stdin: Stdin, count: number): Promise<void> {
  if (count < 0) {
    const lines = (await stdin.readAll()).split(/(?<=\n)/);
    process.stdout.write(lines.slice(0, count).join(""));
    return;
  }
  for (let number = 0; number < count; number++) {
    const line = await stdin.readFullLine();
    if (line === undefined) return;
    process.stdout.write(line);
  }
}
