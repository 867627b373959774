/** seq and yes. */

import type { Command } from "#shell/command";
import { millis } from "#sim/engine/time";

export const seq: Command = {
  run: (process) => {
    const asked = readSeq(process.argv);
    if (typeof asked === "string") {
      process.stderr.write(`seq: ${asked}\nTry 'seq --help' for more information.\n`);
      return 1;
    }
    const { first, step, last, separator } = asked;
    const numbers: string[] = [];
    const decimals = Math.max(...[first, step, last].map((text) => text.split(".")[1]?.length ?? 0));
    const stride = Number(step);
    const count = Math.floor((Number(last) - Number(first)) / stride + 1e-9);
    for (let index = 0; index <= count; index++)
      numbers.push((Number(first) + index * stride).toFixed(decimals));
    const width = asked.isPadded ? Math.max(...numbers.map(({ length }) => length)) : 0;
    if (numbers.length === 0) return 0;
    process.stdout.write(`${numbers.map((number) => number.padStart(width, "0")).join(separator)}\n`);
    return 0;
  },
};

interface AskedSeq {
  readonly first: string;
  readonly step: string;
  readonly last: string;
  readonly separator: string;
  readonly isPadded: boolean;
}

function readSeq(argv: readonly string[]): AskedSeq | string {
  let separator = "\n";
  let isPadded = false;
  const numbers: string[] = [];
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? "";
    if (word === "-w") isPadded = true;
    else if (word === "-s") separator = argv[++at] ?? "";
    else if (word.startsWith("-s")) separator = word.slice(2);
    else if (/^[-+]?(\d+\.?\d*|\.\d+)$/.test(word)) numbers.push(word);
    else return `invalid floating point argument: '${word}'`;
  }
  if (numbers.length === 0) return "missing operand";
  if (numbers.length > 3) return `extra operand '${numbers[3]}'`;
  const last = numbers.at(-1) ?? "";
  const step = numbers.length === 3 ? (numbers[1] ?? "1") : "1";
  if (Number(step) === 0) return `invalid Zero increment value: '${step}'`;
  return { first: numbers.length === 1 ? "1" : (numbers[0] ?? "1"), step, last, separator, isPadded };
}

/** How long one line of `yes` takes: it would fill every pipe otherwise. */
const yesTurn = millis(1);

export const yes: Command = {
  run: async (process) => {
    const line = `${process.argv.length === 0 ? "y" : process.argv.join(" ")}\n`;
    for (;;) {
      process.stdout.write(line);
      await process.sleep(yesTurn);
    }
  },
};
