/**
 * The records of devices as files: `net.ipv4.conf.<device>.*` and `net.ipv4.neigh.<device>.*`, with what a
 * write of one entails for others.
 *
 * A write to `default` also changes devices that have no address yet and whose own file was never written, as
 * devinet_copy_dflt_conf() does. `conf/all/forwarding` (the same as `ip_forward`) sets all of them.
 */

import type { DeviceSysctls, NeighbourSysctls, SysctlTable } from "./sysctl.ts";
import { neighbourRanges } from "./sysctl-names.ts";
import { type FieldSpec, registerNumber, registerRecord } from "./sysctl-register.ts";
import { sysctlDevice } from "./sysctl-rules.ts";

/** Registers `net.ipv4.conf.<name>.*`; `all` and `default` are records too. */
export function registerConf(table: SysctlTable, name: string, record: DeviceSysctls): void {
  const specs: { [field in keyof DeviceSysctls]?: FieldSpec } = {};
  for (const field of Object.keys(record) as (keyof DeviceSysctls)[]) {
    specs[field] = { after: (before) => afterConf(table, { name, record, field, before }) };
  }
  specs.mc_forwarding = { isReadOnly: true };
  registerRecord(table, `net.ipv4.conf.${sysctlDevice(name)}`, record, specs);
}

interface ConfWrite {
  readonly name: string;
  readonly record: DeviceSysctls;
  readonly field: keyof DeviceSysctls;
  readonly before: number;
}

function afterConf(table: SysctlTable, { name, record, field, before }: ConfWrite): void {
  const value = record[field];
  if (field === "forwarding") {
    if (record === table.all && value !== before) spreadForwarding(table);
    return;
  }
  table.devices.get(name)?.pinned.add(`conf.${field}`);
  if (record !== table.defaults) return;
  for (const device of table.devices.values()) {
    if (!device.isPinned && !device.pinned.has(`conf.${field}`)) device.conf[field] = value;
  }
}

/** `ip_forward` was switched: every interface follows, and so does whether this host believes redirects. */
export function spreadForwarding(table: SysctlTable): void {
  const value = table.all.forwarding;
  table.global.ip_forward = value;
  table.all.accept_redirects = value === 0 ? 1 : 0;
  table.defaults.forwarding = value;
  for (const { conf } of table.devices.values()) conf.forwarding = value;
}

/** Registers `net.ipv4.neigh.<name>.*` with the files that are second views of a field. */
export function registerNeighbourConf(table: SysctlTable, name: string, record: NeighbourSysctls): void {
  const prefix = `net.ipv4.neigh.${sysctlDevice(name)}`;
  const specs: { [field in keyof NeighbourSysctls]?: FieldSpec } = {};
  const fields = Object.keys(record) as (keyof NeighbourSysctls)[];
  const follow = (field: keyof NeighbourSysctls): void => afterNeighbour(table, { name, record, field });
  for (const field of fields) specs[field] = { ...neighbourRanges[field], after: () => follow(field) };
  registerRecord(table, prefix, record, specs);
  registerViews(table, prefix, { record, follow });
}

function registerViews(
  table: SysctlTable,
  prefix: string,
  views: {
    readonly record: NeighbourSysctls;
    readonly follow: (field: keyof NeighbourSysctls) => void;
  },
): void {
  const { record, follow } = views;
  const view = (file: string, field: keyof NeighbourSysctls, unit: number): void => {
    registerNumber(table, `${prefix}.${file}`, {
      min: 0,
      read: () => Math.floor(record[field] / unit),
      write: (value) => {
        record[field] = value * unit;
      },
      after: () => follow(field),
    });
  };
  view("base_reachable_time", "base_reachable_time_ms", 1000);
  view("retrans_time", "retrans_time_ms", 10);
  view("unres_qlen", "unres_qlen_bytes", packetCost);
}

/** What the kernel reckons for one packet that waits, so that 212992 bytes are the 101 packets it shows. */
const packetCost = 2100;

interface NeighbourWrite {
  readonly name: string;
  readonly record: NeighbourSysctls;
  readonly field: keyof NeighbourSysctls;
}

function afterNeighbour(table: SysctlTable, { name, record, field }: NeighbourWrite): void {
  table.devices.get(name)?.pinned.add(`neigh.${field}`);
  if (record !== table.neighbourDefaults) return;
  for (const device of table.devices.values()) {
    if (!device.isPinned && !device.pinned.has(`neigh.${field}`)) device.neighbourConf[field] = record[field];
  }
}
