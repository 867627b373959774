/**
 * apt and apt-get: what is installed says so, the lab's own packages come and go, and there is no archive
 * behind it.
 */

import type { Command, Process } from "#shell/command";
import { parseOptions } from "#shell/options";
import { catalogue, type Package } from "#shell/packages/catalogue";
import { install, isInstalled, remove } from "#shell/packages/install";
import { serviceNamed, startService, stopService } from "#shell/services/control";
import { confirmed, sayHonestly, sortNames } from "./sort-names.ts";

export const apt: Command = {
  options: {
    options: [
      { name: "yes", short: "y", long: "yes" },
      { name: "yes", long: "assume-yes" },
      { name: "quiet", short: "q", long: "quiet" },
      { name: "less", long: "no-install-recommends" },
      { name: "installed", long: "installed" },
      { name: "fix", short: "f", long: "fix-broken" },
    ],
  },
  operands: () => [[...verbs.keys()].join("|"), "PACKAGE"],
  run: async (process) => {
    const given = parseOptions(apt.options ?? { options: [] }, process.argv);
    if (!given.ok) {
      const { option } = given.problem;
      process.stderr.write(
        `E: Command line option '${option.replace(/^-*/, "")}' [from ${option}] is not known.\n`,
      );
      return failed;
    }
    const [verb = "", ...names] = given.operands;
    const work = verbs.get(verb);
    if (work !== undefined)
      return work({ process, names, isYes: given.has("yes"), onlyHere: given.has("installed") });
    process.stderr.write(`E: Invalid operation ${verb}\n`);
    return failed;
  },
};

const failed = 100;

interface Call {
  readonly process: Process;
  readonly names: readonly string[];
  readonly isYes: boolean;
  readonly onlyHere: boolean;
}

const reading = "Reading package lists... Done\n";
const resolving = `${reading}Building dependency tree... Done\nReading state information... Done\n`;

const counts = (added: number, removed: number): string =>
  `0 upgraded, ${added} newly installed, ${removed} to remove and 0 not upgraded.\n`;

const question = "Do you want to continue? [Y/n] ";

async function installAll({ process, names }: Call): Promise<number> {
  const { machine, stdout } = process;
  const { installed, missing, strange } = sortNames(process, names);
  stdout.write(resolving);
  for (const { debian, debianVersion } of installed) {
    stdout.write(`${debian} is already the newest version (${debianVersion}).\n`);
  }
  sayHonestly(process, strange);
  if (missing.length > 0) stdout.write(`The following NEW packages will be installed:\n${namesOf(missing)}`);
  stdout.write(counts(missing.length, 0));
  for (const entry of missing) {
    install(machine, entry);
    stdout.write(`Setting up ${entry.debian} (${entry.debianVersion}) ...\n`);
    // On Debian a service starts as soon as it is installed.
    const service = serviceNamed(machine, entry.service ?? "");
    if (service === undefined) continue;
    service.isEnabled = true;
    await startService(process, service);
  }
  return 0;
}

const namesOf = (packages: readonly Package[]): string =>
  `  ${packages.map(({ debian }) => debian).join(" ")}\n`;

async function removeAll({ process, names, isYes }: Call): Promise<number> {
  const { machine, stdout, stderr } = process;
  const { installed, missing, strange } = sortNames(process, names);
  stdout.write(resolving);
  const [unknown] = strange;
  if (unknown !== undefined) {
    stderr.write(`E: Unable to locate package ${unknown}\n`);
    return failed;
  }
  for (const { debian } of missing) stdout.write(`Package '${debian}' is not installed, so not removed\n`);
  // Only what is a service can go: the commands of the lab stay.
  const going = installed.filter(({ service }) => service !== undefined);
  for (const entry of installed.filter((each) => !going.includes(each))) {
    stdout.write(`not modelled in LVS Lab: removing ${entry.debian}; it stays\n`);
  }
  if (going.length > 0) stdout.write(`The following packages will be REMOVED:\n${namesOf(going)}`);
  stdout.write(counts(0, going.length));
  if (going.length === 0) return 0;
  if (!(await confirmed(process, question, isYes))) {
    stdout.write("Abort.\n");
    return 1;
  }
  for (const entry of going) {
    const service = serviceNamed(machine, entry.service ?? "");
    if (service !== undefined) await stopService(process, service);
    remove(machine, entry);
    stdout.write(`Removing ${entry.debian} (${entry.debianVersion}) ...\n`);
  }
  return 0;
}

function list({ process, names, onlyHere }: Call): number {
  process.stdout.write("Listing... Done\n");
  const byName = [...catalogue].sort((left, right) => (left.debian < right.debian ? -1 : 1));
  for (const entry of byName) {
    const isHere = isInstalled(process.machine, entry);
    if (names.length > 0 && !names.includes(entry.debian)) continue;
    if (onlyHere && !isHere) continue;
    const mark = isHere ? " [installed]" : "";
    process.stdout.write(`${entry.debian}/stable,now ${entry.debianVersion} amd64${mark}\n`);
  }
  return 0;
}

const says =
  (text: string) =>
  ({ process }: Call): number => {
    process.stdout.write(text);
    return 0;
  };

const upgrading = says(`${resolving}Calculating upgrade... Done\n${counts(0, 0)}`);

type Verb = (call: Call) => Promise<number> | number;

const verbs: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ["install", installAll],
  ["remove", removeAll],
  ["purge", removeAll],
  ["autoremove", says(`${resolving}${counts(0, 0)}`)],
  ["list", list],
  ["update", says(reading)],
  ["upgrade", upgrading],
  ["dist-upgrade", upgrading],
  ["full-upgrade", upgrading],
  ["clean", says("")],
]);
