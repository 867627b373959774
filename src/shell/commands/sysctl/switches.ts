/** Finding, reading and writing switches through the files under /proc/sys, as sysctl does. */

import type { Process } from "#shell/command";
import { read, write } from "#shell/files/change";
import { errorText } from "#shell/files/error-text";
import { isDirectory, list, lookup } from "#shell/files/tree";
import { needed } from "#shell/needed";
import { nameOf, pathOf } from "./name.ts";
import type { Setting } from "./setting.ts";

const root = "/proc/sys";

export interface Manner {
  /** What is printed of a switch. */
  readonly shows: "both" | "name" | "value" | "bare-value";
  /** Say nothing of unknown names. */
  readonly ignoresUnknown: boolean;
  readonly isQuiet: boolean;
  /** Only switches whose names this finds. */
  readonly pattern: RegExp | undefined;
  readonly isDryRun: boolean;
}

/** Second views of other switches, which listings leave out: they are shown where they are named. */
const outdated = new Set(["base_reachable_time", "retrans_time"]);
const isOutdated = (path: string): boolean => outdated.has(path.slice(path.lastIndexOf("/") + 1));

/**
 * Paths of switches that a name stands for: one, all below a directory, or those that a pattern with `*`
 * finds.
 */
export async function switchesNamed(process: Process, name: string): Promise<string[]> {
  const path = pathOf(name);
  if (!/[*?[]/.test(path)) return allBelow(process, path);
  const { matches } = await needed(process.machine, patterns);
  const parts = path.split("/");
  // As file names are: a wildcard stops at the end of a directory's name.
  const isMatched = (names: readonly string[]): boolean =>
    parts.length === names.length && parts.every((pattern, at) => matches(pattern, names[at] ?? ""));
  return allBelow(process, "").filter((found) => isMatched(found.split("/")));
}

const patterns = () => import("#shell/expand/pattern");

/** Every switch below a path, in order; a switch's own path is itself. */
export function allBelow({ machine }: Process, path: string): string[] {
  const { files } = machine;
  const walk = (at: string): string[] => {
    const found = lookup(files, at === "" ? root : `${root}/${at}`);
    if (!found.ok) return [];
    if (!isDirectory(found.entry)) return [at];
    const names = list(files, at === "" ? root : `${root}/${at}`);
    return names.ok ? names.names.flatMap((name) => walk(at === "" ? name : `${at}/${name}`)) : [];
  };
  return walk(path);
}

/** `sysctl -a`. */
export function printAll(process: Process, manner: Manner): number {
  for (const path of allBelow(process, "")) {
    if (!isOutdated(path)) printSwitch(process, manner, path);
  }
  return 0;
}

/** Prints the switches that a name stands for. */
export async function printNamed(process: Process, manner: Manner, name: string): Promise<number> {
  const paths = await switchesNamed(process, name);
  if (paths.length === 0) return unknown(process, manner, name);
  const isDirectoryNamed = paths[0]?.startsWith(`${pathOf(name)}/`) === true;
  for (const path of paths) {
    if (!isDirectoryNamed || !isOutdated(path)) printSwitch(process, manner, path);
  }
  return 0;
}

function unknown({ stderr }: Process, manner: Manner, name: string): number {
  if (manner.ignoresUnknown) return 0;
  stderr.write(`sysctl: cannot stat ${root}/${pathOf(name)}: No such file or directory\n`);
  return 1;
}

function printSwitch(process: Process, manner: Manner, path: string): void {
  const value = read(process.machine.files, `${root}/${path}`);
  if (value.ok) print(process, manner, nameOf(path), value.text.replace(/\n$/, ""));
}

function print({ stdout }: Process, { shows, pattern }: Manner, name: string, value: string): void {
  if (pattern !== undefined && !pattern.test(name)) return;
  switch (shows) {
    case "both":
      stdout.write(`${name} = ${value}\n`);
      return;
    case "name":
      stdout.write(`${name}\n`);
      return;
    case "value":
      stdout.write(`${value}\n`);
      return;
    case "bare-value":
      stdout.write(value);
      return;
  }
}

/** Sets the switches that a setting names, and prints each. */
export async function apply(process: Process, manner: Manner, setting: Setting): Promise<number> {
  const paths = await switchesNamed(process, setting.name);
  if (paths.length === 0) return unknown(process, manner, setting.name);
  return Math.max(...paths.map((path) => applyOne(process, manner, setting, path)));
}

function applyOne(process: Process, manner: Manner, { value, mayFail }: Setting, path: string): number {
  const name = nameOf(path);
  if (manner.pattern !== undefined && !manner.pattern.test(name)) return 0;
  const written = manner.isDryRun
    ? { ok: true as const }
    : write(process.machine.files, `${root}/${path}`, `${value}\n`);
  if (!written.ok) {
    const ignored = mayFail ? ", ignoring" : "";
    process.stderr.write(`sysctl: setting key "${name}"${ignored}: ${errorText[written.errno]}\n`);
    return mayFail ? 0 : 1;
  }
  if (!manner.isQuiet) print(process, manner, name, value);
  return 0;
}
