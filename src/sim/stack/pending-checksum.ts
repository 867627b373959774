/**
 * Which packets have no transport checksum yet: Linux leaves it to the device, and those who wrap a packet
 * may leave it to the receiver (remote checksum offload).
 *
 * Everything else of checksum offloading is left out: on the wire checksums are always there.
 */

import type { PacketContext } from "./packet-context.ts";
import { pathMtu } from "./path-cache.ts";
import type { Stack } from "./stack.ts";

/** Own TCP segments, and own datagrams that were small enough to need no fragments. */
export function hasPendingChecksum(stack: Stack, { packet, input, route }: PacketContext): boolean {
  if (input !== undefined) return false;
  const { payload, dst, length } = packet;
  if (payload.kind === "tcp") return true;
  return payload.kind === "udp" && route !== undefined && length <= pathMtu(stack, dst, route);
}
