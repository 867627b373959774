/**
 * The packets that wait in a neighbour entry for its MAC address, and how many there may be.
 *
 * The limit `unres_qlen_bytes` counts memory as the kernel does: a packet with headroom and bookkeeping in a
 * block of memory whose size is a power of two, and a descriptor. Sizes of other allocators are left out.
 */

import { drop } from "./drop.ts";
import type { Neighbour } from "./neighbour.ts";
import { neighbourSetting } from "./neighbour-setting.ts";
import type { PacketContext } from "./packet-context.ts";
import type { Stack } from "./stack.ts";
import { type DropReason, dropFor } from "./verdict.ts";

const headroom = 32;
const bookkeeping = 320;
const descriptor = 256;
const smallestBlock = 512;

/** What a packet of this many bytes occupies, overhead included. */
export function occupied(length: number): number {
  const needed = Math.ceil((headroom + length) / 64) * 64 + bookkeeping;
  let block = smallestBlock;
  while (block < needed) block *= 2;
  return block + descriptor;
}

/** Lets a packet wait; the oldest end where there is no room for it. */
export function enqueue(stack: Stack, entry: Neighbour, context: PacketContext): void {
  const { simulation, name: node } = stack;
  const size = occupied(context.packet.length);
  const { cause } = simulation;
  while (entry.waitingBytes + size > entry.interface.neighbourConf.unres_qlen_bytes) {
    const oldest = takeWaiting(entry);
    if (oldest === undefined) break;
    drop(
      stack,
      oldest,
      dropFor("neighbour-queue-full", neighbourSetting(entry.interface, "unres_qlen_bytes")),
    );
    simulation.cause = cause;
  }
  entry.waiting.push(context);
  entry.waitingBytes += size;
  if (!simulation.traced) return;
  const device = entry.interface.device.name;
  simulation.emit({ kind: "packet-queued", node, device, packet: context.packet, nextHop: entry.address });
}

/** Takes out the packet that has waited longest. */
export function takeWaiting(entry: Neighbour): PacketContext | undefined {
  const oldest = entry.waiting.shift();
  if (oldest !== undefined) entry.waitingBytes -= occupied(oldest.packet.length);
  return oldest;
}

/** Ends all that waits without telling the senders. */
export function discardWaiting(stack: Stack, entry: Neighbour, reason: DropReason): void {
  const { simulation } = stack;
  const { cause } = simulation;
  for (let context = takeWaiting(entry); context !== undefined; context = takeWaiting(entry)) {
    drop(stack, context, dropFor(reason));
    simulation.cause = cause;
  }
}
