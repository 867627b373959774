/**
 * The switches of a node's kernel as its files under /proc/sys show them.
 */

import type { SysctlTable } from "#sim/stack/sysctl";
import { read, write } from "#sim/stack/sysctl-table";
import type { Switch, Switches } from "./proc-fs.ts";

/** Every switch of a table; those of modules loaded later appear by themselves. */
export const switchesOf = (table: SysctlTable): Switches => ({
  names: () => table.byName.keys(),
  find: (name) => (table.byName.has(name) ? switchOf(table, name) : undefined),
});

function switchOf(table: SysctlTable, name: string): Switch {
  const isWritable = table.byName.get(name)?.write !== undefined;
  return {
    read: () => read(table, name) ?? "",
    write: isWritable ? (text) => write(table, name, text) : undefined,
  };
}
