/**
 * The source port of datagrams that carry packets of others: a hash of the flow within, so that routers
 * which share load by ports keep a flow on one way (RFC 7348 section 5 asks the same of VXLAN).
 *
 * Linux hashes with a secret that each boot chooses; so does each node here. Only the range and that a flow
 * keeps its port can be relied upon.
 */

import type { Ipv4Packet } from "../wire/ipv4.ts";
import type { Stack } from "./stack.ts";

/** A port of `ip_local_port_range`, its last one excluded. */
export function flowSourcePort(stack: Stack, packet: Ipv4Packet): number {
  const { ip_local_port_range_low: low, ip_local_port_range_high: high } = stack.sysctl.global;
  return low + Math.floor((flowHash(stack, packet) / 2 ** 32) * (high - low));
}

function flowHash({ tunnels, simulation, name }: Stack, { src, dst, protocol, payload }: Ipv4Packet): number {
  tunnels.flowKey ??= simulation.random(`flow hash of ${name}`).next();
  const ports =
    payload.kind === "tcp" || payload.kind === "udp" ? payload.srcPort * 65536 + payload.dstPort : 0;
  let hash = tunnels.flowKey;
  for (const word of [src, dst, ports, protocol]) hash = mixed(hash ^ word);
  return hash >>> 0;
}

/** Spreads every bit of a word over all of them (the finalizer of MurmurHash3). */
function mixed(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
