/** Starts and stops the daemons that copy connections between directors, as a line of ipvsadm says. */

import type { Ipvs } from "#sim/ipvs/ipvs";
import { type SyncResult, startSyncDaemon, stopSyncDaemon } from "#sim/ipvs/sync-daemon";
import type { Complaint } from "./act.ts";
import type { Entry } from "./entry.ts";
import { kernelWords } from "./kernel-words.ts";

const words = (result: SyncResult): Complaint =>
  result === "ok" ? undefined : kernelWords("daemon", result);

/** `--start-daemon`. */
export function startDaemon(ipvs: Ipvs, { daemon }: Entry): Complaint {
  const { maxLength, group, port, ttl } = daemon;
  const started = startSyncDaemon(ipvs, daemon.state, {
    interface: daemon.interface,
    syncId: daemon.syncId,
    ...(maxLength === 0 ? {} : { maxLength }),
    ...(group === "" ? {} : { group }),
    ...(port === 0 ? {} : { port }),
    ...(ttl === 0 ? {} : { ttl }),
  });
  return words(started);
}

/** `--stop-daemon`. */
export const stopDaemon = (ipvs: Ipvs, { daemon }: Entry): Complaint =>
  words(stopSyncDaemon(ipvs, daemon.state));
