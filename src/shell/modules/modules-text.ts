/** The loaded modules, the latest first, as lsmod and /proc/modules show them. */

import type { Machine } from "../machine.ts";
import { loadedModules, moduleNamed, useCount } from "./loading.ts";

export interface ModuleRow {
  readonly name: string;
  readonly size: number;
  readonly uses: number;
  /** Other modules that use it, the latest first. */
  readonly users: readonly string[];
}

/** Every loaded module. */
export const moduleRows = (machine: Machine): ModuleRow[] =>
  [...loadedModules(machine)].reverse().map(([name, users]) => ({
    name,
    size: moduleNamed(name)?.size ?? 0,
    uses: useCount(machine, name),
    users: [...users].reverse(),
  }));

const goldenRatio = 0x61c8864680b583ebn;

/** Names in the order of a folder of sysfs, which is that of a hash of them: so do tools list users. */
export const inFolderOrder = (names: Iterable<string>): string[] =>
  [...names].toSorted((one, other) => folderHash(one) - folderHash(other));

function folderHash(name: string): number {
  let mixed = 0n;
  for (const letter of name) {
    const code = BigInt(letter.charCodeAt(0));
    mixed = BigInt.asUintN(64, (mixed + (code << 4n) + (code >> 4n)) * 11n);
  }
  return Number(BigInt.asUintN(31, BigInt.asUintN(64, mixed * goldenRatio) >> 32n));
}

/** /proc/modules, without addresses. */
export const modulesText = (machine: Machine): string =>
  moduleRows(machine)
    .map(({ name, size, uses, users }) => {
      const names = users.length === 0 ? "-" : `${users.join(",")},`;
      return `${name} ${size} ${uses} ${names} Live 0x0000000000000000\n`;
    })
    .join("");
