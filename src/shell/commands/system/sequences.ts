/** seq and yes. */

import type { Command, Process } from "#shell/command";
import { millis } from "#sim/engine/time";

export const seq: Command = {
  operands: () => [],
  run: (process) => {
    const asked = readSeq(process.argv);
    if (typeof asked !== "string") return printSeq(process, asked);
    process.stderr.write(`seq: ${asked}\nTry 'seq --help' for more information.\n`);
    return 1;
  },
};

/** Numbers that are printed in `printTurn`, which is about what seq needs for them. */
const numbersOfTurn = 10_000;
const printTurn = millis(1);

async function printSeq(process: Process, { first, step, last, separator, isPadded }: AskedSeq) {
  const decimals = Math.max(...[first, step, last].map((text) => text.split(".")[1]?.length ?? 0));
  const stride = Number(step);
  const count = Math.floor((Number(last) - Number(first)) / stride + 1e-9);
  const textAt = (index: number): string => (Number(first) + index * stride).toFixed(decimals);
  const width = isPadded ? Math.max(textAt(0).length, textAt(count).length) : 0;
  for (let from = 0; from <= count; from += numbersOfTurn) {
    if (from > 0) await process.sleep(printTurn);
    const length = Math.min(numbersOfTurn, count - from + 1);
    const numbers = Array.from({ length }, (_, index) => textAt(from + index).padStart(width, "0"));
    process.stdout.write(numbers.join(separator));
    process.stdout.write(from + length > count ? "\n" : separator);
  }
  return 0;
}

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
  operands: () => [],
  run: async (process) => {
    const line = `${process.argv.length === 0 ? "y" : process.argv.join(" ")}\n`;
    for (;;) {
      process.stdout.write(line);
      await process.sleep(yesTurn);
    }
  },
};
