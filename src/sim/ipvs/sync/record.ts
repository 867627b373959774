/**
 * An entry as a record of a message.
 */

import type { SyncRecord } from "#sim/wire/ipvs-sync";
import { type Connection, connectionFlags, endpointOf } from "../connection.ts";
import { bypass } from "../forwarders/bypass.ts";
import { jiffiesPerSecond } from "../jiffies.ts";

/** What another director is told of an entry. */
export function recordOf(connection: Connection): SyncRecord {
  const { extra, forwarder, timeout } = connection;
  const { engineName: name, engineData: data } = extra ?? {};
  return {
    protocol: connection.protocol,
    flags: (connection.flags & ~connectionFlags.hashed) | forwarder.number,
    state: connection.state,
    client: endpointOf(connection.client),
    virtual: endpointOf(connection.virtual),
    // A bypassed connection has no destination of its own.
    server: endpointOf(forwarder === bypass ? 0 : connection.server),
    mark: connection.mark,
    timeout: Math.floor(timeout / jiffiesPerSecond),
    engine: name === undefined || data === undefined ? undefined : { name, data },
  };
}
