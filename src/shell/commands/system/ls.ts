/**
 * ls: what is in a directory, in byte order. Leaves out colours, owners and the columns of a terminal's
 * width.
 */

import type { Command, Process } from "#shell/command";
import { modeOf, sizeOf } from "#shell/files/bash-files";
import { errorText } from "#shell/files/error-text";
import { baseName, byBytes, type Entry, isDirectory, list, lookup, resolvePath } from "#shell/files/tree";
import { gnuWords } from "#shell/option-words";
import { type Given, parseOptions } from "#shell/options";
import { formatMoment, momentOf } from "./clock.ts";

const serious = 2;

export const ls: Command = {
  options: {
    options: [
      { name: "all", short: "a", long: "all" },
      { name: "almost", short: "A", long: "almost-all" },
      { name: "long", short: "l" },
      { name: "one", short: "1" },
      { name: "directory", short: "d", long: "directory" },
      { name: "classify", short: "F", long: "classify" },
      { name: "human", short: "h", long: "human-readable" },
      { name: "recursive", short: "R", long: "recursive" },
      { name: "reverse", short: "r", long: "reverse" },
      { name: "time", short: "t" },
      { name: "size", short: "S" },
      { name: "inode", short: "i", long: "inode" },
      { name: "numeric", short: "n", long: "numeric-uid-gid" },
      { name: "color", long: "color", takes: "optional" },
    ],
  },
  run: (process) => {
    const given = parseOptions(ls.options ?? { options: [] }, process.argv);
    if (!given.ok) {
      process.stderr.write(`${gnuWords("ls", given.problem)}\nTry 'ls --help' for more information.\n`);
      return serious;
    }
    const names = given.operands.length === 0 ? ["."] : given.operands;
    return listAll(process, given, names);
  },
};

interface Item {
  readonly name: string;
  readonly entry: Entry;
}

function listAll(process: Process, given: Given, names: readonly string[]): number {
  let code = 0;
  const single: Item[] = [];
  const folders: string[] = [];
  for (const name of names) {
    const isLong = given.has("long") || process.name === "ll";
    const found = lookup(process.machine.files, resolvePath(process.cwd, name), !isLong);
    if (!found.ok) {
      process.stderr.write(`ls: cannot access '${name}': ${errorText[found.errno]}\n`);
      code = serious;
    } else if (isDirectory(found.entry) && !given.has("directory")) folders.push(name);
    else single.push({ name, entry: found.entry });
  }
  print(process, given, single);
  folders.sort(byBytes);
  for (const [index, folder] of folders.entries()) {
    const isTitled = names.length > 1 || given.has("recursive");
    if (isTitled) process.stdout.write(`${index > 0 || single.length > 0 ? "\n" : ""}${folder}:\n`);
    listFolder(process, given, folder);
  }
  return code;
}

function listFolder(process: Process, given: Given, folder: string): void {
  const path = resolvePath(process.cwd, folder);
  const listed = list(process.machine.files, path);
  const names = (listed.ok ? listed.names : []).filter(
    (name) => !name.startsWith(".") || given.has("all") || given.has("almost"),
  );
  const items: Item[] = [];
  for (const name of given.has("all") ? [".", "..", ...names] : names) {
    const found = lookup(process.machine.files, resolvePath(path, name), false);
    if (found.ok) items.push({ name, entry: found.entry });
  }
  if (given.has("long") || process.name === "ll") process.stdout.write(`total ${blocksOf(items)}\n`);
  print(process, given, items);
  if (!given.has("recursive")) return;
  for (const { name, entry } of items) {
    if (!isDirectory(entry) || name === "." || name === "..") continue;
    const child = `${folder.replace(/\/$/, "")}/${name}`;
    process.stdout.write(`\n${child}:\n`);
    listFolder(process, given, child);
  }
}

/** A file takes whole blocks of 4 KiB, counted in KiB. */
const blocksOf = (items: readonly Item[]): number =>
  items.reduce((sum, { entry }) => sum + Math.ceil(sizeOf(entry) / 4096) * 4, 0);

function print(process: Process, given: Given, items: readonly Item[]): void {
  if (items.length === 0) return;
  const sorted = ordered(given, items);
  if (given.has("long") || process.name === "ll") {
    const width = Math.max(...sorted.map(({ entry }) => sizeText(given, entry).length));
    for (const item of sorted) process.stdout.write(longLine(process, given, { item, width }));
    return;
  }
  const names = sorted.map((item) => `${inodeText(given, item.entry)}${shownName(given, item)}`);
  const isInLine = process.isTerminal && !given.has("one");
  process.stdout.write(isInLine ? `${names.join("  ")}\n` : names.map((name) => `${name}\n`).join(""));
}

function ordered(given: Given, items: readonly Item[]): Item[] {
  const changed = ({ entry }: Item): number => ("changed" in entry ? entry.changed : 0);
  const sorted = [...items].sort((left, right) => {
    if (given.has("time") && changed(left) !== changed(right)) return changed(right) - changed(left);
    if (given.has("size") && sizeOf(left.entry) !== sizeOf(right.entry)) {
      return sizeOf(right.entry) - sizeOf(left.entry);
    }
    return byBytes(left.name, right.name);
  });
  return given.has("reverse") ? sorted.reverse() : sorted;
}

const inodeText = (given: Given, entry: Entry): string =>
  given.has("inode") ? `${"inode" in entry ? entry.inode : 1} ` : "";

function shownName(given: Given, { name, entry }: Item): string {
  if (!given.has("classify")) return name;
  if (isDirectory(entry)) return `${name}/`;
  if (entry.kind === "link") return `${name}@`;
  return (modeOf(entry) & 0o111) !== 0 ? `${name}*` : name;
}

function sizeText(given: Given, entry: Entry): string {
  const size = sizeOf(entry);
  if (!given.has("human") || size < 1024) return String(size);
  const kilo = size / 1024;
  return kilo < 10 ? `${kilo.toFixed(1)}K` : `${Math.ceil(kilo)}K`;
}

function longLine(process: Process, given: Given, { item, width }: { item: Item; width: number }): string {
  const { entry } = item;
  const changed = "changed" in entry ? entry.changed : process.machine.simulation.now;
  const time = formatMoment(momentOf(changed), "%b %e %H:%M");
  const links = isDirectory(entry) ? 2 : 1;
  const owner = given.has("numeric") ? "0 0" : "root root";
  const target = entry.kind === "link" ? ` -> ${entry.target}` : "";
  const size = sizeText(given, entry).padStart(width);
  const name = given.has("directory") ? item.name : baseName(item.name) || item.name;
  const shown = item.name.includes("/") ? item.name : name;
  const facts = `${modeText(entry)} ${links} ${owner} ${size} ${time}`;
  return `${inodeText(given, entry)}${facts} ${shownName(given, { name: shown, entry })}${target}\n`;
}

function modeText(entry: Entry): string {
  const mode = modeOf(entry);
  const kind = isDirectory(entry) ? "d" : entry.kind === "link" ? "l" : "-";
  const letters = [..."rwxrwxrwx"].map((letter, bit) => ((mode >> (8 - bit)) & 1 ? letter : "-"));
  return `${kind}${letters.join("")}`;
}
