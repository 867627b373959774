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

/** /proc/modules, without addresses. */
export const modulesText = (machine: Machine): string =>
  moduleRows(machine)
    .map(({ name, size, uses, users }) => {
      const names = users.length === 0 ? "-" : `${users.join(",")},`;
      return `${name} ${size} ${uses} ${names} Live 0x0000000000000000\n`;
    })
    .join("");
