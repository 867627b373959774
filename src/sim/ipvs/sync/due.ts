/**
 * Whether a packet is an occasion to tell another director of its entry (ip_vs_sync.c of Linux 6.1).
 *
 * A change of state always is, but for that to the state in which data flows; else every so many packets, or
 * when the entry's end has moved far enough.
 */

import { type Connection, extraOf, isTemplate } from "../connection.ts";
import type { Ipvs } from "../ipvs.ts";
import { inJiffies, jiffiesAt } from "../jiffies.ts";
import { protocolOf } from "../protocol-list.ts";

/** Why an entry is told of. */
export type TellingReason = "state" | "packets" | "refresh";

const mostRetries = 3;
/** Ends of entries are kept in steps of four jiffies; what is below that counts repetitions. */
const step = mostRetries + 1;

/** Decides, and notes what is told: the state, and until when the entry lives. */
export function tellingReason(
  ipvs: Ipvs,
  connection: Connection,
  packets: number,
): TellingReason | undefined {
  const due = stateSays(ipvs, connection);
  if (due === "never") return undefined;
  const now = jiffiesAt(ipvs.simulation.now);
  const end = Math.floor((now + connection.timeout) / step) * step;
  if (due === "now") return note(connection, end, "state");
  const repetition = ipvs.sysctl.sync_refresh_period > 0 ? repetitionOf(ipvs, connection, end, now) : 0;
  if (repetition === undefined || !packetsSay(ipvs, connection, packets)) return undefined;
  return note(connection, end + repetition, isByPackets(ipvs, connection) ? "packets" : "refresh");
}

function note(connection: Connection, end: number, reason: TellingReason): TellingReason {
  extraOf(connection).told = { state: connection.state, end };
  return reason;
}

const untold = { state: 0, end: 0 };

const toldOf = ({ extra }: Connection): { readonly state: number; readonly end: number } =>
  extra?.told ?? untold;

function stateSays({ sysctl }: Ipvs, connection: Connection): "never" | "now" | "maybe" {
  if (isTemplate(connection)) return "maybe";
  if (sysctl.sync_persist_mode !== 0 && hasTemplate(connection)) return "never";
  const told = protocolOf(connection.protocol)?.toldStates;
  if (told === undefined) return "maybe";
  if (!told.includes(connection.state)) return "never";
  return connection.state !== toldOf(connection).state && connection.state !== told[0] ? "now" : "maybe";
}

function hasTemplate({ controller }: Connection): boolean {
  let above = controller;
  while (above !== undefined) {
    if (isTemplate(above)) return true;
    above = above.controller;
  }
  return false;
}

/**
 * `sync_refresh_period`: an end that has moved by less, and by less than half the entry's time or 10 s, is
 * told again only `sync_retries` times. `undefined`: not this time; else which repetition it is.
 */
function repetitionOf(
  { sysctl }: Ipvs,
  connection: Connection,
  end: number,
  now: number,
): number | undefined {
  const { timeout } = connection;
  const told = toldOf(connection).end;
  const period = inJiffies(sysctl.sync_refresh_period);
  const far = Math.min(period, Math.max(Math.floor(timeout / 2), inJiffies(10)));
  if (Math.abs(end - told) >= far) return 0;
  const repeated = told % step;
  if (repeated >= Math.min(sysctl.sync_retries, mostRetries)) return undefined;
  return now < told - timeout + Math.floor(period / 8) ? undefined : repeated + 1;
}

const isByPackets = ({ syncThreshold, sysctl }: Ipvs, connection: Connection): boolean =>
  sysctl.sync_refresh_period === 0 || (syncThreshold.period > 0 && !isTemplate(connection));

/** `sync_threshold`: which packet of each period; without a period once, or by refreshing only. */
function packetsSay({ syncThreshold, sysctl }: Ipvs, connection: Connection, packets: number): boolean {
  const { packet, period } = syncThreshold;
  if (period > 0) return isTemplate(connection) || packets % period === packet;
  return sysctl.sync_refresh_period > 0 || packets === packet;
}
