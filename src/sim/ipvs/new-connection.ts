/**
 * A new connection entry: bound to its destination, counted there, and in the table.
 */

import { endpointKey } from "../wire/address.ts";
import { protocols } from "../wire/ipv4.ts";
import { type Connection, connectionFlags, connectionOf } from "./connection.ts";
import { connectionName } from "./connection-name.ts";
import { type Flow, insert } from "./connection-table.ts";
import { bind, type Destination } from "./destination.ts";
import { bypass } from "./forwarders/bypass.ts";
import type { Ipvs } from "./ipvs.ts";
import type { IpvsEvent } from "./ipvs-events.ts";
import { inJiffies, jiffiesPerSecond } from "./jiffies.ts";

/** What decides a new entry. */
export interface NewConnection {
  readonly flow: Flow;
  /** `undefined`: bypass. */
  readonly destination: Destination | undefined;
  readonly serverPort: number;
  /** Beyond those that follow from the destination. */
  readonly flags: number;
  readonly mark: number;
  readonly service: string;
  readonly because: Extract<IpvsEvent, { kind: "connection-created" }>["because"];
  /** In seconds; left out: 3, until the protocol says more. */
  readonly timeout?: number;
}

const firstTimeout = 3;

/** Makes an entry; `undefined` when its method has no room for it. Its time starts with `release`. */
export function newConnection(ipvs: Ipvs, wanted: NewConnection): Connection | undefined {
  const { flow, destination } = wanted;
  const connection = connectionOf({
    protocol: flow.protocol,
    client: flow.client,
    virtual: flow.virtual,
    server: destination === undefined ? 0 : endpointKey(destination.address, wanted.serverPort),
    forwarder: destination?.forwarder ?? bypass,
    destination,
    flags: flagsOf(ipvs, wanted),
    timeout: inJiffies(wanted.timeout ?? firstTimeout),
    mark: wanted.mark,
  });
  if (connection.forwarder.bind?.(ipvs, connection) === false) return undefined;
  if (destination !== undefined) bind(destination, connection);
  if ((connection.flags & connectionFlags.onePacket) === 0) insert(ipvs.connections, connection);
  announce(ipvs, connection, wanted);
  return connection;
}

function flagsOf({ sysctl }: Ipvs, { destination, flags, flow }: NewConnection): number {
  const { inactive, noOutput, conntrack, onePacket } = connectionFlags;
  const own = flow.protocol === protocols.udp ? flags : flags & ~onePacket;
  const tracked = sysctl.conntrack === 0 ? 0 : conntrack;
  if (destination === undefined) return own | tracked;
  return own | tracked | inactive | (destination.forwarder.rewritesDestination ? 0 : noOutput);
}

function announce(ipvs: Ipvs, connection: Connection, { service, because }: NewConnection): void {
  if (!ipvs.simulation.traced) return;
  ipvs.simulation.emit({
    kind: "connection-created",
    node: ipvs.stack.name,
    service,
    connection: connectionName(connection),
    method: connection.forwarder.name,
    because,
    timeout: connection.timeout / jiffiesPerSecond,
  });
}

/** An entry is controlled by another: that one stays as long as it does. */
export function control(connection: Connection, controller: Connection): void {
  connection.controller = controller;
  controller.controlled++;
}
