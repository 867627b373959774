/**
 * Identifications and origins for packets a node makes.
 *
 * The kernel hashes them by destination; here one counter a node, because only uniqueness can be observed.
 */

import type { Stack } from "./stack.ts";

/** The identification of the next packet that may be fragmented: 1 to 65535, going round. */
export function nextIpId(stack: Stack): number {
  const { counters } = stack;
  counters.nextIpId = (counters.nextIpId % 0xffff) + 1;
  return counters.nextIpId;
}

/** A number for a new packet, unique in its network: what follows it from end to end. */
export const nextOrigin = (stack: Stack): number => stack.simulation.nextOrder();
