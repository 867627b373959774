/**
 * Packets within packets.
 */

import type { Ipv4Packet, Ipv4Payload } from "#sim/wire/ipv4";

/** The packet that a payload carries: by itself, or within GRE; what UDP carries is bytes here. */
export function packetWithin(payload: Ipv4Payload): Ipv4Packet | undefined {
  if (payload.kind === "ipv4") return payload;
  return payload.kind === "gre" && payload.payload.kind === "ipv4" ? payload.payload : undefined;
}
