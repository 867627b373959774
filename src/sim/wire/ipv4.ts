/**
 * IPv4 packets (RFC 791): a value; rewriting makes a new one. `origin` stays the same through rewriting,
 * forwarding, wrapping and flooding, so a view can follow one packet from end to end.
 *
 * Here is the header; packet.ts has whole packets as bytes, fragment.ts takes them apart and together. The
 * reserved flag is left out: it is ignored and sent as 0.
 */

import type { Ipv4Address } from "./address.ts";
import { copyOf, get8, get16, get32, put16, put32, putBytes } from "./bytes.ts";
import { checksum, wrongChecksum } from "./checksum.ts";
import type { GrePacket } from "./gre.ts";
import type { IcmpMessage } from "./icmp.ts";
import type { TcpSegment } from "./tcp.ts";
import type { UdpDatagram } from "./udp.ts";

/** A payload that nobody here looks into: an unknown protocol, or a piece of a fragmented packet. */
export interface RawPayload {
  readonly kind: "raw";
  readonly bytes: Uint8Array;
  readonly length: number;
}

/** What an IPv4 packet carries. A packet within a packet is IPIP (RFC 2003). */
export type Ipv4Payload = TcpSegment | UdpDatagram | IcmpMessage | Ipv4Packet | GrePacket | RawPayload;

export interface Ipv4Packet {
  readonly kind: "ipv4";
  /** Follows one packet through a network; not on the wire. */
  readonly origin: number;
  readonly tos: number;
  readonly id: number;
  readonly dontFragment: boolean;
  readonly moreFragments: boolean;
  /** In bytes, a multiple of 8. */
  readonly fragmentOffset: number;
  readonly ttl: number;
  readonly protocol: number;
  readonly src: Ipv4Address;
  readonly dst: Ipv4Address;
  /** Padded to a multiple of 4 bytes; `undefined` without options. */
  readonly options: Uint8Array | undefined;
  readonly payload: Ipv4Payload;
  /** Header, options and payload, in bytes. */
  readonly length: number;
  readonly checksumOk: boolean;
}

export const protocols = {
  icmp: 1,
  igmp: 2,
  ipip: 4,
  tcp: 6,
  udp: 17,
  gre: 47,
  esp: 50,
  ah: 51,
  vrrp: 112,
  sctp: 132,
} as const;

/** What it takes to make a packet; what is left out has the value a Linux host would send. */
export interface Ipv4Fields {
  readonly origin: number;
  readonly src: Ipv4Address;
  readonly dst: Ipv4Address;
  readonly protocol: number;
  readonly payload: Ipv4Payload;
  readonly id?: number;
  readonly ttl?: number;
  readonly tos?: number;
  readonly dontFragment?: boolean;
}

/** A whole packet without options. */
export const ipv4 = (fields: Ipv4Fields): Ipv4Packet => ({
  kind: "ipv4",
  origin: fields.origin,
  tos: fields.tos ?? 0,
  id: fields.id ?? 0,
  dontFragment: fields.dontFragment ?? true,
  moreFragments: false,
  fragmentOffset: 0,
  ttl: fields.ttl ?? 64,
  protocol: fields.protocol,
  src: fields.src,
  dst: fields.dst,
  options: undefined,
  payload: fields.payload,
  length: 20 + fields.payload.length,
  checksumOk: true,
});

/** The same packet with another time to live. */
export const withTtl = (packet: Ipv4Packet, ttl: number): Ipv4Packet => ({
  kind: "ipv4",
  origin: packet.origin,
  tos: packet.tos,
  id: packet.id,
  dontFragment: packet.dontFragment,
  moreFragments: packet.moreFragments,
  fragmentOffset: packet.fragmentOffset,
  ttl,
  protocol: packet.protocol,
  src: packet.src,
  dst: packet.dst,
  options: packet.options,
  payload: packet.payload,
  length: packet.length,
  checksumOk: packet.checksumOk,
});

/** The same packet with another type of service. */
export const withTos = (packet: Ipv4Packet, tos: number): Ipv4Packet => ({ ...packet, tos });

/** The same packet, which may now be fragmented on its way. */
export const withoutDf = (packet: Ipv4Packet): Ipv4Packet => ({ ...packet, dontFragment: false });

