/**
 * Which packet an event tells of, and whether one packet answers another.
 */

import type { NetworkEvent } from "#sim/trace";
import type { EthernetFrame } from "#sim/wire/ethernet";
import { icmpTypes, quotesPacket } from "#sim/wire/icmp";
import type { Ipv4Packet, Ipv4Payload } from "#sim/wire/ipv4";
import { innermost } from "#ui/layer";

/** The packet that an event is about, as it was before what the event tells. */
export function packetOfEvent(event: NetworkEvent): Ipv4Packet | undefined {
  if ("frame" in event) return packetOfFrame(event.frame);
  if ("packet" in event) return event.packet;
  if ("inner" in event) return event.inner;
  if ("before" in event && typeof event.before === "object") return event.before;
  return undefined;
}

const packetOfFrame = ({ payload }: EthernetFrame): Ipv4Packet | undefined =>
  payload.kind === "ipv4" ? payload : undefined;

/** What an event made of a packet; the same packet where it changed nothing. */
export function packetAfterEvent(event: NetworkEvent): Ipv4Packet | undefined {
  if ("after" in event) return event.after;
  if ("outer" in event) return event.outer;
  return packetOfEvent(event);
}

const replyTypes: ReadonlySet<number> = new Set([icmpTypes.echoReply, icmpTypes.timestampReply]);

/**
 * What a packet is followed by: the same through rewriting and wrapping. What ICMP makes of a packet, an
 * error about it or its echo, has the origin of that packet, and is yet another one.
 */
export function packetKey(packet: Ipv4Packet): number {
  const { payload } = innermost(packet);
  if (payload.kind !== "icmp") return packet.origin;
  const isMade = quotesPacket(payload.type) || replyTypes.has(payload.type);
  return isMade ? -(packet.origin * 256 + payload.type) : packet.origin;
}

/** Whether a packet, made because another arrived, goes back where that came from, between the same ends. */
export function answers(packet: Ipv4Packet, other: Ipv4Packet): boolean {
  if (isIcmpError(packet)) return true;
  const [back, there] = [innermost(packet), innermost(other)];
  if (back.src !== there.dst || back.dst !== there.src) return false;
  return arePortsTurned(back.payload, there.payload);
}

function arePortsTurned(back: Ipv4Payload, there: Ipv4Payload): boolean {
  if (back.kind === "icmp" && there.kind === "icmp") {
    return replyTypes.has(back.type);
  }
  const hasPorts = back.kind === "tcp" || back.kind === "udp";
  if (!hasPorts || back.kind !== there.kind) return back.kind === "raw" && there.kind === "raw";
  return back.srcPort === there.dstPort && back.dstPort === there.srcPort;
}

/** Whether a packet tells of another that could not go on, or should go another way. */
export function isIcmpError(packet: Ipv4Packet): boolean {
  const { payload } = innermost(packet);
  return payload.kind === "icmp" && quotesPacket(payload.type);
}
