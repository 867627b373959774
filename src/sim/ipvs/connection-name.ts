/**
 * A connection entry in words: endpoints, protocol and state, as listings and events show them.
 */

import { type Connection, connectionFlags, formatKey } from "./connection.ts";
import type { ConnectionName } from "./ipvs-events.ts";
import { protocolOf } from "./protocol-list.ts";

/** `TCP`, or `IP` for templates of all protocols. */
export const protocolName = (connection: Connection): string =>
  protocolOf(connection.protocol)?.name ?? (connection.protocol === 0 ? "IP" : `${connection.protocol}`);

/** An entry by its endpoints; made once, as every event about it names it. */
export function connectionName(connection: Connection): ConnectionName {
  connection.shownName ??= nameOf(connection);
  return connection.shownName;
}

function nameOf(connection: Connection): ConnectionName {
  const name = {
    protocol: protocolName(connection),
    client: formatKey(connection.client),
    virtual: formatKey(connection.virtual),
    destination: formatKey(connection.server),
  };
  const local = connection.extra?.local;
  return local === undefined ? name : { ...name, local: formatKey(local.endpoint) };
}

/** The state as `ipvsadm -Lnc` prints it. */
export function stateName(connection: Connection): string {
  if ((connection.flags & connectionFlags.template) !== 0) return connection.state === 0 ? "NONE" : "ASSURED";
  const protocol = protocolOf(connection.protocol);
  return protocol?.states[connection.state]?.name ?? "NONE";
}
