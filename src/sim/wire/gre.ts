/**
 * Generic routing encapsulation (RFC 2784): a short header before a packet of any protocol, with a checksum
 * over header and packet where one is wanted.
 *
 * Leaves out keys, sequence numbers (RFC 2890) and version 1: packets that have them are not looked into.
 */

import { get8, get16, put16 } from "./bytes.ts";
import { checksum, wrongChecksum } from "./checksum.ts";
import type { Ipv4Packet, RawPayload } from "./ipv4.ts";

export interface GrePacket {
  readonly kind: "gre";
  /** What the payload is, as an EtherType. */
  readonly etherType: number;
  readonly hasChecksum: boolean;
  readonly payload: Ipv4Packet | RawPayload;
  /** Header and payload, in bytes. */
  readonly length: number;
  /** True where there is none. */
  readonly checksumOk: boolean;
}

/** The EtherType of IPv4 packets within GRE. */
export const greIpv4 = 0x0800;

const bareHeader = 4;
const checksumField = 4;
const flagChecksum = 0x8000;

/** Bytes of the header. */
export const greHeaderLength = (hasChecksum: boolean): number =>
  hasChecksum ? bareHeader + checksumField : bareHeader;

/** A packet within GRE. */
export const gre = (payload: Ipv4Packet, hasChecksum: boolean): GrePacket => ({
  kind: "gre",
  etherType: greIpv4,
  hasChecksum,
  payload,
  length: greHeaderLength(hasChecksum) + payload.length,
  checksumOk: true,
});

/** Writes the header at `at`, before a payload that stands there already: the checksum covers it. */
export function encodeGreHeader(packet: GrePacket, buffer: Uint8Array, at: number): void {
  const { hasChecksum, etherType, length, checksumOk } = packet;
  put16(buffer, at, hasChecksum ? flagChecksum : 0);
  put16(buffer, at + 2, etherType);
  if (!hasChecksum) return;
  put16(buffer, at + 4, 0);
  put16(buffer, at + 6, 0);
  const right = checksum(buffer, at, at + length);
  put16(buffer, at + 4, checksumOk ? right : wrongChecksum(right));
}

/** What a header says, and where the payload begins. */
export interface GreHeader {
  readonly etherType: number;
  readonly hasChecksum: boolean;
  readonly length: number;
}

/** Reads the header at `at`; `undefined` if it is not whole, or of a kind that nobody here knows. */
export function greHeaderAt(bytes: Uint8Array, at: number, end: number): GreHeader | undefined {
  if (end - at < bareHeader) return undefined;
  const flags = get16(bytes, at);
  const hasChecksum = (flags & flagChecksum) !== 0;
  const length = greHeaderLength(hasChecksum);
  if ((flags & ~flagChecksum) !== 0 || end - at < length) return undefined;
  return { etherType: get16(bytes, at + 2), hasChecksum, length };
}

/** The version that bytes at `at` claim to be. */
export const greVersionAt = (bytes: Uint8Array, at: number): number => get8(bytes, at + 1) & 7;

/** A packet from the header at `at` around a payload that was read already. */
export const decodeGre = (
  bytes: Uint8Array,
  { at, end, header }: { readonly at: number; readonly end: number; readonly header: GreHeader },
  payload: Ipv4Packet | RawPayload,
): GrePacket => ({
  kind: "gre",
  etherType: header.etherType,
  hasChecksum: header.hasChecksum,
  payload,
  length: header.length + payload.length,
  checksumOk: !header.hasChecksum || checksum(bytes, at, end) === 0,
});
