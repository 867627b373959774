/**
 * The state of an entry moves on with every packet: its protocol's table, its new time-out, and whether it
 * counts as active at its destination.
 */

import type { Ipv4Payload } from "../wire/ipv4.ts";
import { assureController, type Connection } from "./connection.ts";
import { connectionName } from "./connection-name.ts";
import { recount } from "./destination.ts";
import type { Ipvs } from "./ipvs.ts";
import { jiffiesPerSecond } from "./jiffies.ts";
import { type Direction, type Protocol, type ProtocolState, type Step, steps } from "./protocol.ts";
import { protocolOf } from "./protocol-list.ts";

/** Time-outs of every state of every protocol, in jiffies: what `ipvsadm --set` changes. */
export type Timeouts = number[][];

/** Moves an entry on by one packet. */
export function advance(
  ipvs: Ipvs,
  connection: Connection,
  payload: Ipv4Payload,
  direction: Direction,
): void {
  const protocol = protocolOf(connection.protocol);
  if (protocol === undefined) return;
  const before = connection.state;
  const state = protocol.next(connection, payload, stepFor(ipvs.defence.isSecureTcp, direction));
  if (state !== before) {
    const { destination } = connection;
    if (destination !== undefined) recount(destination, connection, stateAt(protocol, state).isActive);
    connection.state = state;
  }
  if (protocol.assures(before, state, direction)) {
    assureController(connection);
    if (connection.controller !== undefined) ipvs.connections.touched?.(connection.controller);
  }
  connection.timeout = (ipvs.timeouts[protocol.slot] as number[])[state] as number;
  if (state !== before && ipvs.simulation.traced) announce(ipvs, connection, { protocol, before, direction });
}

function stepFor(isSecure: boolean, direction: Direction): Step {
  if (isSecure) return direction === "input" ? steps.secureInput : steps.secureOutput;
  return direction === "input" ? steps.input : steps.output;
}

const stateAt = ({ states }: Protocol, state: number): ProtocolState => states[state] as ProtocolState;

function announce(
  ipvs: Ipvs,
  connection: Connection,
  step: { readonly protocol: Protocol; readonly before: number; readonly direction: Direction },
): void {
  ipvs.simulation.emit({
    kind: "connection-state-changed",
    node: ipvs.stack.name,
    connection: connectionName(connection),
    direction: step.direction,
    before: stateAt(step.protocol, step.before).name,
    state: stateAt(step.protocol, connection.state).name,
    timeout: connection.timeout / jiffiesPerSecond,
  });
}