/** The same packet from and to other addresses, with its transport payload rewritten to go with them. */
export const withEnds = (
  packet: Ipv4Packet,
  src: Ipv4Address,
  dst: Ipv4Address,
  payload: Ipv4Payload,
): Ipv4Packet => ({
  kind: "ipv4",
  origin: packet.origin,
  tos: packet.tos,
  id: packet.id,
  dontFragment: packet.dontFragment,
  moreFragments: packet.moreFragments,
  fragmentOffset: packet.fragmentOffset,
  ttl: packet.ttl,
  protocol: packet.protocol,
  src,
  dst,
  options: packet.options,
  payload,
  length: packet.length,
  checksumOk: packet.checksumOk,
});

/** A whole packet with options, which are padded to a multiple of 4 bytes already. */
export function withOptions(packet: Ipv4Packet, options: Uint8Array): Ipv4Packet {
  return { ...packet, options, length: packet.length + options.length };
}

/** Bytes that nobody here looks into, as a payload. */
export const rawPayload = (bytes: Uint8Array): RawPayload => ({ kind: "raw", bytes, length: bytes.length });

export const isFragment = (packet: Ipv4Packet): boolean => packet.moreFragments || packet.fragmentOffset > 0;

/** Bytes of the header without options. */
export const ipv4HeaderLength = 20;

/** What every link and host takes at least, in bytes (RFC 791 section 3.2). */
export const smallestMtu = 68;
const flagDf = 0x4000;
const flagMf = 0x2000;
const offsetMask = 0x1fff;

/** Bytes of the header with its options. */
export const headerLengthOf = (packet: Ipv4Packet): number =>
  packet.options === undefined ? ipv4HeaderLength : ipv4HeaderLength + packet.options.length;

/** Writes the header of a packet at `at`; answers its length. */
export function encodeIpv4Header(packet: Ipv4Packet, buffer: Uint8Array, at: number): number {
  const length = headerLengthOf(packet);
  const flags = (packet.dontFragment ? flagDf : 0) | (packet.moreFragments ? flagMf : 0);
  buffer[at] = 0x40 | (length >>> 2);
  buffer[at + 1] = packet.tos;
  put16(buffer, at + 2, packet.length);
  put16(buffer, at + 4, packet.id);
  put16(buffer, at + 6, flags | (packet.fragmentOffset >>> 3));
  buffer[at + 8] = packet.ttl;
  buffer[at + 9] = packet.protocol;
  put16(buffer, at + 10, 0);
  put32(buffer, at + 12, packet.src);
  put32(buffer, at + 16, packet.dst);
  if (packet.options !== undefined) putBytes(buffer, at + ipv4HeaderLength, packet.options);
  const right = checksum(buffer, at, at + length);
  put16(buffer, at + 10, packet.checksumOk ? right : wrongChecksum(right));
  return length;
}

/**
 * The header's length as the header at `at` says; `undefined` unless there is a whole IPv4 header before
 * `end`.
 */
export function headerLengthAt(bytes: Uint8Array, at: number, end: number): number | undefined {
  const first = get8(bytes, at);
  const length = (first & 15) * 4;
  return end - at >= length && first >>> 4 === 4 && length >= ipv4HeaderLength ? length : undefined;
}

/** Whether the header at `at` says that it is a fragment. */
export const isFragmentAt = (bytes: Uint8Array, at: number): boolean =>
  (get16(bytes, at + 6) & (flagMf | offsetMask)) !== 0;

/** A packet from the header at `at`, which is known to be whole, around a payload that was read already. */
export function decodeIpv4(bytes: Uint8Array, at: number, payload: Ipv4Payload, origin: number): Ipv4Packet {
  const headerLength = (get8(bytes, at) & 15) * 4;
  const fragment = get16(bytes, at + 6);
  return {
    kind: "ipv4",
    origin,
    tos: get8(bytes, at + 1),
    id: get16(bytes, at + 4),
    dontFragment: (fragment & flagDf) !== 0,
    moreFragments: (fragment & flagMf) !== 0,
    fragmentOffset: (fragment & offsetMask) * 8,
    ttl: get8(bytes, at + 8),
    protocol: get8(bytes, at + 9),
    src: get32(bytes, at + 12) as Ipv4Address,
    dst: get32(bytes, at + 16) as Ipv4Address,
    options:
      headerLength === ipv4HeaderLength ? undefined : copyOf(bytes, at + ipv4HeaderLength, at + headerLength),
    payload,
    length: headerLength + payload.length,
    checksumOk: checksum(bytes, at, at + headerLength) === 0,
  };
}
