/**
 * Making and removing neighbour entries, and the limits on how many there are (gc_thresh1 to 3,
 * gc_stale_time).
 *
 * Below gc_thresh1 nothing is ever removed for its age. The limits count the entries of one node; in a
 * kernel all its network namespaces share them.
 */

import { type Nanos, seconds } from "../engine/time.ts";
import { stop, timer } from "../engine/timer.ts";
import { broadcastMac, type Ipv4Address, isMulticast, multicastMac, zeroMac } from "../wire/address.ts";
import type { Interface } from "./interface.ts";
import { isWithin } from "./kernel-clock.ts";
import type { Neighbour, NeighbourState } from "./neighbour.ts";
import { discardWaiting } from "./neighbour-queue.ts";
import { isTimed, onTimer } from "./neighbour-states.ts";
import type { Stack } from "./stack.ts";

/** What an entry is for; `isBroadcast` where the routing tables say that the address is one. */
export interface Wanted {
  readonly address: Ipv4Address;
  readonly isBroadcast?: boolean;
}

/** Makes the entry of an address; `undefined` when the table is full of entries in use. */
export function createFor(stack: Stack, iface: Interface, wanted: Wanted): Neighbour | undefined {
  if (!makeRoom(stack)) return undefined;
  const { now } = stack.simulation;
  const { address } = wanted;
  const entry: Neighbour = {
    address,
    interface: iface,
    ...firstState(iface, wanted),
    updated: now,
    confirmed: longAgo(iface, now),
    used: now,
    probes: 0,
    waiting: [],
    waitingBytes: 0,
    hasHeader: false,
    timer: timer(address, () => onTimer(stack, entry)),
  };
  iface.neighbours.set(address, entry);
  stack.onNeighbourTouched?.(entry);
  watchAge(stack, iface);
  return entry;
}

/** Before any time that could count as confirmed. */
export const longAgo = (iface: Interface, now: Nanos): Nanos =>
  (now - 2e6 * iface.neighbourConf.base_reachable_time_ms) as Nanos;

function firstState(iface: Interface, { address, isBroadcast }: Wanted): Pick<Neighbour, "state" | "mac"> {
  if (isMulticast(address)) return { state: "NOARP", mac: multicastMac(address) };
  if (!iface.device.usesArp) return { state: "NOARP", mac: iface.device.mac };
  if (isBroadcast === true) return { state: "NOARP", mac: broadcastMac };
  return { state: "NONE", mac: zeroMac };
}

/** Takes an entry out of the table; what waits in it ends in silence. */
export function remove(stack: Stack, entry: Neighbour): void {
  stop(entry.timer);
  entry.interface.neighbours.delete(entry.address);
  stack.onNeighbourTouched?.(entry);
  discardWaiting(stack, entry, "neighbour-failed");
}

/** The number of entries of a node, those of loopback and multicast included. */
export function countOf(stack: Stack): number {
  let count = 0;
  for (const { neighbours } of stack.interfaces.values()) count += neighbours.size;
  return count;
}

const collected: readonly NeighbourState[] = ["PERMANENT"];

/** An entry that somebody waits for, or that an administrator made, stays. */
const mayGo = (entry: Neighbour): boolean => !isTimed(entry.state) && !collected.includes(entry.state);

function makeRoom(stack: Stack): boolean {
  const { neigh_gc_thresh2: soft, neigh_gc_thresh3: hard } = stack.sysctl.global;
  const count = countOf(stack);
  if (count < soft) return true;
  const removed = removeOldest(stack, count - soft);
  return count - removed < hard;
}

/** The kernel spares what changed within the last five seconds. */
const spared = seconds(5);

function removeOldest(stack: Stack, most: number): number {
  const { now } = stack.simulation;
  let removed = 0;
  for (const entry of [...allOf(stack)].sort((a, b) => a.updated - b.updated)) {
    if (removed >= most) break;
    const isOld =
      entry.state === "FAILED" || entry.state === "NOARP" || !isWithin(entry.updated, spared, now);
    if (!mayGo(entry) || !isOld) continue;
    remove(stack, entry);
    removed++;
  }
  return removed;
}

function* allOf(stack: Stack): Generator<Neighbour> {
  for (const { neighbours } of stack.interfaces.values()) yield* neighbours.values();
}

/** While there are many entries their age is looked at from time to time. */
function watchAge(stack: Stack, iface: Interface): void {
  if (iface.arp.isWatched || countOf(stack) < stack.sysctl.global.neigh_gc_thresh1) return;
  iface.arp.isWatched = true;
  const pause = (iface.neighbourConf.base_reachable_time_ms / 2) * 1e6;
  stack.simulation.after(Math.max(pause, 1e9) as Nanos, () => removeAged(stack, iface), undefined);
}

function removeAged(stack: Stack, iface: Interface): void {
  const { now } = stack.simulation;
  iface.arp.isWatched = false;
  if (countOf(stack) < stack.sysctl.global.neigh_gc_thresh1) return;
  const stale = seconds(iface.neighbourConf.gc_stale_time);
  for (const entry of [...iface.neighbours.values()]) {
    if (!mayGo(entry)) continue;
    const lastSeen = Math.max(entry.used, entry.confirmed) as Nanos;
    if (entry.state === "FAILED" || !isWithin(lastSeen, stale, now)) remove(stack, entry);
  }
  watchAge(stack, iface);
}
