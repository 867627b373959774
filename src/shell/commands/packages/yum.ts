/**
 * yum and dnf: what is installed says so, the lab's own packages come and go, and there is no repository
 * behind it.
 */

import type { Command, Process } from "#shell/command";
import { baseName } from "#shell/files/tree";
import { parseOptions } from "#shell/options";
import { catalogue, type Package, packageNamed, rpmName } from "#shell/packages/catalogue";
import { install, isInstalled, remove } from "#shell/packages/install";
import { serviceNamed, stopService } from "#shell/services/control";
import { confirmed, sayHonestly, sortNames } from "./sort-names.ts";

export const yum: Command = {
  options: {
    options: [
      { name: "yes", short: "y", long: "assumeyes" },
      { name: "quiet", short: "q", long: "quiet" },
      { name: "cache", short: "C", long: "cacheonly" },
      { name: "no-check", long: "nogpgcheck" },
      { name: "enable", long: "enablerepo", takes: "value", valueName: "REPO" },
      { name: "disable", long: "disablerepo", takes: "value", valueName: "REPO" },
    ],
  },
  operands: () => [[...verbs.keys()].join("|"), "PACKAGE"],
  run: async (process) => {
    const given = parseOptions(yum.options ?? { options: [] }, process.argv);
    if (!given.ok) {
      process.stderr.write(`Command line error: no such option: ${given.problem.option}\n`);
      return 1;
    }
    const [verb = "", ...names] = given.operands;
    const call: Call = { process, names, isYes: given.has("yes"), isDnf: baseName(process.name) !== "yum" };
    const work = verbs.get(verb);
    if (work !== undefined) return work(call);
    process.stderr.write(`No such command: ${verb}. Please use ${process.name} --help\n`);
    return 1;
  },
};

interface Call {
  readonly process: Process;
  readonly names: readonly string[];
  readonly isYes: boolean;
  readonly isDnf: boolean;
}

const question = "Is this ok [y/d/N]: ";

async function installAll(call: Call): Promise<number> {
  const { process, names, isYes, isDnf } = call;
  if (names.length === 0) {
    process.stderr.write("Error: Need to pass a list of pkgs to install\n");
    return 1;
  }
  const { installed, missing, strange } = sortNames(process, names);
  const there = isDnf ? "is already installed." : "already installed and latest version";
  for (const entry of installed) process.stdout.write(`Package ${rpmName(entry)} ${there}\n`);
  sayHonestly(process, strange);
  if (missing.length === 0) {
    if (installed.length > 0) nothingToDo(call);
    return 0;
  }
  plan(process, "Installing", missing);
  if (!(await confirmed(process, question, isYes))) return abort(process);
  for (const entry of missing) install(process.machine, entry);
  done(call, "Installed", missing);
  return 0;
}

function nothingToDo({ process, isDnf }: Call): void {
  process.stdout.write(isDnf ? "Dependencies resolved.\nNothing to do.\nComplete!\n" : "Nothing to do\n");
}

function plan({ stdout }: Process, what: string, packages: readonly Package[]): void {
  const rows = packages.map(({ name, version }) => ` ${name.padEnd(20)} x86_64     ${version}\n`);
  stdout.write(`Dependencies resolved.\n${what}:\n${rows.join("")}\n`);
}

function abort({ stdout, stderr }: Process): number {
  stdout.write("\n");
  stderr.write("Operation aborted.\n");
  return 1;
}

function done({ process, isDnf }: Call, what: string, packages: readonly Package[]): void {
  const names = packages.map((entry) => (isDnf ? rpmName(entry) : `${entry.name}.x86_64 0:${entry.version}`));
  process.stdout.write(`${what}:\n${names.map((name) => `  ${name}\n`).join("")}\nComplete!\n`);
}

async function removeAll(call: Call): Promise<number> {
  const { process, names, isYes } = call;
  const { installed, missing, strange } = sortNames(process, names);
  for (const name of [...missing.map((entry) => entry.name), ...strange]) {
    process.stdout.write(`No match for argument: ${name}\n`);
  }
  // Only what is a service can go: the commands of the lab stay.
  const going = installed.filter(({ service }) => service !== undefined);
  for (const { name } of installed.filter((entry) => !going.includes(entry))) {
    process.stdout.write(`not modelled in LVS Lab: removing ${name}; it stays\n`);
  }
  if (going.length === 0) return 0;
  plan(process, "Removing", going);
  if (!(await confirmed(process, question, isYes))) return abort(process);
  for (const entry of going) {
    const running = serviceNamed(process.machine, entry.service ?? "");
    if (running !== undefined) await stopService(process, running);
    remove(process.machine, entry);
  }
  done(call, "Removed", going);
  return 0;
}

function list({ process, names }: Call): number {
  const isOnlyInstalled = names[0] === "installed";
  const wanted = names.filter((name) => !["installed", "available", "all"].includes(name)).map(packageNamed);
  const chosen = catalogue.filter((entry) => wanted.length === 0 || wanted.includes(entry));
  const row = ({ name, version }: Package, origin: string): string =>
    `${`${name}.x86_64`.padEnd(28)}${version.padEnd(24)}${origin}\n`;
  const here = chosen.filter((entry) => isInstalled(process.machine, entry));
  const elsewhere = isOnlyInstalled ? [] : chosen.filter((entry) => !isInstalled(process.machine, entry));
  if (here.length + elsewhere.length === 0) {
    process.stderr.write("Error: No matching Packages to list\n");
    return 1;
  }
  const write = (title: string, packages: readonly Package[], origin: string): void => {
    const rows = packages.map((entry) => row(entry, origin));
    if (rows.length > 0) process.stdout.write(`${title}\n${rows.join("")}`);
  };
  write("Installed Packages", here, "@lvs-lab");
  write("Available Packages", elsewhere, "lvs-lab");
  return 0;
}

const says =
  (text: string) =>
  ({ process }: Call): number => {
    process.stdout.write(text);
    return 0;
  };

type Verb = (call: Call) => Promise<number> | number;

const verbs: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ["install", installAll],
  ["reinstall", installAll],
  ["localinstall", installAll],
  ["remove", removeAll],
  ["erase", removeAll],
  ["list", list],
  ["makecache", says("Metadata cache created.\n")],
  ["clean", says("0 files removed\n")],
  ["update", says("Nothing to do.\n")],
  ["upgrade", says("Nothing to do.\n")],
  ["check-update", says("")],
  [
    "repolist",
    says(`${"repo id".padEnd(20)}repo name\n${"lvs-lab".padEnd(20)}What the lab has something for\n`),
  ],
  ["groupinstall", says("not modelled in LVS Lab: groups of packages; nothing here needs them\n")],
]);
