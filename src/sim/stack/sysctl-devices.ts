/**
 * The sysctls of devices that come, are renamed and go.
 */

import type { DeviceRecords, SysctlTable } from "./sysctl.ts";
import { loopbackConf } from "./sysctl-names.ts";
import { registerConf, registerNeighbourConf } from "./sysctl-records.ts";
import { unregister } from "./sysctl-register.ts";
import { sysctlDevice } from "./sysctl-rules.ts";

/** Makes and registers the records of a new device, from `default` as it is now. */
export function addDevice(table: SysctlTable, name: string, isLoopback: boolean): DeviceRecords {
  const records: DeviceRecords = {
    conf: isLoopback ? loopbackConf(table.preset) : { ...table.defaults },
    neighbourConf: { ...table.neighbourDefaults },
    pinned: new Set(),
    isPinned: false,
  };
  table.devices.set(name, records);
  registerConf(table, name, records.conf);
  registerNeighbourConf(table, name, records.neighbourConf);
  return records;
}

/** Takes the records of a device away. */
export function removeDevice(table: SysctlTable, name: string): void {
  table.devices.delete(name);
  unregister(table, `net.ipv4.conf.${sysctlDevice(name)}`);
  unregister(table, `net.ipv4.neigh.${sysctlDevice(name)}`);
}

/** The same records under another name. */
export function renameDevice(table: SysctlTable, before: string, name: string): void {
  const records = table.devices.get(before);
  if (records === undefined) return;
  removeDevice(table, before);
  table.devices.set(name, records);
  registerConf(table, name, records.conf);
  registerNeighbourConf(table, name, records.neighbourConf);
}

/** The device got an address: from now on it no longer follows `default`. */
export function pinDevice(table: SysctlTable, name: string): void {
  const records = table.devices.get(name);
  if (records !== undefined) records.isPinned = true;
}
