/**
 * The neighbour table of one node: which MAC address answers for an IP address on the same link.
 *
 * Here is what every packet passes: look up, send. States and timers are in neighbour-states.ts, what ARP
 * teaches in neighbour-update.ts, what an administrator does in neighbour-admin.ts. Leaves out application-
 * level resolvers.
 */

import { assert } from "../engine/assert.ts";
import type { Nanos } from "../engine/time.ts";
import type { Timer } from "../engine/timer.ts";
import { transmit } from "../link/device.ts";
import type { Ipv4Address, MacAddress } from "../wire/address.ts";
import { ethernet } from "../wire/ethernet.ts";
import type { Ipv4Packet } from "../wire/ipv4.ts";
import { drop } from "./drop.ts";
import type { Interface } from "./interface.ts";
import { beginToAsk, isValid, mayTransmit } from "./neighbour-states.ts";
import { createFor } from "./neighbour-table.ts";
import type { PacketContext } from "./packet-context.ts";
import { confirmByMark } from "./proven-packets.ts";
import type { Stack } from "./stack.ts";
import { dropFor } from "./verdict.ts";

export type NeighbourState =
  | "NONE"
  | "INCOMPLETE"
  | "REACHABLE"
  | "STALE"
  | "DELAY"
  | "PROBE"
  | "FAILED"
  | "PERMANENT"
  | "NOARP";

export interface Neighbour {
  readonly address: Ipv4Address;
  readonly interface: Interface;
  state: NeighbourState;
  /** Means nothing while the state is NONE, INCOMPLETE or FAILED. */
  mac: MacAddress;
  /** Last change of state or MAC, last confirmation, last use that looked at the state. */
  updated: Nanos;
  confirmed: Nanos;
  used: Nanos;
  /** Requests sent since the last answer; a first resolution begins at `ucast_solicit`. */
  probes: number;
  /** Packets that wait for the answer, oldest first. */
  readonly waiting: PacketContext[];
  /** What the waiting packets occupy in the kernel's memory, overhead included. */
  waitingBytes: number;
  /** A packet went out by it once: while it is confirmed, later ones do not count as use. */
  hasHeader: boolean;
  readonly timer: Timer<Ipv4Address>;
}

/**
 * Sends a finished packet to the next hop of its route: at once where the MAC address is known, otherwise
 * when the neighbour has answered. What cannot be delivered ends through `stack.arpHooks.unreachable`.
 */
export function resolveAndSend(stack: Stack, context: PacketContext): void {
  const { output, route } = context;
  assert(output !== undefined && route !== undefined, "a packet that leaves has a route and a device");
  const entry = output.neighbours.get(route.nextHop);
  const { proven } = stack;
  if (proven !== undefined && entry !== undefined) confirmByMark(stack, proven, entry, context.packet);
  if (
    entry?.hasHeader &&
    (entry.state === "REACHABLE" || entry.state === "PERMANENT" || entry.state === "NOARP")
  ) {
    transmit(output.device, ethernet(entry.mac, output.device.mac, context.packet), stack.simulation);
    return;
  }
  const found =
    entry ?? createFor(stack, output, { address: route.nextHop, isBroadcast: route.type === "broadcast" });
  if (found === undefined) {
    drop(stack, context, dropFor("neighbour-queue-full", tableLimit(stack)));
    return;
  }
  sendThrough(stack, found, context);
}

/** Sends a packet through an entry in any state; it may have to wait in it. */
function sendThrough(stack: Stack, entry: Neighbour, context: PacketContext): void {
  if (!mayTransmit(stack, entry, context)) return;
  const { device } = entry.interface;
  entry.hasHeader = true;
  transmit(device, ethernet(entry.mac, device.mac, context.packet), stack.simulation);
}

const tableLimit = ({ sysctl }: Stack) => ({
  name: "gc_thresh3",
  value: sysctl.global.neigh_gc_thresh3,
  from: "net.ipv4.neigh.default.gc_thresh3",
});

/** Whether the MAC address of a neighbour is known; where it is not, it is asked for. */
export function knowsOrAsks(stack: Stack, iface: Interface, address: Ipv4Address): boolean {
  const entry = iface.neighbours.get(address) ?? createFor(stack, iface, { address, isBroadcast: false });
  if (entry === undefined) return false;
  if (isValid(entry.state)) return true;
  if (entry.state !== "INCOMPLETE") beginToAsk(stack, entry);
  return false;
}

/** Whether a packet that is meant waits for the address of any next hop. */
export function isWaiting(stack: Stack, isMeant: (packet: Ipv4Packet) => boolean): boolean {
  for (const { neighbours } of stack.interfaces.values()) {
    for (const { waiting } of neighbours.values()) {
      if (waiting.some(({ packet }) => isMeant(packet))) return true;
    }
  }
  return false;
}

/** The entry of an address on an interface, if there is one. */
export const lookup = (iface: Interface, address: Ipv4Address): Neighbour | undefined =>
  iface.neighbours.get(address);

/**
 * A layer above has proof that the neighbour receives what is sent to it: an acknowledgement of new data has
 * come back. The kernel takes note when the socket sends its next packet, so call it then. The state changes
 * when the running timer looks, not before.
 */
export function confirm(stack: Stack, iface: Interface, address: Ipv4Address): void {
  const entry = iface.neighbours.get(address);
  if (entry !== undefined) entry.confirmed = stack.simulation.now;
}
