/**
 * What a name stands for when it is run: a command of the lab, a script in the files, or nothing.
 */

import type { CommandEntry } from "./command.ts";
import * as files from "./files/change.ts";
import { baseName, isDirectory, lookup, parentOf, resolvePath } from "./files/tree.ts";
import type { Machine } from "./machine.ts";

export type Program =
  | { readonly kind: "command"; readonly entry: CommandEntry }
  | { readonly kind: "script"; readonly path: string; readonly text: string }
  | { readonly kind: "missing" }
  | { readonly kind: "refused" }
  | { readonly kind: "directory" };

/** Where programs are. */
export const programFolders = [
  "/usr/local/sbin",
  "/usr/local/bin",
  "/usr/sbin",
  "/usr/bin",
  "/sbin",
  "/bin",
] as const;

/** The program that a name or a path stands for. */
export function findProgram(machine: Machine, cwd: string, name: string): Program {
  if (!name.includes("/")) return named(machine, name);
  const path = resolvePath(cwd, name);
  const found = lookup(machine.files, path);
  if (found.ok) return isDirectory(found.entry) ? { kind: "directory" } : fileProgram(machine, path);
  const entry = programFolders.some((folder) => folder === parentOf(path))
    ? machine.commands.get(baseName(path))
    : undefined;
  return entry === undefined ? { kind: "missing" } : { kind: "command", entry };
}

const [, , adminFolder, userFolder] = programFolders;

/** Programs that Debian keeps among the administrator's. */
const adminPrograms = new Set(
  `arp arping arptables bridge conntrack ethtool ifconfig ifdown ifup ip iptables iptables-save ipvsadm
   ipvsadm-restore ipvsadm-save lsmod modprobe mtr route service sysctl tcpdump`.split(/\s+/),
);

/** Where a name's program is; `undefined` where there is none. */
export function programPath(machine: Machine, cwd: string, name: string): string | undefined {
  const program = findProgram(machine, cwd, name);
  if (program.kind === "script") return program.path;
  if (program.kind !== "command") return undefined;
  return name.includes("/") ? name : `${adminPrograms.has(name) ? adminFolder : userFolder}/${name}`;
}

function named(machine: Machine, name: string): Program {
  const entry = machine.commands.get(name);
  if (entry !== undefined) return { kind: "command", entry };
  for (const folder of programFolders) {
    const found = lookup(machine.files, `${folder}/${name}`);
    if (found.ok && found.entry.kind === "file") return fileProgram(machine, found.path);
  }
  return { kind: "missing" };
}

function fileProgram(machine: Machine, path: string): Program {
  const found = lookup(machine.files, path);
  if (!found.ok) return { kind: "missing" };
  if (found.entry.kind !== "file" || (found.entry.mode & 0o111) === 0) return { kind: "refused" };
  const content = files.read(machine.files, path);
  return content.ok ? { kind: "script", path, text: content.text } : { kind: "refused" };
}
