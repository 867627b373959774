/** timeout and watch: other commands against the simulation's clock. */

import type { Command, Process } from "#shell/command";
import { parseOptions } from "#shell/options";
import { collectingSink, textSource } from "#shell/pipe";
import { nanos } from "#sim/engine/time";
import { formatMoment, momentOf } from "./clock.ts";
import { durationOf } from "./sleep.ts";

const nanosPerSecond = 1e9;
const timedOut = 124;
const usualInterval = "2";

export const timeout: Command = {
  options: {
    stopsAtOperand: true,
    options: [
      { name: "signal", short: "s", long: "signal", takes: "value", valueName: "SIGNAL" },
      { name: "kill", short: "k", long: "kill-after", takes: "value", valueName: "DURATION" },
      { name: "foreground", long: "foreground" },
      { name: "preserve", long: "preserve-status" },
    ],
  },
  operands: () => [],
  commandFrom: 1,
  run: async (process) => {
    const given = parseOptions(timeout.options ?? { options: [] }, process.argv);
    const [limit, ...words] = given.ok ? given.operands : [];
    if (!given.ok || limit === undefined || words.length === 0) {
      process.stderr.write("timeout: missing operand\nTry 'timeout --help' for more information.\n");
      return 125;
    }
    const seconds = durationOf(limit);
    if (seconds === undefined) {
      process.stderr.write(
        `timeout: invalid time interval '${limit}'\nTry 'timeout --help' for more information.\n`,
      );
      return 125;
    }
    const [name = ""] = words;
    if (process.finds(name) === "missing") {
      process.stderr.write(`timeout: failed to run command '${name}': No such file or directory\n`);
      return 127;
    }
    const child = process.start(words);
    const ended = await child.wait(seconds === 0 ? undefined : nanos(seconds * nanosPerSecond));
    if (typeof ended === "number") return ended;
    child.signal(given.value("signal")?.endsWith("INT") === true ? "INT" : "TERM");
    const code = await child.wait();
    return given.has("preserve") && typeof code === "number" ? code : timedOut;
  },
};

export const watch: Command = {
  options: {
    stopsAtOperand: true,
    options: [
      { name: "interval", short: "n", long: "interval", takes: "value", valueName: "SECONDS" },
      { name: "no-title", short: "t", long: "no-title" },
      { name: "differences", short: "d", long: "differences", takes: "optional" },
      { name: "exec", short: "x", long: "exec" },
    ],
  },
  commandFrom: 0,
  run: async (process) => {
    const given = parseOptions(watch.options ?? { options: [] }, process.argv);
    if (!given.ok || given.operands.length === 0) {
      process.stderr.write("\nUsage:\n watch [options] command\n");
      return 1;
    }
    const interval = Math.max(0.1, durationOf(given.value("interval") ?? usualInterval) ?? 2);
    const text = given.operands.join(" ");
    const { stdout, isTerminal } = process;
    if (isTerminal) stdout.write(otherScreen.enter);
    try {
      for (;;) {
        const output = collectingSink();
        const ends = { stdin: textSource(""), stdout: output, stderr: output };
        await process.script({ text, zero: "sh", parameters: [] }, ends);
        show(process, given.has("no-title") ? "" : titleOf(process, interval, text), output.text());
        await process.sleep(nanos(interval * nanosPerSecond));
      }
    } finally {
      if (isTerminal) stdout.write(otherScreen.leave);
    }
  },
};

/** What curses writes to use the other screen of a terminal, and to have the first one back. */
const otherScreen = { enter: "\x1b[?1049h", leave: "\x1b[?1049l" };

function titleOf({ machine, columns }: Process, interval: number, text: string): string {
  const left = `Every ${interval.toFixed(1)}s: ${text}`;
  const right = `${machine.hostname}: ${formatMoment(momentOf(machine.simulation.now), "%c")}`;
  return `${left.padEnd(Math.max(left.length + 1, columns - right.length))}${right}\n\n`;
}

/** On a terminal each turn is written over the one before; elsewhere they follow each other. */
function show({ stdout, isTerminal }: Process, title: string, output: string): void {
  const text = `${title}${output}`;
  stdout.write(isTerminal ? `\x1b[H${text.replaceAll("\n", "\x1b[K\n")}\x1b[J` : text);
}
