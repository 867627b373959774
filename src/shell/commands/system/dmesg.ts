/**
 * dmesg: what the kernel of this machine has said. There are no levels: every line counts as one of the
 * kernel.
 */

import type { Command, Process } from "#shell/command";
import { gnuWords } from "#shell/option-words";
import { type Given, type OptionSpec, parseOptions } from "#shell/options";
import { millis, type Nanos } from "#sim/engine/time";
import { formatMoment, momentOf } from "./clock.ts";

const options: OptionSpec = {
  options: [
    { name: "date", short: "T", long: "ctime", what: "dates in place of seconds" },
    { name: "read-clear", short: "c", long: "read-clear", what: "print and forget" },
    { name: "clear", short: "C", long: "clear", what: "forget" },
    { name: "follow", short: "w", long: "follow", what: "wait for new lines" },
    { name: "follow-new", short: "W", long: "follow-new", what: "wait for new lines only" },
    { name: "no-time", short: "t", long: "notime", what: "without times" },
    { name: "human", short: "H", long: "human" },
    { name: "no-pager", short: "P", long: "nopager" },
    { name: "color", short: "L", long: "color", takes: "optional" },
    { name: "decode", short: "x", long: "decode", what: "with facility and level" },
    { name: "kernel", short: "k", long: "kernel" },
    { name: "level", short: "l", long: "level", takes: "value" },
    { name: "facility", short: "f", long: "facility", takes: "value" },
    { name: "console-level", short: "n", long: "console-level", takes: "value" },
    { name: "raw", short: "r", long: "raw" },
  ],
};

export const dmesg: Command = {
  options,
  operands: () => [],
  run: async (process) => {
    const given = parseOptions(options, process.argv);
    if (!given.ok) {
      process.stderr.write(`${gnuWords("dmesg", given.problem)}\nTry 'dmesg --help' for more information.\n`);
      return 1;
    }
    // The level of the console decides about a screen that nobody looks at here.
    if (given.has("console-level")) return 0;
    const { lines } = process.machine.stack.kernelLog;
    if (given.has("clear")) {
      lines.splice(0);
      return 0;
    }
    if (!given.has("follow-new")) print(process, given, lines);
    if (given.has("read-clear")) lines.splice(0);
    if (given.has("follow") || given.has("follow-new")) await follow(process, given);
    return 0;
  },
};

type LogLine = Process["machine"]["stack"]["kernelLog"]["lines"][number];

function print({ stdout }: Process, given: Given, lines: readonly LogLine[]): void {
  for (const line of lines) stdout.write(`${lineText(given, line)}\n`);
}

function lineText(given: Given, { at, text }: LogLine): string {
  const level = given.has("decode") ? "kern  :info  : " : "";
  if (given.has("no-time")) return level + text;
  if (given.has("date")) return `${level}[${formatMoment(momentOf(at), "%a %b %e %H:%M:%S %Y")}] ${text}`;
  return `${level}[${secondsText(at)}] ${text}`;
}

const nanosPerMicro = 1000;
const microsPerSecond = 1_000_000;

/** Seconds and microseconds since the machine started, as the kernel writes them. */
function secondsText(at: Nanos): string {
  const micros = Math.floor(at / nanosPerMicro);
  const whole = String(Math.floor(micros / microsPerSecond)).padStart(5);
  return `${whole}.${String(micros % microsPerSecond).padStart(6, "0")}`;
}

const pause = millis(100);

/** Lines that come while it waits; it ends with a signal only. */
async function follow(process: Process, given: Given): Promise<void> {
  const { lines } = process.machine.stack.kernelLog;
  let last = lines.at(-1);
  for (;;) {
    await process.sleep(pause);
    // Lines may have been forgotten meanwhile, the last one seen among them.
    const seen = last === undefined ? 0 : lines.indexOf(last) + 1;
    const added = lines.slice(seen);
    print(process, given, added);
    last = added.at(-1) ?? last;
  }
}
