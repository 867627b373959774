/**
 * Fragments of an IPv4 packet (RFC 791): taking one apart to fit an MTU, and putting one together.
 *
 * Every fragment has room for the options of the packet, but later ones show only those that are to be
 * copied; the others are overwritten by no-operations, as Linux does. Timers and limits of a reassembly
 * queue are the host's.
 */

import { joined, noBytes } from "./bytes.ts";
import { headerLengthOf, type Ipv4Packet, type RawPayload, rawPayload } from "./ipv4.ts";
import { decodePacket, encodePacket, encodePayload } from "./packet.ts";

/**
 * The fragments of a packet, in order, each at most `mtu` bytes; the packet itself if it fits. A fragment may
 * be taken apart again. An `mtu` below 8 bytes of payload counts as that: the caller refuses such.
 */
export function fragments(packet: Ipv4Packet, mtu: number): readonly Ipv4Packet[] {
  if (packet.length <= mtu) return [packet];
  const bytes = encodePayload(packet);
  const room = Math.max(8, (mtu - headerLengthOf(packet)) & ~7);
  const pieces: Ipv4Packet[] = [];
  for (let from = 0; from < bytes.length; from += room) {
    const last = from + room >= bytes.length;
    const piece = rawPayload(bytes.slice(from, from + room));
    pieces.push(fragmentOf(packet, piece, packet.fragmentOffset + from, packet.moreFragments || !last));
  }
  return pieces;
}

const fragmentOf = (
  packet: Ipv4Packet,
  payload: RawPayload,
  fragmentOffset: number,
  moreFragments: boolean,
): Ipv4Packet => ({
  kind: "ipv4",
  origin: packet.origin,
  tos: packet.tos,
  id: packet.id,
  dontFragment: packet.dontFragment,
  moreFragments,
  fragmentOffset,
  ttl: packet.ttl,
  protocol: packet.protocol,
  src: packet.src,
  dst: packet.dst,
  options: fragmentOffset === 0 ? packet.options : copiedOptions(packet.options),
  payload,
  length: headerLengthOf(packet) + payload.length,
  checksumOk: packet.checksumOk,
});

const endOfList = 0;
const noOperation = 1;
/** The bit of an option's type that asks for it in every fragment (RFC 791 section 3.1). */
const copied = 0x80;

function copiedOptions(options: Uint8Array | undefined): Uint8Array | undefined {
  if (options === undefined) return undefined;
  const kept = options.slice();
  let at = 0;
  while (at < kept.length) {
    const type = kept[at] ?? endOfList;
    if (type === endOfList) break;
    const length = type === noOperation ? 1 : (kept[at + 1] ?? 0);
    if (type !== noOperation && length < 2) break;
    if ((type & copied) === 0) kept.fill(noOperation, at, at + length);
    at += length;
  }
  return kept;
}

/**
 * The packet that fragments sorted by offset make, with the header of the first. `undefined` if a part is
 * missing, parts overlap, or what comes out is malformed.
 */
export function reassemble(pieces: readonly Ipv4Packet[]): Ipv4Packet | undefined {
  const first = pieces[0];
  if (first === undefined || pieces.at(-1)?.moreFragments !== false) return undefined;
  let bytes: Uint8Array = noBytes;
  for (const piece of pieces) {
    if (piece.fragmentOffset !== bytes.length) return undefined;
    bytes = joined(bytes, encodePayload(piece));
  }
  if (headerLengthOf(first) + bytes.length > 0xffff) return undefined;
  return decodePacket(encodePacket(fragmentOf(first, rawPayload(bytes), 0, false)), first.origin);
}
