/**
 * The packet that an ICMP error quotes, read as far as its bytes go. Often only the first 8 bytes after the
 * header are there (RFC 792): then ports and a sequence number are known, and what is missing is 0 or empty.
 * Lengths are those that the quoted headers claim.
 *
 * An error within a quote keeps its own quote as bytes.
 */

import { copyOf, get8, get16, get32, noBytes } from "./bytes.ts";
import { addressSum } from "./checksum.ts";
import { decodeGre, greHeaderAt, greIpv4 } from "./gre.ts";
import { decodeIcmp } from "./icmp.ts";
import {
  decodeIpv4,
  headerLengthAt,
  type Ipv4Packet,
  type Ipv4Payload,
  isFragmentAt,
  protocols,
} from "./ipv4.ts";
import { type TcpSegment, tcpChecksumOk } from "./tcp.ts";
import { decodeTcpOptions } from "./tcp-options.ts";
import { type UdpDatagram, udpChecksumOk } from "./udp.ts";

const deepestNesting = 8;

/** What follows a quoted IP header: as many bytes as were quoted, and as many as there were. */
interface Quoted {
  readonly bytes: Uint8Array;
  readonly length: number;
  /** The `addressSum` of its packet. */
  readonly addresses: number;
}

/** Reads a quote; `undefined` unless at least the IP header is whole. */
export function decodeQuote(bytes: Uint8Array, nesting = 0): Ipv4Packet | undefined {
  const headerLength = headerLengthAt(bytes, 0, bytes.length);
  if (headerLength === undefined) return undefined;
  const length = Math.max(0, get16(bytes, 2) - headerLength);
  const addresses = addressSum(get32(bytes, 12), get32(bytes, 16));
  const quoted = { bytes: copyOf(bytes, headerLength, headerLength + length), length, addresses };
  const payload = isFragmentAt(bytes, 0) ? quotedRaw(quoted) : quotedPayload(get8(bytes, 9), quoted, nesting);
  return decodeIpv4(bytes, 0, payload, 0);
}

function quotedPayload(protocol: number, quoted: Quoted, nesting: number): Ipv4Payload {
  switch (protocol) {
    case protocols.tcp:
      return quotedTcp(quoted);
    case protocols.udp:
      return quotedUdp(quoted);
    case protocols.icmp:
      return quotedIcmp(quoted);
    case protocols.ipip:
      if (nesting < deepestNesting) return decodeQuote(quoted.bytes, nesting + 1) ?? quotedRaw(quoted);
      return quotedRaw(quoted);
    case protocols.gre:
      return quotedGre(quoted, nesting);
  }
  return quotedRaw(quoted);
}

const quotedRaw = ({ bytes, length }: Quoted): Ipv4Payload => ({ kind: "raw", bytes, length });

/** Whether all of it was quoted, so that its checksum can be checked. */
const isWhole = ({ bytes, length }: Quoted): boolean => bytes.length === length;

function quotedTcp(quoted: Quoted): TcpSegment {
  const { bytes, length, addresses } = quoted;
  const dataOffset = (get8(bytes, 12) >>> 4) * 4;
  const headerWhole = dataOffset >= 20 && dataOffset <= bytes.length;
  return {
    kind: "tcp",
    srcPort: get16(bytes, 0),
    dstPort: get16(bytes, 2),
    seq: get32(bytes, 4),
    ack: get32(bytes, 8),
    flags: get16(bytes, 12) & 0xfff,
    window: get16(bytes, 14),
    options: headerWhole && dataOffset > 20 ? decodeTcpOptions(bytes, 20, dataOffset) : undefined,
    payload: headerWhole ? copyOf(bytes, dataOffset, bytes.length) : noBytes,
    length,
    checksumOk: !isWhole(quoted) || tcpChecksumOk(bytes, 0, length, addresses),
  };
}

function quotedUdp(quoted: Quoted): UdpDatagram {
  const { bytes, length, addresses } = quoted;
  return {
    kind: "udp",
    srcPort: get16(bytes, 0),
    dstPort: get16(bytes, 2),
    payload: copyOf(bytes, 8, bytes.length),
    length,
    hasChecksum: bytes.length < 8 || get16(bytes, 6) !== 0,
    checksumOk: !isWhole(quoted) || udpChecksumOk(bytes, 0, length, addresses),
  };
}

/** A packet within GRE, or what there is of it. */
function quotedGre(quoted: Quoted, nesting: number): Ipv4Payload {
  const { bytes, length } = quoted;
  const header = greHeaderAt(bytes, 0, bytes.length);
  if (header === undefined) return quotedRaw(quoted);
  const content = copyOf(bytes, header.length, bytes.length);
  const isPacket = header.etherType === greIpv4 && nesting < deepestNesting;
  const inner = isPacket ? decodeQuote(content, nesting + 1) : undefined;
  const payload = inner ?? { kind: "raw", bytes: content, length: length - header.length };
  const read = decodeGre(bytes, { at: 0, end: bytes.length, header }, payload);
  return isWhole(quoted) ? read : { ...read, checksumOk: true };
}

function quotedIcmp(quoted: Quoted): Ipv4Payload {
  const { bytes, length } = quoted;
  const message = decodeIcmp(bytes, 0, bytes.length);
  if (message === undefined) return quotedRaw(quoted);
  if (isWhole(quoted)) return message;
  return {
    kind: "icmp",
    type: message.type,
    code: message.code,
    rest: message.rest,
    payload: message.payload,
    quote: undefined,
    quotedLength: 0,
    length,
    checksumOk: true,
    quotedBytes: undefined,
  };
}
