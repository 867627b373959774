/**
 * Which events belong to one flow: a connection, an exchange of pings, with all that was asked and answered
 * for its sake.
 *
 * A flow keeps its number through every rewriting, for a rewritten packet keeps its `origin`: both sides of a
 * NAT are one flow. An event without a packet belongs where its cause does. Leaves out that ports are used
 * again: a second connection between the same ends counts as the same flow.
 */

import type { NetworkEvent } from "#sim/trace";
import type { Ipv4Address } from "#sim/wire/address";
import { icmpTypes } from "#sim/wire/icmp";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import { innermost } from "../layer.ts";
import type { ProtocolName } from "./marks.ts";

/** A flow by its first packet. Ports are 0 where there are none. */
export interface Flow {
  readonly number: number;
  readonly protocol: ProtocolName;
  readonly src: Ipv4Address;
  readonly srcPort: number;
  readonly dst: Ipv4Address;
  readonly dstPort: number;
}

export interface Flows {
  readonly list: Flow[];
  /** By what is written on packets, sorted so that both directions read alike. */
  readonly byEnds: Map<string, number>;
  readonly byOrigin: Map<number, number>;
}

export const noFlow = -1;

export const emptyFlows = (): Flows => ({ list: [], byEnds: new Map(), byOrigin: new Map() });

/** The flow of an event, found or begun by the packet that it is about; otherwise that of its cause. */
export function flowOf(flows: Flows, event: NetworkEvent, flowOfCause: number): number {
  if ("frame" in event) {
    const { payload } = event.frame;
    return payload.kind === "ipv4" ? flowOfPacket(flows, payload, flowOfCause) : flowOfCause;
  }
  if ("after" in event) {
    return alias(flows, event.after, flowOfPacket(flows, event.before, flowOfCause));
  }
  if ("inner" in event) return flowOfPacket(flows, event.inner, flowOfCause);
  return "packet" in event ? flowOfPacket(flows, event.packet, flowOfCause) : flowOfCause;
}

function flowOfPacket(flows: Flows, packet: Ipv4Packet, flowOfCause: number): number {
  const known = flows.byOrigin.get(packet.origin);
  if (known !== undefined) return known;
  const ends = endsOf(innermost(packet));
  // A message about another packet, or of nobody's in particular, belongs to what led to it.
  if (ends === undefined) return flowOfCause;
  const text = textOf(ends);
  const found = flows.byEnds.get(text) ?? begin(flows, ends, text);
  flows.byOrigin.set(packet.origin, found);
  return found;
}

/** A rewritten packet: what it looks like now belongs to the same flow. */
function alias(flows: Flows, packet: Ipv4Packet, flow: number): number {
  if (flow === noFlow) return flow;
  flows.byOrigin.set(packet.origin, flow);
  const ends = endsOf(innermost(packet));
  if (ends === undefined) return flow;
  const text = textOf(ends);
  if (!flows.byEnds.has(text)) flows.byEnds.set(text, flow);
  return flow;
}

type Ends = Omit<Flow, "number">;

function begin(flows: Flows, ends: Ends, text: string): number {
  const number = flows.list.length;
  flows.list.push({ number, ...ends });
  flows.byEnds.set(text, number);
  return number;
}

function endsOf({ src, dst, payload }: Ipv4Packet): Ends | undefined {
  if (payload.kind === "tcp" || payload.kind === "udp") {
    const { srcPort, dstPort } = payload;
    return { protocol: payload.kind, src, srcPort, dst, dstPort };
  }
  if (payload.kind !== "icmp") return undefined;
  const isEcho = payload.type === icmpTypes.echoRequest || payload.type === icmpTypes.echoReply;
  return isEcho ? { protocol: "icmp", src, srcPort: payload.rest >>> 16, dst, dstPort: 0 } : undefined;
}

function textOf({ protocol, src, srcPort, dst, dstPort }: Ends): string {
  if (protocol === "icmp") return `icmp ${Math.min(src, dst)} ${Math.max(src, dst)} ${srcPort}`;
  const isForwards = src < dst || (src === dst && srcPort < dstPort);
  return isForwards
    ? `${protocol} ${src}:${srcPort} ${dst}:${dstPort}`
    : `${protocol} ${dst}:${dstPort} ${src}:${srcPort}`;
}
