/**
 * What a socket has to send and has sent: units, each a program's write or what was cut from one.
 *
 * A unit is cut into segments of one MSS when it is sent, and cut apart itself where only its beginning may
 * go: by the windows, or by a smaller MSS.
 */

import { isAfter, seqAdd, seqDiff } from "./sequence.ts";
import type { TcpSocket, Unit } from "./tcp-socket.ts";

/** The most that one unit holds: what the kernel puts into one buffer. */
const largestUnit = 64_240;

const makeUnit = (seq: number, bytes: Uint8Array, push: boolean, fin: boolean): Unit => ({
  seq,
  bytes,
  push,
  fin,
  mss: 0,
  sentAt: 0,
  isLost: false,
  isSacked: false,
  wasRetransmitted: false,
});

/** The sequence number behind a unit. */
export const endOf = (unit: Unit): number => seqAdd(unit.seq, unit.bytes.length + (unit.fin ? 1 : 0));

/** How many segments a unit was sent in. */
export function segmentsOf({ bytes, mss }: Unit): number {
  if (bytes.length <= mss) return 1;
  return Math.ceil(bytes.length / mss);
}

/** Segments that are under way as far as is known. */
export function inFlight(socket: TcpSocket): number {
  let count = 0;
  for (let index = 0; index < socket.sentUnits; index++) {
    const unit = socket.units[index] as Unit;
    if (!unit.isLost && !unit.isSacked) count += segmentsOf(unit);
  }
  return count;
}

/** Adds a program's write behind what waits. */
export function enqueue(socket: TcpSocket, bytes: Uint8Array): void {
  if (appendToWaiting(socket, bytes)) return;
  if (bytes.length <= largestUnit) {
    pushUnit(socket, bytes, true);
    return;
  }
  for (let at = 0; at < bytes.length; at += largestUnit) {
    pushUnit(socket, bytes.subarray(at, at + largestUnit), at + largestUnit >= bytes.length);
  }
}

function pushUnit(socket: TcpSocket, bytes: Uint8Array, push: boolean): void {
  socket.units.push(makeUnit(socket.writeSeq, bytes, push, false));
  socket.writeSeq = seqAdd(socket.writeSeq, bytes.length);
}

function appendToWaiting(socket: TcpSocket, bytes: Uint8Array): boolean {
  if (socket.units.length === socket.sentUnits) return false;
  const last = socket.units[socket.units.length - 1] as Unit;
  if (last.fin || last.bytes.length + bytes.length > largestUnit) return false;
  const joined = new Uint8Array(last.bytes.length + bytes.length);
  joined.set(last.bytes);
  joined.set(bytes, last.bytes.length);
  last.bytes = joined;
  last.push = true;
  socket.writeSeq = seqAdd(socket.writeSeq, bytes.length);
  return true;
}

/** Adds the FIN: to the unit that waits, or as one of its own. */
export function enqueueFin(socket: TcpSocket, empty: Uint8Array): void {
  if (socket.units.length > socket.sentUnits) {
    const last = socket.units[socket.units.length - 1] as Unit;
    last.fin = true;
  } else {
    socket.units.push(makeUnit(socket.writeSeq, empty, false, true));
  }
  socket.writeSeq = seqAdd(socket.writeSeq, 1);
}

/** Cuts the unit at `index` apart after `length` bytes of data. */
export function split(socket: TcpSocket, index: number, length: number): void {
  const unit = socket.units[index] as Unit;
  const rest = makeUnit(seqAdd(unit.seq, length), unit.bytes.subarray(length), unit.push, unit.fin);
  rest.mss = unit.mss;
  rest.sentAt = unit.sentAt;
  rest.isLost = unit.isLost;
  rest.isSacked = unit.isSacked;
  rest.wasRetransmitted = unit.wasRetransmitted;
  unit.bytes = unit.bytes.subarray(0, length);
  unit.push = false;
  unit.fin = false;
  socket.units.splice(index + 1, 0, rest);
  if (index < socket.sentUnits) socket.sentUnits++;
}

/** Puts units that were sent behind the one at `index` together with it, as long as `mss` holds them all. */
export function collapse(socket: TcpSocket, index: number, mss: number): void {
  const unit = socket.units[index] as Unit;
  let end = index + 1;
  let { length } = unit.bytes;
  while (end < socket.sentUnits) {
    const next = socket.units[end] as Unit;
    if (next.isSacked || segmentsOf(next) > 1 || length + next.bytes.length > mss) break;
    length += next.bytes.length;
    end++;
  }
  if (end === index + 1) return;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const { bytes, push, fin } of socket.units.slice(index, end)) {
    joined.set(bytes, at);
    at += bytes.length;
    unit.push ||= push;
    unit.fin ||= fin;
  }
  unit.bytes = joined;
  socket.sentUnits -= end - index - 1;
  socket.units.splice(index + 1, end - index - 1);
}

/** What an acknowledgement took off: segments, and when the last one never sent twice had left (-1: none). */
export interface Acknowledged {
  segments: number;
  sentAt: number;
}

/** Takes off what `ack` acknowledges. */
export function acknowledge(socket: TcpSocket, ack: number, result: Acknowledged): void {
  const { units } = socket;
  result.segments = 0;
  result.sentAt = -1;
  while (socket.sentUnits > 0) {
    const unit = units[0] as Unit;
    if (isAfter(endOf(unit), ack)) {
      result.segments += trim(unit, ack);
      return;
    }
    result.segments += segmentsOf(unit);
    result.sentAt = unit.wasRetransmitted ? -1 : unit.sentAt;
    units.shift();
    socket.sentUnits--;
  }
}

/** Takes the acknowledged beginning off a unit; answers how many segments that was. */
function trim(unit: Unit, ack: number): number {
  const length = seqDiff(ack, unit.seq);
  if (length <= 0) return 0;
  const before = segmentsOf(unit);
  unit.bytes = unit.bytes.subarray(length);
  unit.seq = ack;
  return before - segmentsOf(unit);
}
