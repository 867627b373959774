/**
 * A machine's made-up files: the switches under /proc/sys, and single files under /proc and /dev whose text
 * comes from callbacks. Others (ip_vs, arp, route) register theirs with `registerFile`.
 */

import { registerDirectory, registerFile } from "./files/change.ts";
import type { DirectorySource, Entry, Errno, FileTree } from "./files/tree.ts";
import type { KernelName } from "./kernel-names.ts";

/** One switch, as the kernel's files see it. */
export interface Switch {
  readonly read: () => string;
  /** Absent: read-only. */
  readonly write: ((text: string) => "ok" | Errno) | undefined;
}

/** The switches of a machine by name: dots between the parts; a dot within a part is written `/`. */
export interface Switches {
  names(): Iterable<string>;
  find(name: string): Switch | undefined;
}

/** Makes /proc/sys from switches. */
export function registerSwitches(tree: FileTree, switches: Switches): void {
  registerDirectory(tree, "/proc/sys", switchDirectory(switches, ""));
}

const swapDots = (text: string): string => text.replace(/[./]/g, (char) => (char === "." ? "/" : "."));

function switchDirectory(switches: Switches, prefix: string): DirectorySource {
  return {
    names() {
      const parts = new Set<string>();
      for (const name of switches.names()) {
        if (name.startsWith(prefix)) parts.add(swapDots(name.slice(prefix.length).split(".", 1)[0] ?? ""));
      }
      return [...parts];
    },
    find: (part) => switchEntry(switches, prefix + swapDots(part)),
  };
}

function switchEntry(switches: Switches, name: string): Entry | undefined {
  const found = switches.find(name);
  if (found !== undefined) return { kind: "source", source: switchFile(found) };
  for (const other of switches.names()) {
    if (other.startsWith(`${name}.`)) {
      return { kind: "source-directory", source: switchDirectory(switches, `${name}.`) };
    }
  }
  return undefined;
}

function switchFile({ read, write }: Switch) {
  const source = { read: () => `${read()}\n` };
  return write === undefined ? source : { ...source, write: (text: string) => write(text.trim()) };
}

const nanosPerSecond = 1e9;

/** The few files under /dev and /proc that every machine has. */
export function registerCommonFiles(tree: FileTree, { release, version }: KernelName): void {
  registerFile(tree, "/dev/null", { read: () => "", write: () => "ok" });
  registerFile(tree, "/dev/full", { read: () => "", write: () => "EINVAL" });
  registerFile(tree, "/proc/uptime", { read: () => `${uptime(tree)} ${uptime(tree)}\n` });
  registerFile(tree, "/proc/version", { read: () => `Linux version ${release} ${version}\n` });
}

const uptime = (tree: FileTree): string => (tree.now() / nanosPerSecond).toFixed(2);
