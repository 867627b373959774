/** sysctl: the switches of the kernel, read and set; files of settings (`-p`, `--system`). */

import type { Command, Process } from "#shell/command";
import { errorText, read, readNamed } from "#shell/files/change";
import { byBytes, list, resolvePath } from "#shell/files/tree";
import { type Given, gnuWords, type OptionSpec, parseOptions } from "#shell/options";
import { readSetting, readSettings, type Setting } from "./setting.ts";
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

const usage = `
Usage:
 sysctl [options] [variable[=value] ...]
`;

const nothingNamed = "sysctl: no variables specified\nTry `sysctl --help' for more information.\n";

export const sysctl: Command = {
  options,
  run: (process) => {
    const given = parseOptions(options, process.argv);
    if (!given.ok) {
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

function runGiven(process: Process, given: Given): number | Promise<number> {
  const manner = mannerOf(process, given);
  if (manner === undefined) return 1;
  if (given.has("system")) return applyAll(process, manner, systemSettings(process));
  if (given.has("load")) return load(process, manner, given);
  const all = given.has("all") ? printAll(process, manner) : 0;
  const codes = given.operands.map((operand) => runOperand(process, manner, given, operand));
  return Math.max(all, ...codes);
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

function runOperand(process: Process, manner: Manner, given: Given, operand: string): number {
  if (!given.has("write") && !operand.includes("=")) return printNamed(process, manner, operand);
  const setting = readSetting(operand, { file: "command line", line: 0 }, process.stderr);
  return setting === undefined ? 1 : apply(process, manner, setting);
}

const applyAll = (process: Process, manner: Manner, settings: readonly Setting[]): number =>
  Math.max(0, ...settings.map((setting) => apply(process, manner, setting)));

/** `-p [FILE ...]`: /etc/sysctl.conf where none is named. Every file is read before anything is set. */
async function load(process: Process, manner: Manner, given: Given): Promise<number> {
  const named = [...given.values("load"), ...given.operands];
  const settings: Setting[] = [];
  let code = 0;
  for (const name of named.length === 0 ? ["/etc/sysctl.conf"] : named) {
    const file = await readNamed(process.machine.files, resolvePath(process.cwd, name));
    if (file.ok) settings.push(...readSettings(file.text, name, process.stderr));
    else {
      process.stderr.write(`sysctl: cannot open "${name}": ${errorText[file.errno]}\n`);
      code = 1;
    }
  }
  return Math.max(code, applyAll(process, manner, settings));
}

/** Folders of settings; a file of the same name in an earlier one hides those in later ones. */
const folders = [
  "/etc/sysctl.d",
  "/run/sysctl.d",
  "/usr/local/lib/sysctl.d",
  "/usr/lib/sysctl.d",
  "/lib/sysctl.d",
];

function systemSettings({ machine, stdout, stderr }: Process): Setting[] {
  const paths = new Map<string, string>();
  for (const folder of folders) {
    const names = list(machine.files, folder);
    for (const name of names.ok ? names.names : []) {
      if (name.endsWith(".conf") && !paths.has(name)) paths.set(name, `${folder}/${name}`);
    }
  }
  const ordered = [...paths].sort(([one], [other]) => byBytes(one, other)).map(([, path]) => path);
  return [...ordered, "/etc/sysctl.conf"].flatMap((path) => {
    const file = read(machine.files, path);
    if (!file.ok) return [];
    stdout.write(`* Applying ${path} ...\n`);
    return readSettings(file.text, path, stderr);
  });
}
