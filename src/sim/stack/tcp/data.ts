/**
 * Data arrives: in order, again, or beyond a hole.
 */

import type { TcpSegment } from "#sim/wire/tcp";
import { tcpFlags } from "#sim/wire/tcp";
import { enterQuickMode, noteArrival } from "./ack.ts";
import { spanOf } from "./reset.ts";
import { isAfter, isBefore, seqAdd, seqDiff } from "./sequence.ts";
import type { EarlySegment, Receiver, TcpSocket } from "./tcp-socket.ts";

/**
 * Takes the data and the FIN of a segment. Answers whether the program has something new to read or to
 * know.
 */
export function takeData(socket: TcpSocket, segment: TcpSegment): boolean {
  const { receiver } = socket;
  if (receiver.hasEnded) return refuse(receiver);
  const end = seqAdd(segment.seq, spanOf(segment));
  const fin = (segment.flags & tcpFlags.fin) !== 0;
  if (segment.seq === receiver.next) {
    append(socket, segment.payload, fin);
    if (receiver.early !== undefined) takeEarly(socket, receiver);
    return true;
  }
  // Everything in it is here already, or none of it fits.
  if (!isAfter(end, receiver.next) || !isBefore(segment.seq, receiver.edge)) return refuse(receiver);
  if (isBefore(segment.seq, receiver.next)) {
    append(socket, segment.payload.subarray(seqDiff(receiver.next, segment.seq)), fin);
    if (receiver.early !== undefined) takeEarly(socket, receiver);
    return true;
  }
  keepEarly(receiver, { seq: segment.seq, bytes: segment.payload, fin });
  enterQuickMode(receiver);
  receiver.ackPending = true;
  return false;
}

function refuse(receiver: Receiver): false {
  enterQuickMode(receiver);
  receiver.ackPending = true;
  return false;
}

function append(socket: TcpSocket, bytes: Uint8Array, fin: boolean): void {
  const { receiver } = socket;
  if (bytes.length > 0) {
    receiver.next = seqAdd(receiver.next, bytes.length);
    receiver.chunks.push(bytes);
    receiver.unread += bytes.length;
    noteArrival(socket);
  }
  if (!fin) return;
  receiver.next = seqAdd(receiver.next, 1);
  receiver.hasEnded = true;
  receiver.ackPending = true;
}

/** Keeps a segment beyond a hole, in order of sequence; a repetition replaces what is shorter. */
function keepEarly(receiver: Receiver, segment: EarlySegment): void {
  receiver.early ??= [];
  const { early } = receiver;
  let index = 0;
  while (index < early.length && isBefore((early[index] as EarlySegment).seq, segment.seq)) index++;
  const known = early[index];
  if (known?.seq !== segment.seq) early.splice(index, 0, segment);
  else if (known.bytes.length < segment.bytes.length || segment.fin) early[index] = segment;
}

/** A hole has closed: what waited behind it follows. */
function takeEarly(socket: TcpSocket, receiver: Receiver): void {
  const early = receiver.early ?? [];
  while (!receiver.hasEnded) {
    const first = early[0];
    if (first === undefined || isAfter(first.seq, receiver.next)) break;
    early.shift();
    const known = seqDiff(receiver.next, first.seq);
    if (known <= first.bytes.length) append(socket, first.bytes.subarray(known), first.fin);
  }
  if (early.length === 0 || receiver.hasEnded) receiver.early = undefined;
}
