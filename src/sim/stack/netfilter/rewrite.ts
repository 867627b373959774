/**
 * Packets with other ends: what address and port translation make of a packet, and of the packet that an ICMP
 * error quotes. Checksums follow by themselves: packets are values.
 */

import type { Ipv4Address } from "#sim/wire/address";
import { type IcmpMessage, withQuote } from "#sim/wire/icmp";
import { type Ipv4Packet, type Ipv4Payload, withEnds } from "#sim/wire/ipv4";
import type { TcpSegment } from "#sim/wire/tcp";
import type { UdpDatagram } from "#sim/wire/udp";
import type { FlowTuple } from "./conntrack.ts";

/** Which end a translation changes. */
export type NatEnd = "source" | "destination";

/** The same packet with one end as `target` has it. */
export function withEnd(packet: Ipv4Packet, end: NatEnd, target: FlowTuple): Ipv4Packet {
  const { src, dst, payload } = packet;
  const rewritten = payloadWithEnd(payload, end, target);
  return end === "source"
    ? withEnds(packet, target.src, dst, rewritten)
    : withEnds(packet, src, target.dst, rewritten);
}

function payloadWithEnd(payload: Ipv4Payload, end: NatEnd, { srcPort, dstPort }: FlowTuple): Ipv4Payload {
  switch (payload.kind) {
    case "tcp":
      return end === "source"
        ? withTcpPorts(payload, srcPort, payload.dstPort)
        : withTcpPorts(payload, payload.srcPort, dstPort);
    case "udp":
      return end === "source"
        ? withUdpPorts(payload, srcPort, payload.dstPort)
        : withUdpPorts(payload, payload.srcPort, dstPort);
    case "icmp":
      return payload.quote === undefined ? withIdentifier(payload, srcPort) : payload;
    case "ipv4":
    case "gre":
    case "raw":
      return payload;
  }
}

const withTcpPorts = (segment: TcpSegment, srcPort: number, dstPort: number): TcpSegment => ({
  kind: "tcp",
  srcPort,
  dstPort,
  seq: segment.seq,
  ack: segment.ack,
  flags: segment.flags,
  window: segment.window,
  options: segment.options,
  payload: segment.payload,
  length: segment.length,
  checksumOk: segment.checksumOk,
});

const withUdpPorts = (datagram: UdpDatagram, srcPort: number, dstPort: number): UdpDatagram => ({
  kind: "udp",
  srcPort,
  dstPort,
  payload: datagram.payload,
  length: datagram.length,
  hasChecksum: datagram.hasChecksum,
  checksumOk: datagram.checksumOk,
});

function withIdentifier(message: IcmpMessage, identifier: number): IcmpMessage {
  if (message.rest >>> 16 === identifier) return message;
  return { ...message, rest: identifier * 65536 + (message.rest & 0xffff) };
}

/** The same packet with only an address changed: an error's own header, whose ports are in the quote. */
export const withAddress = (packet: Ipv4Packet, end: NatEnd, address: Ipv4Address): Ipv4Packet =>
  end === "source"
    ? withEnds(packet, address, packet.dst, packet.payload)
    : withEnds(packet, packet.src, address, packet.payload);

/** The same error about a packet with one end as `target` has it. */
export function withQuotedEnd(packet: Ipv4Packet, end: NatEnd, target: FlowTuple): Ipv4Packet {
  const { payload } = packet;
  if (payload.kind !== "icmp" || payload.quote === undefined) return packet;
  const quote = withEnd(payload.quote, end, target);
  return withEnds(packet, packet.src, packet.dst, withQuote(payload, quote));
}
