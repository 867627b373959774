/**
 * How long a connection entry lives: every packet restarts its time, and when that runs out the entry goes,
 * unless it controls others.
 *
 * Restarting costs an assignment. Entries wait in the slots of the kernel's timer wheel; a slot that comes
 * up moves on those whose time was restarted meanwhile. One event in the queue serves all entries of a
 * slot.
 */

import type { Nanos } from "../engine/time.ts";
import { forgetFlow } from "../stack/netfilter/conntrack.ts";
import { type Connection, connectionFlags, isOnePacket, isTemplate } from "./connection.ts";
import { connectionName, stateName } from "./connection-name.ts";
import { entriesOf, take } from "./connection-table.ts";
import { unbind } from "./destination.ts";
import { flowOf } from "./flow-tracking.ts";
import type { Ipvs } from "./ipvs.ts";
import { firingOf, inJiffies, jiffiesAt, jiffiesPerSecond, momentOf } from "./jiffies.ts";

/** The slots of the wheel that hold entries, by the jiffy they come up. */
export type Wheel = Map<number, Connection[]>;

/** An entry that controls others when its time is out gets this long, in seconds, again and again. */
const prolongation = 60;

/** A packet of the entry has been dealt with: its time starts again. One-packet entries end here. */
export function release(ipvs: Ipvs, connection: Connection): void {
  if (isOnePacket(connection)) {
    expire(ipvs, connection);
    return;
  }
  restart(ipvs, connection);
}

/** Gives an entry its whole time-out again. */
export function restart(ipvs: Ipvs, connection: Connection): void {
  const { simulation, connections } = ipvs;
  if (connections.touched !== undefined) connections.touched(connection);
  connection.cause = simulation.cause;
  const due = jiffiesAt(simulation.now) + connection.timeout;
  if (due === connection.due && connection.slot >= 0) return;
  connection.due = due;
  enterBucket(ipvs, connection, firingOf(due, connection.timeout));
  if (connection.slot < 0 || connection.bucket < connection.slot)
    putInSlot(ipvs, connection, connection.bucket);
}

/** A timer that is set anew within its slot keeps its place there. */
function enterBucket({ simulation }: Ipvs, connection: Connection, bucket: number): void {
  if (connection.bucket === bucket && connection.slot >= 0) return;
  connection.bucket = bucket;
  connection.entered = simulation.nextOrder();
}

/** Ends an entry's time: it goes with the next jiffy. */
export function expireSoon(ipvs: Ipvs, connection: Connection): void {
  const now = jiffiesAt(ipvs.simulation.now);
  connection.due = now;
  connection.cause = ipvs.simulation.cause;
  ipvs.connections.touched?.(connection);
  enterBucket(ipvs, connection, now + 1);
  putInSlot(ipvs, connection, now + 1);
}

/** Ends an entry at once, and with it its template if nobody else needs that. */
export function remove(ipvs: Ipvs, connection: Connection): void {
  if (connection.controller !== undefined) connection.timeout = 0;
  expire(ipvs, connection);
}

/** Whole seconds left, as listings show them. */
export const secondsLeft = ({ simulation }: Ipvs, { due }: Connection): number =>
  Math.max(0, Math.floor((due - jiffiesAt(simulation.now)) / jiffiesPerSecond));

function putInSlot(ipvs: Ipvs, connection: Connection, slot: number): void {
  connection.slot = slot;
  const waiting = ipvs.wheel.get(slot);
  if (waiting !== undefined) {
    waiting.push(connection);
    return;
  }
  ipvs.wheel.set(slot, [connection]);
  const delay = (momentOf(slot) - ipvs.simulation.now) as Nanos;
  ipvs.simulation.after(delay, comeUp, { ipvs, slot });
}

function comeUp({ ipvs, slot }: { readonly ipvs: Ipvs; readonly slot: number }): void {
  const waiting = ipvs.wheel.get(slot) ?? [];
  ipvs.wheel.delete(slot);
  const due: Connection[] = [];
  for (const connection of waiting) {
    if (connection.slot !== slot) continue;
    if (connection.bucket <= slot) {
      due.push(connection);
      continue;
    }
    ipvs.simulation.cause = connection.cause;
    putInSlot(ipvs, connection, connection.bucket);
  }
  // The kernel puts timers at the head of their slot and takes them from there: the last one in is the
  // first out.
  due.sort((a, b) => b.entered - a.entered);
  for (const connection of due) {
    if (connection.slot !== slot) continue;
    connection.slot = -1;
    ipvs.simulation.cause = connection.cause;
    expire(ipvs, connection);
  }
}

function expire(ipvs: Ipvs, connection: Connection): void {
  if (connection.controlled > 0) {
    prolong(ipvs, connection);
    return;
  }
  take(ipvs.connections, connection);
  connection.slot = -1;
  const { simulation } = ipvs;
  if (simulation.traced) {
    const event = { node: ipvs.stack.name, connection: connectionName(connection) };
    simulation.emit({ kind: "connection-expired", ...event, state: stateName(connection) });
  }
  freeController(ipvs, connection);
  const flow = flowOf(connection);
  if (flow !== undefined && !isOnePacket(connection)) forgetFlow(ipvs.stack.netfilter.conntrack, flow);
  connection.forwarder.unbind?.(ipvs, connection);
  if (connection.destination !== undefined) unbind(connection.destination, connection);
}

function prolong(ipvs: Ipvs, connection: Connection): void {
  connection.timeout = inJiffies(prolongation);
  ipvs.sync?.prolonged(connection);
  if (ipvs.simulation.traced) {
    ipvs.simulation.emit({
      kind: "template-prolonged",
      node: ipvs.stack.name,
      connection: connectionName(connection),
      controlled: connection.controlled,
    });
  }
  restart(ipvs, connection);
}

/** An entry that was ended by force takes along a template that never proved itself. */
function freeController(ipvs: Ipvs, connection: Connection): void {
  const { controller } = connection;
  if (controller === undefined) return;
  connection.controller = undefined;
  controller.controlled--;
  if (connection.timeout !== 0 || controller.controlled > 0) return;
  if (isTemplate(controller) && controller.state !== 0) return;
  controller.timeout = 0;
  expireSoon(ipvs, controller);
}

/** `expire_nodest_conn`: all entries of destinations that are gone go too. */
export function removeOrphans(ipvs: Ipvs): void {
  for (const connection of [...entriesOf(ipvs.connections)]) {
    const { destination, controller } = connection;
    if (destination === undefined || destination.isAvailable || connection.controlled > 0) continue;
    if ((connection.flags & connectionFlags.hashed) === 0) continue;
    remove(ipvs, connection);
    if (controller !== undefined && controller.controlled === 0) remove(ipvs, controller);
  }
}
