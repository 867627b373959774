/**
 * The daemons of connection synchronization as an administrator sees them: which run, and with what settings.
 *
 * Leaves out what they do: messages between directors are another part's, which looks here for what to do.
 */

import type { Ipvs } from "./ipvs.ts";

export type SyncRole = "master" | "backup";

export interface SyncDaemon {
  readonly interface: string;
  /** Daemons hear only those of the same number. */
  readonly syncId: number;
  /** The longest message, in bytes after the UDP header. */
  readonly maxLength: number;
  /** The multicast group in dotted decimal. */
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

const defaultGroup = "224.0.0.81";
const defaultPort = 8848;
/** The IP and UDP headers of a message. */
const headers = 28;

export type SyncResult = "ok" | "EEXIST" | "ENODEV" | "ESRCH";

/** `ipvsadm --start-daemon`. EEXIST: it runs. ENODEV: no such interface. */
export function startSyncDaemon(ipvs: Ipvs, role: SyncRole, fields: SyncDaemonFields): SyncResult {
  if (ipvs.syncDaemons.has(role)) return "EEXIST";
  const iface = ipvs.stack.interfaces.get(fields.interface);
  if (iface === undefined) return "ENODEV";
  const longest = iface.device.mtu - headers;
  ipvs.syncDaemons.set(role, {
    interface: fields.interface,
    syncId: fields.syncId,
    maxLength: Math.min(fields.maxLength ?? longest, longest),
    group: fields.group ?? defaultGroup,
    port: fields.port ?? defaultPort,
    ttl: fields.ttl ?? 1,
  });
  return "ok";
}

/** `ipvsadm --stop-daemon`. ESRCH: it does not run. */
export const stopSyncDaemon = ({ syncDaemons }: Ipvs, role: SyncRole): SyncResult =>
  syncDaemons.delete(role) ? "ok" : "ESRCH";
