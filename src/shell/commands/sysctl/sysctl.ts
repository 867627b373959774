/** sysctl: the switches of the kernel, read and set; files of settings (`-p`, `--system`). */

import type { Command, Process } from "#shell/command";
import { needed } from "#shell/needed";
import { type Given, type OptionSpec, parseOptions } from "#shell/options";
import { readSetting } from "./setting.ts";
import { apply, type Manner, printAll, printNamed } from "./switches.ts";

const options: OptionSpec = {
  options: [
    { name: "all", short: "a", long: "all", what: "print all switches" },
    { name: "all", short: "A" },
    { name: "all", short: "X" },
    { name: "binary", short: "b", long: "binary", what: "values without newlines" },
    { name: "ignore", short: "e", long: "ignore", what: "say nothing of unknown names" },
    { name: "names", short: "N", long: "names", what: "names only" },
    { name: "values", short: "n", long: "values", what: "values only" },
    {
      name: "load",
      short: "p",
      long: "load",
      takes: "optional",
      valueName: "FILE",
      what: "set what a file says",
    },
    { name: "load", short: "f", takes: "optional" },
    { name: "system", long: "system", what: "set what the system's files say" },
    {
      name: "pattern",
      short: "r",
      long: "pattern",
      takes: "value",
      valueName: "EXPR",
      what: "matching names only",
    },
    { name: "quiet", short: "q", long: "quiet", what: "set without printing" },
    { name: "write", short: "w", long: "write", what: "set" },
    { name: "dry-run", long: "dry-run", what: "print without setting" },
    { name: "deprecated", long: "deprecated" },
    { name: "other", short: "o" },
    { name: "other", short: "x" },
    { name: "help", short: "h", long: "help" },
    { name: "help", short: "d" },
    { name: "version", short: "V", long: "version" },
  ],
};

const optionWords = () => import("#shell/option-words");
const files = () => import("./setting-files.ts");

const usage = `
Usage:
 sysctl [options] [variable[=value] ...]
`;

const nothingNamed = "sysctl: no variables specified\nTry `sysctl --help' for more information.\n";

export const sysctl: Command = {
  options,
  operands: () => ["SWITCH"],
  run: async (process) => {
    const given = parseOptions(options, process.argv);
    if (!given.ok) {
      const { gnuWords } = await needed(process.machine, optionWords);
      process.stderr.write(`${gnuWords("sysctl", given.problem)}\n${usage}`);
      return 1;
    }
    const asked = given.operands.length > 0 || given.has("all") || given.has("load") || given.has("system");
    if (given.has("version")) process.stdout.write("sysctl from procps-ng 4.0.2\n");
    else if (given.has("help")) process.stdout.write(usage);
    else if (!asked) process.stderr.write(process.argv.length === 0 ? usage : nothingNamed);
    else return runGiven(process, given);
    return given.has("version") || given.has("help") ? 0 : 1;
  },
};

async function runGiven(process: Process, given: Given): Promise<number> {
  const manner = mannerOf(process, given);
  if (manner === undefined) return 1;
  if (given.has("system")) return (await needed(process.machine, files)).applySystem(process, manner);
  if (given.has("load")) return (await needed(process.machine, files)).applyFiles(process, manner, given);
  let code = given.has("all") ? printAll(process, manner) : 0;
  for (const operand of given.operands) {
    code = Math.max(code, await runOperand(process, manner, given, operand));
  }
  return code;
}

function mannerOf({ stderr }: Process, given: Given): Manner | undefined {
  const text = given.value("pattern");
  const pattern = text === undefined ? undefined : compile(text);
  if (text !== undefined && pattern === undefined) {
    stderr.write("sysctl: error: invalid pattern\n");
    return undefined;
  }
  return {
    shows: showsOf(given),
    ignoresUnknown: given.has("ignore"),
    isQuiet: given.has("quiet"),
    pattern,
    isDryRun: given.has("dry-run"),
  };
}

function compile(text: string): RegExp | undefined {
  try {
    return new RegExp(text);
  } catch {
    return undefined;
  }
}

function showsOf(given: Given): Manner["shows"] {
  if (given.has("names")) return "name";
  if (given.has("binary")) return "bare-value";
  return given.has("values") ? "value" : "both";
}

async function runOperand(process: Process, manner: Manner, given: Given, operand: string): Promise<number> {
  if (!given.has("write") && !operand.includes("=")) return printNamed(process, manner, operand);
  const setting = readSetting(operand, { file: "command line", line: 0 }, process.stderr);
  return setting === undefined ? 1 : apply(process, manner, setting);
}
