/**
 * nstat (iproute2 6.1): the kernel's network counters, all or what has changed since the last run.
 *
 * Leaves out the daemon that averages (-d, -t): rates are always 0.0.
 */

import type { Command, Process } from "#shell/command";
import { nstatTool } from "#shell/costs";
import { matches } from "#shell/expand/pattern";
import { read, remove, write } from "#shell/files/change";
import { gnuWords } from "#shell/option-words";
import { type Given, type OptionSpec, parseOptions } from "#shell/options";
import { allCounters, type Counter } from "./counters.ts";

const nstatOptions: OptionSpec = {
  options: [
    { name: "all", short: "a", long: "ignore", what: "ignore the last run" },
    { name: "scan", short: "d", long: "scan", takes: "value" },
    { name: "help", short: "h", long: "help" },
    { name: "json", short: "j", long: "json" },
    { name: "silent", short: "n", long: "nooutput", what: "print nothing, remember only" },
    { name: "pretty", short: "p", long: "pretty" },
    { name: "reset", short: "r", long: "reset", what: "forget the last run" },
    { name: "keep", short: "s", long: "noupdate", what: "do not remember this run" },
    { name: "average", short: "t", long: "interval", takes: "value" },
    { name: "version", short: "V", long: "version" },
    { name: "version", short: "v" },
    { name: "zeros", short: "z", long: "zeros", what: "show zeros too" },
  ],
};

const historyFile = "/tmp/.nstat.u0";

export const nstat: Command = {
  options: nstatOptions,
  operands: () => [],
  cost: nstatTool,
  run: (process) => {
    const given = parseOptions(nstatOptions, process.argv);
    if (!given.ok || given.has("help")) {
      process.stderr.write(`${given.ok ? "" : `${gnuWords("nstat", given.problem)}\n`}${usageText}`);
      return 255;
    }
    if (given.has("version")) {
      process.stdout.write("nstat utility, iproute2-6.1.0\n");
      return 0;
    }
    if (given.has("scan")) {
      process.stdout.write("nstat: not modelled in LVS Lab: averages over time\n");
      return 0;
    }
    run(process, given);
    return 0;
  },
};

function run({ machine, stdout }: Process, given: Given): void {
  const { files, stack } = machine;
  if (given.has("reset")) remove(files, historyFile);
  const counters = allCounters(stack.snmp);
  const before = given.has("all") ? undefined : readHistory(machine);
  const changed = counters.map(([name, value]): Counter => [name, value - (before?.get(name) ?? 0)]);
  const shown = changed.filter(
    ([name, value]) => (given.has("zeros") || value !== 0) && isWanted(given.operands, name),
  );
  if (!given.has("silent"))
    stdout.write(given.has("json") ? jsonText(shown, given.has("pretty")) : tableText(shown));
  if (!given.has("keep")) write(files, historyFile, tableText(counters));
}

function readHistory({ files }: Process["machine"]): Map<string, number> {
  const content = read(files, historyFile);
  const lines = content.ok ? content.text.split("\n") : [];
  return new Map(
    lines.flatMap((line): [string, number][] => {
      const [name = "", value = ""] = line.split(/\s+/);
      return /^\d+$/.test(value) ? [[name, Number(value)]] : [];
    }),
  );
}

const tableText = (counters: readonly Counter[]): string => `#kernel\n${counters.map(lineOf).join("")}`;

const lineOf = ([name, value]: Counter): string => `${name.padEnd(32)}${String(value).padEnd(16)}   0.0\n`;

function jsonText(counters: readonly Counter[], isPretty: boolean): string {
  const object = { kernel: Object.fromEntries(counters) };
  return `${isPretty ? JSON.stringify(object, undefined, 4) : JSON.stringify(object)}\n`;
}

/** Whether a name fits one of the patterns of the command line, which are those of files. */
function isWanted(patterns: readonly string[], name: string): boolean {
  return patterns.length === 0 || patterns.some((pattern) => matches(pattern, name));
}

const usageText = `Usage: nstat [OPTION] [ PATTERN [ PATTERN ] ]
   -h, --help          this message
   -a, --ignore        ignore history
   -d, --scan=SECS     sample every statistics every SECS
   -j, --json          format output in JSON
   -n, --nooutput      do history only
   -p, --pretty        pretty print
   -r, --reset         reset history
   -s, --noupdate      don't update history
   -t, --interval=SECS report average over the last SECS
   -V, --version       output version information
   -z, --zeros         show entries with zero activity
`;
