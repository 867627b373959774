/**
 * UDP datagrams (RFC 768). A datagram sent without a checksum counts as right, and stays without one.
 */

import { copyOf, get16, put16, putBytes } from "./bytes.ts";
import { checksumOfSum, foldSum, pseudoHeaderSum, sumBytes, wrongChecksum } from "./checksum.ts";

export interface UdpDatagram {
  readonly kind: "udp";
  readonly srcPort: number;
  readonly dstPort: number;
  readonly payload: Uint8Array;
  /** Header and payload, in bytes. */
  readonly length: number;
  /** False: it travels with a checksum of 0, which nobody checks. */
  readonly hasChecksum: boolean;
  readonly checksumOk: boolean;
}

export interface UdpFields {
  readonly srcPort: number;
  readonly dstPort: number;
  readonly payload: Uint8Array;
  /** Left out: yes. */
  readonly hasChecksum?: boolean;
}

/** Bytes of the header. */
export const udpHeaderLength = 8;
const protocol = 17;

/** A datagram with its length. */
export const udpDatagram = (fields: UdpFields): UdpDatagram => ({
  kind: "udp",
  srcPort: fields.srcPort,
  dstPort: fields.dstPort,
  payload: fields.payload,
  length: udpHeaderLength + fields.payload.length,
  hasChecksum: fields.hasChecksum ?? true,
  checksumOk: true,
});

/** Writes a datagram at `at`; `addresses` is the `addressSum` of its packet. */
export function encodeUdp(datagram: UdpDatagram, buffer: Uint8Array, at: number, addresses: number): void {
  put16(buffer, at, datagram.srcPort);
  put16(buffer, at + 2, datagram.dstPort);
  put16(buffer, at + 4, datagram.length);
  put16(buffer, at + 6, 0);
  putBytes(buffer, at + udpHeaderLength, datagram.payload);
  if (!datagram.hasChecksum) return;
  const sum = sumBytes(buffer, at, at + udpHeaderLength + datagram.payload.length);
  const right = checksumOfSum(sum + pseudoHeaderSum(addresses, protocol, datagram.length)) || 0xffff;
  put16(buffer, at + 6, datagram.checksumOk ? right : wrongChecksum(right));
}

/** Reads the datagram from `at` to `end`; what lies beyond its own length is ignored. */
export function decodeUdp(
  bytes: Uint8Array,
  at: number,
  end: number,
  addresses: number,
): UdpDatagram | undefined {
  if (end - at < udpHeaderLength) return undefined;
  const length = get16(bytes, at + 4);
  if (length < udpHeaderLength || length > end - at) return undefined;
  return {
    kind: "udp",
    srcPort: get16(bytes, at),
    dstPort: get16(bytes, at + 2),
    payload: copyOf(bytes, at + udpHeaderLength, at + length),
    length,
    hasChecksum: get16(bytes, at + 6) !== 0,
    checksumOk: udpChecksumOk(bytes, at, at + length, addresses),
  };
}

/** Whether the checksum of a whole datagram is right or absent. */
export const udpChecksumOk = (bytes: Uint8Array, at: number, end: number, addresses: number): boolean =>
  get16(bytes, at + 6) === 0 ||
  foldSum(sumBytes(bytes, at, end) + pseudoHeaderSum(addresses, protocol, end - at)) === 0xffff;
