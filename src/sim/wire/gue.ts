/**
 * Generic UDP encapsulation (draft-ietf-intarea-gue), variant 0, as Linux speaks it: what a UDP datagram
 * carries before an IP packet. With remote checksum offload a private field says where the receiver is to
 * put the checksum that the sender left out of the packet within.
 *
 * A datagram does not say that it is one: who is set up to receive them on a port reads its bytes. Leaves
 * out control messages and variant 1.
 */

import { copyOf, get8, get16, get32, put16, put32 } from "./bytes.ts";
import { addressSum, checksumOfSum, foldSum, pseudoHeaderSum, sumBytes } from "./checksum.ts";
import { headerLengthAt, headerLengthOf, type Ipv4Packet, protocols } from "./ipv4.ts";

const bareHeader = 4;
const privateFlags = 4;
const checksumPlace = 4;
const flagPrivate = 0x0001;
const remoteChecksumFlag = 0x80000000;

/** Bytes of the header. */
export const gueHeaderLength = (hasRemoteChecksum: boolean): number =>
  hasRemoteChecksum ? bareHeader + privateFlags + checksumPlace : bareHeader;

/** Where the checksum of TCP and UDP stands within their header. */
const checksumOffsets: ReadonlyMap<number, number> = new Map<number, number>([
  [protocols.tcp, 16],
  [protocols.udp, 6],
]);

/**
 * The payload of a datagram that carries `content`. Where that is the packet `offloaded`, its checksum is
 * left to the receiver: only the pseudo header's part of it stands in its place.
 */
export function encodeGue(protocol: number, content: Uint8Array, offloaded?: Ipv4Packet): Uint8Array {
  const length = gueHeaderLength(offloaded !== undefined);
  const bytes = new Uint8Array(length + content.length);
  bytes[0] = (length - bareHeader) >>> 2;
  bytes[1] = protocol;
  bytes.set(content, length);
  if (offloaded !== undefined) offload(bytes, offloaded);
  return bytes;
}

function offload(bytes: Uint8Array, packet: Ipv4Packet): void {
  const { src, dst, protocol, payload } = packet;
  const start = headerLengthOf(packet);
  const offset = start + (checksumOffsets.get(protocol) ?? 0);
  put16(bytes, 2, flagPrivate);
  put32(bytes, bareHeader, remoteChecksumFlag);
  put16(bytes, bareHeader + privateFlags, start);
  put16(bytes, bareHeader + privateFlags + 2, offset);
  const pseudo = pseudoHeaderSum(addressSum(src, dst), protocol, payload.length);
  put16(bytes, gueHeaderLength(true) + offset, foldSum(pseudo));
}

/** What a header says, read as far as it is needed to unwrap. */
export interface GueHeader {
  readonly protocol: number;
  readonly isControl: boolean;
  readonly length: number;
  /** Where the checksum to complete begins and stands, from the packet within. */
  readonly remoteChecksum: { readonly start: number; readonly offset: number } | undefined;
}

/** Reads a header; `undefined` if it is not whole, not of variant 0, or has flags that nobody knows. */
export function gueHeader(bytes: Uint8Array): GueHeader | undefined {
  const first = get8(bytes, 0);
  const length = bareHeader + (first & 31) * 4;
  if (bytes.length < length || first >>> 6 !== 0) return undefined;
  const flags = get16(bytes, 2);
  if ((flags & ~flagPrivate) !== 0) return undefined;
  const head = { protocol: get8(bytes, 1), isControl: (first & 32) !== 0, length };
  if ((flags & flagPrivate) === 0) return { ...head, remoteChecksum: undefined };
  if (length < gueHeaderLength(false) + privateFlags) return undefined;
  if (get32(bytes, bareHeader) !== remoteChecksumFlag) {
    return get32(bytes, bareHeader) === 0 ? { ...head, remoteChecksum: undefined } : undefined;
  }
  if (length < gueHeaderLength(true)) return undefined;
  const at = bareHeader + privateFlags;
  return { ...head, remoteChecksum: { start: get16(bytes, at), offset: get16(bytes, at + 2) } };
}

/** The packet within, its checksum completed where the header asks for that. */
export function gueContent(bytes: Uint8Array, { length, remoteChecksum }: GueHeader): Uint8Array {
  const content = copyOf(bytes, length, bytes.length);
  if (remoteChecksum === undefined) return content;
  const { start, offset } = remoteChecksum;
  if (offset + 2 > content.length || headerLengthAt(content, 0, content.length) === undefined) return content;
  const end = Math.min(content.length, get16(content, 2));
  put16(content, offset, checksumOfSum(sumBytes(content, start, end)) || 0xffff);
  return content;
}
