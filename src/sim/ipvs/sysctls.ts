/**
 * The switches `net.ipv4.vs.*` with the kernel's defaults (ipvs-sysctl.rst, Linux 6.1).
 *
 * Leaves out `sync_qlen_max`'s dependence on memory and `debug_level`, which distributions do not build.
 */

import type { SysctlTable } from "../stack/sysctl.ts";
import { registerNumbers, registerRecord } from "../stack/sysctl-register.ts";
import { jiffiesPerSecond } from "./jiffies.ts";

const prefix = "net.ipv4.vs";

export interface IpvsSysctls {
  am_droprate: number;
  amemthresh: number;
  backup_only: number;
  cache_bypass: number;
  conn_reuse_mode: number;
  conntrack: number;
  drop_entry: number;
  drop_packet: number;
  expire_nodest_conn: number;
  expire_quiescent_template: number;
  ignore_tunneled: number;
  lblc_expiration: number;
  lblcr_expiration: number;
  nat_icmp_send: number;
  pmtu_disc: number;
  run_estimation: number;
  schedule_icmp: number;
  secure_tcp: number;
  sloppy_sctp: number;
  sloppy_tcp: number;
  snat_reroute: number;
  sync_persist_mode: number;
  sync_ports: number;
  sync_qlen_max: number;
  sync_refresh_period: number;
  sync_retries: number;
  sync_sock_size: number;
  sync_version: number;
}

export const defaultSysctls = (): IpvsSysctls => ({
  am_droprate: 10,
  amemthresh: 1024,
  backup_only: 0,
  cache_bypass: 0,
  conn_reuse_mode: 1,
  conntrack: 0,
  drop_entry: 0,
  drop_packet: 0,
  expire_nodest_conn: 0,
  expire_quiescent_template: 0,
  ignore_tunneled: 0,
  lblc_expiration: 86400,
  lblcr_expiration: 86400,
  nat_icmp_send: 0,
  pmtu_disc: 1,
  run_estimation: 1,
  schedule_icmp: 0,
  secure_tcp: 0,
  sloppy_sctp: 0,
  sloppy_tcp: 0,
  snat_reroute: 1,
  sync_persist_mode: 0,
  sync_ports: 1,
  sync_qlen_max: 23233,
  sync_refresh_period: 0,
  sync_retries: 0,
  sync_sock_size: 0,
  sync_version: 1,
});

/** The two numbers of `sync_threshold`: which packet of a period is synced, and how long a period is. */
export interface SyncThreshold {
  packet: number;
  period: number;
}

const isPowerOfTwo = (value: number): boolean => (value & (value - 1)) === 0;

/** What follows from writing to a defence, and to a number that the defences go by. */
export interface DefenceWrites {
  readonly onSwitch: () => void;
  readonly onNumber: () => void;
}

/** Registers all switches; `defences` is told of those of the defences. */
export function registerSysctls(
  table: SysctlTable,
  record: IpvsSysctls,
  sync: SyncThreshold,
  defences: DefenceWrites,
): void {
  // Seconds that the kernel keeps in jiffies, in 32 bits.
  const longest = Math.floor((2 ** 31 - 1) / jiffiesPerSecond);
  const time = { min: -longest, max: longest };
  const defence = { min: 0, max: 3, after: defences.onSwitch };
  registerRecord(table, prefix, record, {
    drop_entry: defence,
    drop_packet: defence,
    secure_tcp: defence,
    am_droprate: { after: defences.onNumber },
    amemthresh: { after: defences.onNumber },
    sync_version: { min: 0, max: 1 },
    sync_ports: { min: 1, allows: isPowerOfTwo },
    sync_retries: { min: 0, max: 3 },
    sync_qlen_max: { min: 0 },
    sync_refresh_period: time,
    lblc_expiration: time,
    lblcr_expiration: time,
  });
  registerNumbers(table, `${prefix}.sync_threshold`, {
    read: () => [sync.packet, sync.period],
    write: ([packet = sync.packet, period = sync.period]) => {
      if (packet < 0 || period < 0 || (packet >= period && period !== 0)) return "EINVAL";
      sync.packet = packet;
      sync.period = period;
      return "ok";
    },
  });
}
