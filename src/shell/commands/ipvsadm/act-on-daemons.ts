/** Starts and stops the daemons that copy connections between directors, as a line of ipvsadm says. */

import type { Ipvs } from "#sim/ipvs/ipvs";
import { type SyncResult, startSyncDaemon, stopSyncDaemon } from "#sim/ipvs/sync-daemon";
import type { Complaint } from "./act.ts";
import type { Entry } from "./entry.ts";

const answerOf = (result: SyncResult): Complaint =>
  result === "ok" ? undefined : { asked: "daemon", errno: result };

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
  return answerOf(started);
}

/** `--stop-daemon`. */
export const stopDaemon = (ipvs: Ipvs, { daemon }: Entry): Complaint =>
  answerOf(stopSyncDaemon(ipvs, daemon.state));
