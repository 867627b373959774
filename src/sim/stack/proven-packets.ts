/**
 * Nodes that are namespaces of one kernel: the mark of a packet whose sender has seen progress outlives the
 * virtual wire between two of them.
 *
 * TCP marks the packet after an acknowledgement of something new, and whoever sends a marked packet takes its
 * next hop for confirmed. Between machines the mark is lost with the buffer; between namespaces every router
 * on the way confirms its own next hop too (sock_confirm_neigh() of Linux 6.1). Leaves out what ping marks.
 */

import type { Ipv4Packet } from "../wire/ipv4.ts";
import type { Neighbour } from "./neighbour.ts";
import type { Stack } from "./stack.ts";

/** Origins of marked packets, oldest first. */
export type ProvenPackets = Set<number>;

/** More than are ever under way at once. */
const keptMarks = 4096;

/** Marks a packet. */
export function markProven({ proven }: Stack, { origin }: Ipv4Packet): void {
  if (proven === undefined) return;
  proven.add(origin);
  if (proven.size <= keptMarks) return;
  const [oldest] = proven;
  if (oldest !== undefined) proven.delete(oldest);
}

/** A packet goes out by an entry: with a mark it confirms it. What is said about a marked packet has none. */
export function confirmByMark(
  { simulation }: Stack,
  proven: ProvenPackets,
  entry: Neighbour,
  packet: Ipv4Packet,
): void {
  if (packet.payload.kind !== "icmp" && proven.has(packet.origin)) entry.confirmed = simulation.now;
}
