/** modprobe, lsmod, rmmod: loading kernel modules, listing them, taking them out. */

import type { Command, Process } from "#shell/command";
import { commandHelp } from "#shell/command-help";
import { moduleFolder } from "#shell/kernel-names";
import {
  loadedModules,
  loadModule,
  moduleNamed,
  moduleOf,
  unloadModule,
  useCount,
} from "#shell/modules/loading";
import type { KernelModule } from "#shell/modules/module-table";
import { inFolderOrder, moduleRows } from "#shell/modules/modules-text";
import { gnuWords } from "#shell/option-words";
import { type Given, type OptionSpec, parseOptions } from "#shell/options";

const modprobeOptions: OptionSpec = {
  options: [
    { name: "remove", short: "r", long: "remove", what: "take modules out" },
    { name: "all", short: "a", long: "all", what: "every operand is a module" },
    { name: "verbose", short: "v", long: "verbose", what: "print what is done" },
    { name: "quiet", short: "q", long: "quiet", what: "say nothing of unknown modules" },
    { name: "dry-run", short: "n", long: "dry-run", what: "do nothing" },
    { name: "force", short: "f", long: "force" },
    { name: "blacklist", short: "b", long: "use-blacklist" },
    { name: "first-time", long: "first-time", what: "fail where nothing is to be done" },
    { name: "help", short: "h", long: "help", what: "print this" },
  ],
};

export const modprobe: Command = {
  options: modprobeOptions,
  operands: () => ["MODULE"],
  run: (process) => {
    const given = parseOptions(modprobeOptions, process.argv);
    if (!given.ok) {
      process.stderr.write(`${gnuWords("modprobe", given.problem)}\n`);
      return 1;
    }
    if (given.has("help")) {
      process.stdout.write(commandHelp(process.entry, modprobe));
      return 0;
    }
    const [first, ...rest] = given.operands;
    if (first === undefined) {
      process.stderr.write("modprobe: ERROR: missing parameters. See -h.\n");
      return 1;
    }
    // Without -a and -r further operands are parameters of the module.
    const names = given.has("all") || given.has("remove") ? [first, ...rest] : [first];
    const codes = names.map((name) => (given.has("remove") ? remove : insert)(process, given, name));
    return Math.max(...codes);
  },
};

function unknown({ machine, stderr }: Process, given: Given, name: string): number {
  if (!given.has("quiet")) {
    const folder = moduleFolder(machine.node.kernel);
    stderr.write(`modprobe: FATAL: Module ${name.replaceAll("-", "_")} not found in directory ${folder}\n`);
  }
  return 1;
}

function insert(process: Process, given: Given, name: string): number {
  const module = moduleOf(process.machine, name);
  if (module === undefined) return unknown(process, given, name);
  if (given.has("dry-run")) return 0;
  const loaded = loadModule(process.machine, module);
  if (loaded.length === 0 && given.has("first-time")) {
    process.stderr.write(`modprobe: ERROR: could not insert '${module.name}': Module already in kernel\n`);
    return 1;
  }
  for (const one of loaded) {
    if (given.has("verbose")) process.stdout.write(`insmod ${fileOf(process, one)} \n`);
    if (one.missing !== undefined) process.stderr.write(`not modelled in LVS Lab: ${one.missing}\n`);
  }
  return 0;
}

const fileOf = ({ machine }: Process, { folder, name }: KernelModule): string =>
  `${moduleFolder(machine.node.kernel)}/kernel/${folder}/${name}.ko`;

function remove(process: Process, given: Given, name: string): number {
  const module = moduleOf(process.machine, name);
  if (module === undefined) return unknown(process, given, name);
  if (given.has("dry-run")) return 0;
  const { machine, stderr, stdout } = process;
  switch (unloadModule(machine, module)) {
    case "EBUSY":
      stderr.write(`modprobe: FATAL: Module ${module.name} is in use.\n`);
      return 1;
    case "ENOENT":
      if (!given.has("first-time")) return 0;
      stderr.write(`modprobe: FATAL: Module ${module.name} is not in kernel.\n`);
      return 1;
    case "ok":
      if (given.has("verbose")) stdout.write(`rmmod ${module.name}\n`);
      removeUnused(process, given, module);
      return 0;
  }
}

/** What a module needed goes with it, unless somebody else uses it. */
function removeUnused(process: Process, given: Given, { needs }: KernelModule): void {
  for (const need of needs) {
    const module = moduleNamed(need);
    if (module === undefined || useCount(process.machine, need) > 0) continue;
    if (unloadModule(process.machine, module) !== "ok") continue;
    if (given.has("verbose")) process.stdout.write(`rmmod ${need}\n`);
    removeUnused(process, given, module);
  }
}

export const lsmod: Command = {
  operands: () => [],
  run: ({ argv, machine, stdout, stderr }) => {
    if (argv.length > 0) {
      stderr.write("Usage: lsmod\n");
      return 1;
    }
    stdout.write("Module                  Size  Used by\n");
    for (const { name, size, uses, users } of moduleRows(machine)) {
      const by = users.length === 0 ? "" : ` ${inFolderOrder(users).join(",")}`;
      stdout.write(`${name.padEnd(19)} ${String(size).padStart(8)}  ${uses}${by}\n`);
    }
    return 0;
  },
};

export const rmmod: Command = {
  operands: () => ["LOADED"],
  run: (process) => {
    const names = process.argv.filter((arg) => !arg.startsWith("-"));
    if (names.length === 0) {
      process.stderr.write("rmmod: ERROR: missing module name.\n");
      return 1;
    }
    return Math.max(...names.map((name) => removeOne(process, name)));
  },
};

function removeOne({ machine, stderr }: Process, name: string): number {
  const module = moduleNamed(name);
  const users = inFolderOrder(loadedModules(machine).get(module?.name ?? "") ?? []);
  switch (module === undefined ? "ENOENT" : unloadModule(machine, module)) {
    case "ok":
      return 0;
    case "ENOENT":
      stderr.write(`rmmod: ERROR: Module ${name.replaceAll("-", "_")} is not currently loaded\n`);
      return 1;
    case "EBUSY": {
      const by = users.length === 0 ? "" : ` by: ${users.join(" ")}`;
      stderr.write(`rmmod: ERROR: Module ${module?.name} is in use${by}\n`);
      return 1;
    }
  }
}
