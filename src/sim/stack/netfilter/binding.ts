/**
 * Which address and port a translated flow gets: from the range of the rule, the old port where it is free.
 *
 * Follows nf_nat_core of Linux 6.1. Leaves out preferring the mapping that another flow of the same source
 * has.
 */

import type { Random } from "#sim/engine/random";
import type { Ipv4Address } from "#sim/wire/address";
import { protocols } from "#sim/wire/ipv4";
import { type FlowEntry, type FlowTuple, findFlow } from "./conntrack.ts";
import { inverse, isSameTuple } from "./flow-tuple.ts";
import type { NatEnd } from "./rewrite.ts";
import type { NatRange, NumberRange } from "./rule.ts";

/** Leaves everything as it is, but for a source port that is taken. */
export const unchanged: NatRange = { addresses: undefined, ports: undefined, isRandom: false };

/** Decides one end of a flow for good: its replies are looked for with the chosen end. */
export function bind(flow: FlowEntry, end: NatEnd, range: NatRange, random: Random): void {
  const current = inverse(flow.reply);
  const chosen = choose(flow, current, { end, range, random });
  const isChanged = !isSameTuple(chosen, current);
  if (isChanged) flow.reply = inverse(chosen);
  if (end === "source") {
    flow.nat.sourceDecided = true;
    flow.nat.sourceChanged ||= isChanged;
    return;
  }
  flow.nat.destinationDecided = true;
  flow.nat.destinationChanged ||= isChanged;
}

interface Wish {
  readonly end: NatEnd;
  readonly range: NatRange;
  readonly random: Random;
}

function choose(flow: FlowEntry, current: FlowTuple, wish: Wish): FlowTuple {
  const { end, range } = wish;
  const { addresses, ports, isRandom } = range;
  const addressed = addresses === undefined ? current : withAddressOf(current, end, pick(addresses, current));
  const keepsPort = ports === undefined || isWithin(ports, portOf(addressed, end));
  if (keepsPort && !isRandom && isFree(flow, addressed)) return addressed;
  return findPort(flow, addressed, wish);
}

/** Of several addresses always the same for the same pair of ends. */
function pick({ from, to }: { from: Ipv4Address; to: Ipv4Address }, { src, dst }: FlowTuple): Ipv4Address {
  if (from === to) return from;
  const mixed = (Math.imul(src ^ (src >>> 15), 0x2c1b3c6d) ^ Math.imul(dst, 0x297a2d39)) >>> 0;
  return (from + (mixed % (to - from + 1))) as Ipv4Address;
}

const withAddressOf = (tuple: FlowTuple, end: NatEnd, address: Ipv4Address): FlowTuple =>
  end === "source" ? { ...tuple, src: address } : { ...tuple, dst: address };

/** The number that tells flows between the same addresses apart; of ICMP queries it is the identifier. */
const portOf = ({ protocol, srcPort, dstPort }: FlowTuple, end: NatEnd): number =>
  end === "source" || protocol === protocols.icmp ? srcPort : dstPort;

const withPort = (tuple: FlowTuple, end: NatEnd, port: number): FlowTuple =>
  end === "source" || tuple.protocol === protocols.icmp
    ? { ...tuple, srcPort: port }
    : { ...tuple, dstPort: port };

const isWithin = ({ from, to }: NumberRange, port: number): boolean => port >= from && port <= to;

/** Whether replies to this tuple would belong to no other flow. */
function isFree(flow: FlowEntry, tuple: FlowTuple): boolean {
  const taken = findFlow(flow.conntrack, inverse(tuple));
  return taken === undefined || taken.flow === flow;
}

const mostAttempts = 128;

function findPort(flow: FlowEntry, tuple: FlowTuple, { end, range, random }: Wish): FlowTuple {
  const ports = range.ports ?? usualPorts(tuple, end);
  if (ports === undefined) return tuple;
  const count = ports.to - ports.from + 1;
  const isOrdered = end === "destination" && !range.isRandom;
  const first = isOrdered ? 0 : random.below(count);
  for (let step = 0; step < Math.min(count, mostAttempts); step++) {
    const candidate = withPort(tuple, end, ports.from + ((first + step) % count));
    if (isFree(flow, candidate)) return candidate;
  }
  return withPort(tuple, end, ports.from + first);
}

/** Without a range of its own a source port stays among its kind: below 512, below 1024, or above. */
function usualPorts(tuple: FlowTuple, end: NatEnd): NumberRange | undefined {
  const { protocol, srcPort } = tuple;
  if (protocol === protocols.icmp) return { from: 0, to: 65535 };
  if (end === "destination" || (protocol !== protocols.tcp && protocol !== protocols.udp)) return undefined;
  if (srcPort < 512) return { from: 1, to: 511 };
  return srcPort < 1024 ? { from: 600, to: 1023 } : { from: 1024, to: 65535 };
}
