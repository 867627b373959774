/**
 * Generic receive offload as far as it shows: neighbouring full segments of one TCP connection become one
 * large segment before IP sees them (Linux's rules of tcp_gro_receive).
 *
 * Leaves out UDP, and the order in which segments of different connections leave the batch.
 */

import type { Ipv4Packet } from "../wire/ipv4.ts";
import { type TcpSegment, tcpFlags } from "../wire/tcp.ts";

/** A packet and when it came, as an order number of the simulation. */
interface Stamped {
  readonly packet: Ipv4Packet;
  readonly stamp: number;
}

/** A packet of a batch, and what it may still be merged with. It keeps the stamp of its first part. */
interface Held extends Stamped {
  packet: Ipv4Packet;
  /** Whether anything was merged into it. */
  isMerged: boolean;
  /** Data of its first segment: the size that the others must have. 0: it takes no more. */
  segmentSize: number;
  /** How many packets it is made of. */
  count: number;
}

/**
 * The packets that IP gets instead of those of the batch, in their order, and which of them are merged
 * ones.
 */
export function mergeSegments(
  batch: readonly Stamped[],
): readonly (Stamped & { readonly isMerged: boolean })[] {
  const held: Held[] = [];
  for (const one of batch) {
    const earlier = held.findLast((candidate) => isSameConnection(candidate.packet, one.packet));
    if (earlier === undefined || !mergeInto(earlier, one.packet)) held.push(hold(one));
  }
  return held;
}

const endsMerging = tcpFlags.urg | tcpFlags.psh | tcpFlags.rst | tcpFlags.syn | tcpFlags.fin;

function hold({ packet, stamp }: Stamped): Held {
  const { payload, options } = packet;
  const mayGrow =
    payload.kind === "tcp" &&
    payload.checksumOk &&
    options === undefined &&
    (payload.flags & endsMerging) === 0;
  return { packet, stamp, isMerged: false, segmentSize: mayGrow ? payload.payload.length : 0, count: 1 };
}

function isSameConnection(a: Ipv4Packet, b: Ipv4Packet): boolean {
  if (a.payload.kind !== "tcp" || b.payload.kind !== "tcp") return false;
  const samePorts = a.payload.srcPort === b.payload.srcPort && a.payload.dstPort === b.payload.dstPort;
  return samePorts && a.src === b.src && a.dst === b.dst;
}

const largestPacket = 65_535;

/** Adds a packet to an earlier one if it continues it; otherwise that one takes no more. */
function mergeInto(held: Held, packet: Ipv4Packet): boolean {
  const before = held.packet.payload;
  const next = packet.payload;
  if (before.kind !== "tcp" || next.kind !== "tcp") return false;
  const size = next.payload.length;
  const fits = size > 0 && size <= held.segmentSize && held.packet.length + size <= largestPacket;
  if (!fits || !continuesHeader(held, packet) || !continuesSegment(before, next)) {
    held.segmentSize = 0;
    return false;
  }
  if (size < held.segmentSize || (next.flags & endsMerging) !== 0) held.segmentSize = 0;
  held.packet = joinPackets(held.packet, before, next);
  held.isMerged = true;
  held.count++;
  return true;
}

function continuesHeader({ packet: before, count }: Held, next: Ipv4Packet): boolean {
  if (before.ttl !== next.ttl || before.tos !== next.tos || next.options !== undefined) return false;
  if (before.dontFragment !== next.dontFragment || !next.checksumOk) return false;
  const isCounting = ((before.id + count) & 0xffff) === next.id;
  return isCounting || (next.dontFragment && next.id === before.id);
}

function continuesSegment(before: TcpSegment, next: TcpSegment): boolean {
  const changed = (before.flags ^ next.flags) & ~(tcpFlags.fin | tcpFlags.psh | tcpFlags.cwr);
  if (changed !== 0 || (next.flags & tcpFlags.cwr) !== 0 || !next.checksumOk) return false;
  if (before.ack !== next.ack || before.window !== next.window) return false;
  if (!hasSameOptions(before, next)) return false;
  return (before.seq + before.payload.length) >>> 0 === next.seq;
}

/** Data travels with timestamps at most. */
function hasSameOptions({ options: a }: TcpSegment, { options: b }: TcpSegment): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.sack.length > 0 || b.sack.length > 0 || a.other !== undefined || b.other !== undefined) return false;
  return a.timestamps?.value === b.timestamps?.value && a.timestamps?.echo === b.timestamps?.echo;
}

function joinPackets(packet: Ipv4Packet, before: TcpSegment, next: TcpSegment): Ipv4Packet {
  const payload = new Uint8Array(before.payload.length + next.payload.length);
  payload.set(before.payload);
  payload.set(next.payload, before.payload.length);
  const more = next.payload.length;
  const segment = { ...before, flags: before.flags | next.flags, payload, length: before.length + more };
  return { ...packet, payload: segment, length: packet.length + more };
}
