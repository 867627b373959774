/**
 * The daemons of connection synchronization: which run and with what settings; starting and stopping them,
 * and what the kernel's log says of that (ip_vs_sync.c of Linux 6.1).
 *
 * What they do: sync/master.ts and sync/backup.ts. A daemon goes on when its interface goes away, but sends
 * and hears nothing. Leaves out groups of IPv6.
 */

import type { Interface } from "../stack/interface.ts";
import { logLine } from "../stack/kernel-log.ts";
import { ethernetMtu } from "../wire/ethernet.ts";
import { ipv4HeaderLength } from "../wire/ipv4.ts";
import { udpHeaderLength } from "../wire/udp.ts";
import type { Connection } from "./connection.ts";
import type { Ipvs } from "./ipvs.ts";
import { openBackup, openMaster, type SyncErrno } from "./sync/sockets.ts";

export type SyncRole = "master" | "backup";

export interface SyncDaemon {
  readonly interface: string;
  /** Daemons hear only those of the same number. */
  readonly syncId: number;
  /** The longest message, in bytes after the UDP header. */
  readonly maxLength: number;
  /** The multicast group in dotted decimal; one of IPv6 is refused. */
  readonly group: string;
  readonly port: number;
  readonly ttl: number;
}

/** What may be left out: the kernel has its own. */
export interface SyncDaemonFields {
  readonly interface: string;
  readonly syncId: number;
  readonly maxLength?: number;
  readonly group?: string;
  readonly port?: number;
  readonly ttl?: number;
}

/** A daemon that runs. */
export interface RunningDaemon extends SyncDaemon {
  /** Process numbers of its threads, one a port. */
  readonly threads: readonly number[];
  /** A master's: a packet of the entry has passed. */
  readonly tell: (connection: Connection, packets: number) => void;
  /** Ends the threads and closes their sockets. */
  readonly stop: () => void;
}

const defaultGroup = "224.0.0.81";
const defaultPort = 8848;
/** The IP and UDP headers of a message. */
const headers = ipv4HeaderLength + udpHeaderLength;
const longest = 65535 - headers;
/** A backup has room for this much at least, whatever it is told. */
const leastRoom = 1024;

export type SyncResult = "ok" | "EEXIST" | "ESRCH" | "EAFNOSUPPORT" | SyncErrno;

/**
 * `ipvsadm --start-daemon`. EEXIST: it runs. ENODEV: no such interface. ENETUNREACH: the interface that a
 * master is to send by is down. EADDRNOTAVAIL: it has no address to send from. EADDRINUSE: somebody else has
 * a backup's port. EAFNOSUPPORT: a group of IPv6.
 */
export function startSyncDaemon(ipvs: Ipvs, role: SyncRole, fields: SyncDaemonFields): SyncResult {
  const { stack, syncDaemons } = ipvs;
  const output = stack.interfaces.get(fields.interface);
  if (output === undefined) {
    logLine(stack, `IPVS: Unknown mcast interface: ${fields.interface}`);
    return "ENODEV";
  }
  if (syncDaemons.has(role)) return "EEXIST";
  if (fields.group?.includes(":") === true) {
    logLine(stack, "IPVS: Error during creation of socket; terminating");
    return "EAFNOSUPPORT";
  }
  const daemon: SyncDaemon = {
    interface: fields.interface,
    syncId: fields.syncId,
    maxLength: lengthFor(role, fields.maxLength, output),
    group: fields.group ?? defaultGroup,
    port: fields.port ?? defaultPort,
    ttl: fields.ttl ?? 1,
  };
  const threads = threadNumbers(ipvs);
  const open = role === "master" ? openMaster : openBackup;
  const opened = open(ipvs, daemon, { output, count: threads.length });
  if (typeof opened === "string") return opened;
  syncDaemons.set(role, { ...daemon, threads, ...opened });
  const what = `state = ${role.toUpperCase()}, mcast_ifn = ${daemon.interface}, syncid = ${daemon.syncId}`;
  threads.forEach((_, id) => {
    logLine(stack, `IPVS: sync thread started: ${what}, id = ${id}`);
  });
  observe(ipvs);
  return "ok";
}

/** `ipvsadm --stop-daemon`. ESRCH: it does not run. */
export function stopSyncDaemon(ipvs: Ipvs, role: SyncRole): SyncResult {
  const { stack, syncDaemons } = ipvs;
  const daemon = syncDaemons.get(role);
  if (daemon === undefined) return "ESRCH";
  for (const thread of [...daemon.threads].reverse()) {
    logLine(stack, `IPVS: stopping ${role} sync thread ${thread} ...`);
  }
  daemon.stop();
  syncDaemons.delete(role);
  observe(ipvs);
  return "ok";
}

/** Unless told otherwise, a master's messages fit Ethernet, and a backup takes what its device does. */
function lengthFor(role: SyncRole, wanted: number | undefined, { device }: Interface): number {
  if (wanted !== undefined) return Math.min(Math.max(wanted, role === "master" ? 1 : leastRoom), longest);
  const mtu = role === "master" ? ethernetMtu : Math.min(Math.max(device.mtu, ethernetMtu), 65535);
  return mtu - headers;
}

const firstThread = 1001;
const mostThreads = 64;

/** A thread for each of `sync_ports`; the second daemon has as many as the first. */
function threadNumbers({ syncDaemons, sysctl }: Ipvs): number[] {
  const [other] = syncDaemons.values();
  const from = other === undefined ? firstThread : firstThread + other.threads.length;
  const length = other?.threads.length ?? Math.min(sysctl.sync_ports, mostThreads);
  return Array.from({ length }, (_, index) => from + index);
}

/** Who passes packets is told where to report them, as long as somebody listens. */
function observe(ipvs: Ipvs): void {
  const { syncDaemons, syncThreshold } = ipvs;
  const master = syncDaemons.get("master");
  const isBackup = syncDaemons.has("backup");
  if (master === undefined && !isBackup) {
    ipvs.sync = undefined;
    return;
  }
  ipvs.sync = {
    isMaster: master !== undefined,
    isBackup,
    passed: (connection, packets) => master?.tell(connection, packets),
    prolonged: (connection) => master?.tell(connection, syncThreshold.packet),
  };
}
