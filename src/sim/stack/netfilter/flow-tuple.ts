/**
 * How conntrack tells flows apart: by protocol, addresses and ports; an ICMP query by its identifier and
 * type.
 */

import { endpointKey } from "#sim/wire/address";
import { type IcmpMessage, icmpTypes, quotesPacket } from "#sim/wire/icmp";
import { type Ipv4Packet, isFragment, protocols } from "#sim/wire/ipv4";
import type { FlowTuple } from "./conntrack.ts";

/** The query that an ICMP answer belongs to, and the other way round; other types cannot begin a flow. */
const counterparts: ReadonlyMap<number, number> = new Map([
  [icmpTypes.echoRequest, icmpTypes.echoReply],
  [icmpTypes.echoReply, icmpTypes.echoRequest],
  [13, 14],
  [14, 13],
  [15, 16],
  [16, 15],
  [17, 18],
  [18, 17],
]);

const queries: ReadonlySet<number> = new Set([icmpTypes.echoRequest, 13, 15, 17]);

/** Whether an ICMP message may begin a flow. */
export const beginsFlow = ({ type }: IcmpMessage): boolean => queries.has(type);

/** Whether a packet is an ICMP error about another one. */
export const isAboutAnother = ({ payload }: Ipv4Packet): boolean =>
  payload.kind === "icmp" && quotesPacket(payload.type);

/** What a packet looks like to conntrack; `undefined` for fragments and ICMP that belongs to no query. */
export function tupleOf(packet: Ipv4Packet): FlowTuple | undefined {
  const { payload, protocol, src, dst } = packet;
  switch (payload.kind) {
    case "tcp":
    case "udp":
      return { protocol, src, srcPort: payload.srcPort, dst, dstPort: payload.dstPort };
    case "icmp": {
      if (!counterparts.has(payload.type)) return undefined;
      const dstPort = payload.type * 256 + payload.code;
      return { protocol, src, srcPort: payload.rest >>> 16, dst, dstPort };
    }
    case "ipv4":
    case "gre":
    case "raw":
      return isFragment(packet) ? undefined : { protocol, src, srcPort: 0, dst, dstPort: 0 };
  }
}

/** What an answer to a packet of this tuple looks like. */
export function inverse(tuple: FlowTuple): FlowTuple {
  const { protocol, src, srcPort, dst, dstPort } = tuple;
  if (protocol !== protocols.icmp)
    return { protocol, src: dst, srcPort: dstPort, dst: src, dstPort: srcPort };
  const type = counterparts.get(dstPort >>> 8) ?? 0;
  return { protocol, src: dst, srcPort, dst: src, dstPort: type * 256 + (dstPort & 255) };
}

export const isSameTuple = (one: FlowTuple, other: FlowTuple): boolean =>
  one.src === other.src &&
  one.dst === other.dst &&
  one.srcPort === other.srcPort &&
  one.dstPort === other.dstPort &&
  one.protocol === other.protocol;

/** The two halves of a tuple as keys. */
export const sourceKey = ({ src, srcPort }: FlowTuple): number => endpointKey(src, srcPort);
export const destinationKey = ({ dst, dstPort }: FlowTuple): number => endpointKey(dst, dstPort);
