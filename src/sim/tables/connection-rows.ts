/**
 * The entries of the IPVS connection table as rows. Of entries with equal ends (one that was given up lives
 * on for a moment beside the one that took its place) the newest is shown.
 */

import type { Nanos } from "../engine/time.ts";
import { get } from "../engine/tuple-table.ts";
import { type Connection, connectionFlags, formatKey, isTemplate } from "../ipvs/connection.ts";
import { connectionName, stateName } from "../ipvs/connection-name.ts";
import { type ConnectionTable, entriesOf } from "../ipvs/connection-table.ts";
import type { Ipvs } from "../ipvs/ipvs.ts";
import type { ConnectionName } from "../ipvs/ipvs-events.ts";
import { jiffiesAt, momentOf } from "../ipvs/jiffies.ts";
import type { ConnectionRow } from "../rows.ts";

/** By protocol, client, virtual endpoint and destination; `expiresAt` counts from `start`. */
export function connectionRows({ connections, simulation }: Ipvs, start: Nanos): Map<string, ConnectionRow> {
  const times = { start, now: simulation.now };
  const rows = new Map<string, ConnectionRow>();
  for (const connection of entriesOf(connections)) {
    const key = connectionKey(connectionName(connection));
    if (!rows.has(key)) rows.set(key, connectionRow(connection, times));
  }
  return rows;
}

/** The key of the row of an entry that an event names. */
export const connectionKey = ({ protocol, client, virtual, destination }: ConnectionName): string =>
  `${protocol} ${client} ${virtual} ${destination}`;

/** The newest entry of the table with the same ends as this one, which may have left it. */
export function holderOf({ heads }: ConnectionTable, connection: Connection): Connection | undefined {
  const { client, protocol, virtual, server } = connection;
  let entry = get(heads, client, protocol);
  while (entry !== undefined) {
    if (entry.virtual === virtual && entry.server === server) return entry;
    entry = entry.next;
  }
  return undefined;
}

export const isInTable = ({ flags }: Connection): boolean => (flags & connectionFlags.hashed) !== 0;

export function connectionRow(connection: Connection, times: Times): ConnectionRow {
  const { protocol, client, virtual, destination } = connectionName(connection);
  const local = connection.extra?.local;
  return {
    protocol,
    client,
    virtual,
    local: local === undefined ? undefined : formatKey(local.endpoint),
    destination,
    method: connection.forwarder.name,
    state: stateName(connection),
    isTemplate: isTemplate(connection),
    expiresAt: expiryOf(connection, times),
  };
}

/** What moments count from, and the moment it is. */
export interface Times {
  readonly start: Nanos;
  readonly now: Nanos;
}

/** When an entry ends if nothing more comes. Its time begins when its first packet has been dealt with. */
export const expiryOf = ({ due, timeout }: Connection, { start, now }: Times): number =>
  momentOf(due === 0 ? jiffiesAt(now) + timeout : due) - start;
