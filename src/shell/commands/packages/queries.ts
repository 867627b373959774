/**
 * rpm and dpkg: asking what is installed. Files of packages and package files are left out.
 */

import type { Command, Process } from "#shell/command";
import { catalogue, type Package, packageNamed, rpmName } from "#shell/packages/catalogue";
import { isInstalled } from "#shell/packages/install";

const installedOn = ({ machine }: Process): Package[] =>
  catalogue.filter((entry) => isInstalled(machine, entry));

/** Whether a name fits a pattern with `*` and `?`. */
function fits(pattern: string, name: string): boolean {
  const plain = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${plain.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(name);
}

const notModelled = ({ name, stderr }: Process, what: string): number => {
  stderr.write(`not modelled in LVS Lab: ${name} ${what}\n`);
  return 1;
};

export const rpm: Command = {
  operands: () => ["PACKAGE"],
  run: (process) => {
    const letters = process.argv.filter((word) => word.startsWith("-")).join("");
    const names = process.argv.filter((word) => !word.startsWith("-"));
    if (!/[q]/.test(letters))
      return notModelled(process, "other than -q and -qa: there are no package files");
    if (/[lcdfpR]/.test(letters)) return notModelled(process, "-ql and its like: packages list no files");
    if (letters.includes("a") || letters.includes("all")) return queryAll(process, names);
    if (names.length === 0) {
      process.stderr.write("rpm: no arguments given for query\n");
      return 1;
    }
    return queryEach(process, names, letters.includes("i"));
  },
};

function queryAll(process: Process, patterns: readonly string[]): number {
  for (const entry of installedOn(process)) {
    const isWanted = patterns.length === 0 || patterns.some((pattern) => fits(pattern, entry.name));
    if (isWanted) process.stdout.write(`${rpmName(entry)}\n`);
  }
  return 0;
}

function queryEach(process: Process, names: readonly string[], withInformation: boolean): number {
  let missing = 0;
  for (const name of names) {
    const entry = packageNamed(name);
    if (entry === undefined || !isInstalled(process.machine, entry)) {
      process.stdout.write(`package ${name} is not installed\n`);
      missing++;
    } else if (withInformation) process.stdout.write(informationOf(entry));
    else process.stdout.write(`${rpmName(entry)}\n`);
  }
  return missing;
}

function informationOf({ name, version, summary }: Package): string {
  const [number = "", release = ""] = version.split("-");
  const rows = [
    ["Name", name],
    ["Version", number],
    ["Release", release],
    ["Architecture", "x86_64"],
    ["Summary", summary],
  ] as const;
  return rows.map(([title, text]) => `${title.padEnd(12)}: ${text}\n`).join("");
}

export const dpkg: Command = {
  operands: () => ["PACKAGE"],
  run: (process) => {
    const [option, ...names] = process.argv;
    if (option === "-l" || option === "--list") return listPackages(process, names);
    if (option === "-s" || option === "--status") return showStatus(process, names);
    return notModelled(process, "other than -l and -s: there are no package files");
  },
};

const listHead = `Desired=Unknown/Install/Remove/Purge/Hold
| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend
|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)
`;

function listPackages(process: Process, patterns: readonly string[]): number {
  const isWanted = ({ debian }: Package): boolean =>
    patterns.length === 0 || patterns.some((pattern) => fits(pattern, debian));
  const shown = installedOn(process).filter(isWanted);
  for (const pattern of patterns) {
    if (shown.some(({ debian }) => fits(pattern, debian))) continue;
    process.stderr.write(`dpkg-query: no packages found matching ${pattern}\n`);
  }
  if (shown.length === 0) return 1;
  shown.sort((left, right) => (left.debian < right.debian ? -1 : 1));
  const widths = [
    Math.max(14, ...shown.map(({ debian }) => debian.length)),
    Math.max(12, ...shown.map(({ debianVersion }) => debianVersion.length)),
    12,
    Math.max(33, ...shown.map(({ summary }) => summary.length)),
  ];
  const row = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join(" ")
      .trimEnd();
  const lines = [
    `||/ ${row(["Name", "Version", "Architecture", "Description"])}`,
    `+++-${widths.map((width) => "=".repeat(width)).join("-")}`,
    ...shown.map(
      ({ debian, debianVersion, summary }) => `ii  ${row([debian, debianVersion, "amd64", summary])}`,
    ),
  ];
  process.stdout.write(`${listHead}${lines.map((line) => `${line}\n`).join("")}`);
  return patterns.every((pattern) => shown.some(({ debian }) => fits(pattern, debian))) ? 0 : 1;
}

function showStatus(process: Process, names: readonly string[]): number {
  let code = 0;
  for (const name of names) {
    const entry = packageNamed(name);
    if (entry === undefined || !isInstalled(process.machine, entry)) {
      process.stderr.write(
        `dpkg-query: package '${name}' is not installed and no information is available\n`,
      );
      code = 1;
      continue;
    }
    const { debian, debianVersion, summary } = entry;
    process.stdout.write(`Package: ${debian}\nStatus: install ok installed\nArchitecture: amd64\n`);
    process.stdout.write(`Version: ${debianVersion}\nDescription: ${summary}\n`);
  }
  return code;
}
