/**
 * Whole IPv4 packets as bytes: the header around TCP, UDP, ICMP, another packet, GRE, or bytes nobody looks
 * into.
 *
 * Pieces of fragmented packets are not looked into. Nor are packets nested deeper than any network nests
 * them.
 */

import { copyOf, get8, get16, get32, putBytes } from "./bytes.ts";
import { addressSum } from "./checksum.ts";
import { decodeGre, encodeGreHeader, type GrePacket, greHeaderAt, greHeaderLength, greIpv4 } from "./gre.ts";
import { decodeIcmp, encodeIcmp, type IcmpMessage, quotesPacket, withReadQuote } from "./icmp.ts";
import {
  decodeIpv4,
  encodeIpv4Header,
  headerLengthAt,
  type Ipv4Packet,
  type Ipv4Payload,
  isFragmentAt,
  protocols,
  rawPayload,
} from "./ipv4.ts";
import { decodeQuote } from "./quote.ts";
import { decodeTcp, encodeTcp } from "./tcp.ts";
import { decodeUdp, encodeUdp } from "./udp.ts";

/** Packets within packets beyond this are kept as bytes: a hostile frame could hold thousands. */
const deepestNesting = 8;

/** A packet as bytes of its own. */
export function encodePacket(packet: Ipv4Packet): Uint8Array {
  const buffer = new Uint8Array(packet.length);
  encodePacketInto(packet, buffer, 0);
  return buffer;
}

/**
 * Writes a packet into a buffer that has room for `packet.length` bytes from `at` on; answers that length.
 */
export function encodePacketInto(packet: Ipv4Packet, buffer: Uint8Array, at: number): number {
  const headerLength = encodeIpv4Header(packet, buffer, at);
  encodePayloadInto(packet, buffer, at + headerLength);
  return packet.length;
}

/** The payload of a packet as bytes, with checksums that fit the packet's addresses. */
export function encodePayload(packet: Ipv4Packet): Uint8Array {
  const buffer = new Uint8Array(packet.payload.length);
  encodePayloadInto(packet, buffer, 0);
  return buffer;
}

function encodePayloadInto(packet: Ipv4Packet, buffer: Uint8Array, at: number): void {
  const payload = packet.payload;
  switch (payload.kind) {
    case "tcp":
      encodeTcp(payload, buffer, at, addressSum(packet.src, packet.dst));
      return;
    case "udp":
      encodeUdp(payload, buffer, at, addressSum(packet.src, packet.dst));
      return;
    case "icmp":
      encodeIcmp(payload, icmpData(payload), buffer, at);
      return;
    case "ipv4":
      encodePacketInto(payload, buffer, at);
      return;
    case "gre":
      encodeGre(payload, buffer, at);
      return;
    case "raw":
      putBytes(buffer, at, payload.bytes);
  }
}

function encodeGre(packet: GrePacket, buffer: Uint8Array, at: number): void {
  const { payload, hasChecksum } = packet;
  const start = at + greHeaderLength(hasChecksum);
  if (payload.kind === "ipv4") encodePacketInto(payload, buffer, start);
  else putBytes(buffer, start, payload.bytes);
  encodeGreHeader(packet, buffer, at);
}

/** What follows the header of an ICMP message. */
export function icmpData(message: IcmpMessage): Uint8Array {
  if (message.quote === undefined) return message.payload;
  return message.quotedBytes ?? encodePacket(message.quote).subarray(0, message.quotedLength);
}

/** Reads a packet as it travels without a link header; it and packets within it get the given `origin`. */
export const decodePacket = (bytes: Uint8Array, origin = 0): Ipv4Packet | undefined =>
  decodePacketAt({ bytes, origin }, 0, bytes.length);

/** Bytes to read packets from, and the `origin` to give them. */
export interface PacketSource {
  readonly bytes: Uint8Array;
  readonly origin: number;
}

/** Reads the packet that begins at `at` and ends at `end` or before; `undefined` if it is malformed. */
export function decodePacketAt(
  source: PacketSource,
  at: number,
  end: number,
  nesting = 0,
): Ipv4Packet | undefined {
  const { bytes, origin } = source;
  const headerLength = headerLengthAt(bytes, at, end);
  const totalLength = get16(bytes, at + 2);
  if (headerLength === undefined || totalLength < headerLength || totalLength > end - at) return undefined;
  const payload = isFragmentAt(bytes, at)
    ? rawPayload(copyOf(bytes, at + headerLength, at + totalLength))
    : decodePayload(source, at, at + totalLength, nesting);
  if (payload === undefined) return undefined;
  return decodeIpv4(bytes, at, payload, origin);
}

/** Reads what the packet at `at` carries. */
function decodePayload(
  source: PacketSource,
  at: number,
  end: number,
  nesting: number,
): Ipv4Payload | undefined {
  const { bytes } = source;
  const start = at + (get8(bytes, at) & 15) * 4;
  switch (get8(bytes, at + 9)) {
    case protocols.tcp:
      return decodeTcp(bytes, start, end, addressSum(get32(bytes, at + 12), get32(bytes, at + 16)));
    case protocols.udp:
      return decodeUdp(bytes, start, end, addressSum(get32(bytes, at + 12), get32(bytes, at + 16)));
    case protocols.icmp:
      return decodeIcmpWithQuote(bytes, start, end);
    case protocols.ipip:
      if (nesting < deepestNesting) return decodePacketAt(source, start, end, nesting + 1);
      break;
    case protocols.gre:
      if (nesting < deepestNesting) return decodeGreAt(source, start, end, nesting + 1);
  }
  return rawPayload(copyOf(bytes, start, end));
}

/** What bytes of IPIP or GRE hold, wherever they came from; `undefined` for other protocols or no packet. */
export function decodeCarried(protocol: number, source: PacketSource): Ipv4Payload | undefined {
  const { length } = source.bytes;
  if (protocol === protocols.ipip) return decodePacketAt(source, 0, length, 1);
  return protocol === protocols.gre ? decodeGreAt(source, 0, length, 1) : undefined;
}

/** A packet within GRE; bytes where header or packet are none that can be read. */
function decodeGreAt(source: PacketSource, at: number, end: number, nesting: number): Ipv4Payload {
  const { bytes } = source;
  const header = greHeaderAt(bytes, at, end);
  if (header === undefined) return rawPayload(copyOf(bytes, at, end));
  const start = at + header.length;
  const inner = header.etherType === greIpv4 ? decodePacketAt(source, start, end, nesting) : undefined;
  const fits = inner !== undefined && inner.length === end - start;
  return decodeGre(bytes, { at, end, header }, fits ? inner : rawPayload(copyOf(bytes, start, end)));
}

function decodeIcmpWithQuote(bytes: Uint8Array, at: number, end: number): IcmpMessage | undefined {
  const message = decodeIcmp(bytes, at, end);
  if (message === undefined || !quotesPacket(message.type)) return message;
  const quote = decodeQuote(message.payload);
  return quote === undefined ? message : withReadQuote(message, quote);
}
