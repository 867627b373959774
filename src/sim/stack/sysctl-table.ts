/**
 * The table of all switches of a node by name, and reading and writing them as through /proc/sys.
 */

import type { GlobalSysctls, SysctlPreset, SysctlTable } from "./sysctl.ts";
import {
  allConf,
  defaultConf,
  globalDefaults,
  globalNames,
  globalRanges,
  globalsApart,
  neighbourDefaults,
} from "./sysctl-names.ts";
import { otherNumbers, otherWords } from "./sysctl-others.ts";
import { registerConf, registerNeighbourConf, spreadForwarding } from "./sysctl-records.ts";
import { register, registerNumber, registerNumbers } from "./sysctl-register.ts";

/** The switches of a node that has no device yet, as they are after boot. */
export function makeSysctls(preset: SysctlPreset): SysctlTable {
  const table: SysctlTable = {
    preset,
    all: allConf(preset),
    defaults: defaultConf(preset),
    neighbourDefaults: neighbourDefaults(),
    global: globalDefaults(),
    byName: new Map(),
    devices: new Map(),
    listeners: [],
  };
  registerConf(table, "all", table.all);
  registerConf(table, "default", table.defaults);
  registerNeighbourConf(table, "default", table.neighbourDefaults);
  registerGlobals(table);
  registerForwarding(table);
  registerPortRange(table);
  registerOthers(table);
  return table;
}

/** The value of a switch as its file shows it; `undefined` when there is no such switch. */
export const read = (table: SysctlTable, name: string): string | undefined => table.byName.get(name)?.read();

export type Written = "ok" | "EINVAL" | "EACCES" | "ENOENT";

/** Writes a switch, with its consequences. `EACCES`: it is read only. */
export function write(table: SysctlTable, name: string, text: string): Written {
  const sysctl = table.byName.get(name);
  if (sysctl === undefined) return "ENOENT";
  if (sysctl.write === undefined) return "EACCES";
  const before = sysctl.read();
  const result = sysctl.write(text);
  const value = sysctl.read();
  if (value === before) return result;
  for (const listener of table.listeners) listener({ name, before, value });
  return result;
}

/**
 * A name as a path below /proc/sys, and a path as a name: `.` and `/` change places, so that a dot in a
 * device's name is kept apart (`net.ipv4.conf.eth0/10.rp_filter` is `net/ipv4/conf/eth0.10/rp_filter`).
 */
export const swapSeparators = (text: string): string =>
  text.replace(/[./]/g, (separator) => (separator === "." ? "/" : "."));

/**
 * All names in the order of `sysctl -a`: part by part, so that `all` and `default` stand among the devices.
 */
export const list = (table: SysctlTable): readonly string[] => [...table.byName.keys()].sort(byParts);

function byParts(one: string, other: string): number {
  const [ours, theirs] = [one.split("."), other.split(".")];
  const index = ours.findIndex((part, at) => part !== theirs[at]);
  if (index < 0) return ours.length - theirs.length;
  const [part = "", otherPart = ""] = [ours[index], theirs[index]];
  return part < otherPart ? -1 : 1;
}

function registerGlobals(table: SysctlTable): void {
  const { global } = table;
  for (const field of Object.keys(global) as (keyof GlobalSysctls)[]) {
    if (globalsApart.includes(field)) continue;
    registerNumber(table, globalNames[field] ?? `net.ipv4.${field}`, {
      ...globalRanges[field],
      read: () => global[field],
      write: (value) => {
        global[field] = value;
      },
    });
  }
}

/** `ip_forward` is the same number as `conf/all/forwarding`. */
function registerForwarding(table: SysctlTable): void {
  registerNumber(table, "net.ipv4.ip_forward", {
    read: () => table.all.forwarding,
    write: (value) => {
      table.all.forwarding = value;
    },
    after: (before) => {
      if (table.all.forwarding !== before) spreadForwarding(table);
    },
  });
}

function registerPortRange(table: SysctlTable): void {
  const { global } = table;
  registerNumbers(table, "net.ipv4.ip_local_port_range", {
    range: { min: 1, max: 65535 },
    read: () => [global.ip_local_port_range_low, global.ip_local_port_range_high],
    write: ([low = global.ip_local_port_range_low, high = global.ip_local_port_range_high]) => {
      if (high < low || low < global.ip_unprivileged_port_start) return "EINVAL";
      global.ip_local_port_range_low = low;
      global.ip_local_port_range_high = high;
      return "ok";
    },
  });
}

function registerOthers(table: SysctlTable): void {
  for (const [name, ...defaults] of otherNumbers) {
    const values = [...defaults];
    registerNumbers(table, `net.${name}`, {
      range: values.some((value) => value > 2 ** 31) ? { min: 0, max: 2 ** 32 - 1 } : {},
      read: () => values,
      write: (written) => {
        written.forEach((value, index) => {
          values[index] = value;
        });
        return "ok";
      },
    });
  }
  for (const [name, word, allowed] of otherWords) registerWord(table, `net.${name}`, word, allowed);
}

function registerWord(table: SysctlTable, name: string, word: string, allowed: readonly string[]): void {
  const kept = { word };
  const put = (text: string): "ok" | "EINVAL" => {
    if (!allowed.includes(text.trim())) return "EINVAL";
    kept.word = text.trim();
    return "ok";
  };
  register(table, { name, read: () => kept.word, write: allowed.length === 0 ? undefined : put });
}
