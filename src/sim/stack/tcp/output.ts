/**
 * Data leaves: as much of what waits as the peer's window, the congestion window and Nagle's rule (RFC 9293
 * section 3.7.4, in Minshall's form as in Linux) let go.
 */

import { tcpFlags } from "#sim/wire/tcp";
import { noBytes, transmit } from "./segment.ts";
import { isAfter, seqAdd, seqDiff } from "./sequence.ts";
import { never, type TcpSocket, type Unit } from "./tcp-socket.ts";
import { namesOf } from "./tcp-table.ts";
import { startRetransmission } from "./timing.ts";
import { endOf, inFlight, split } from "./units.ts";
import { sendingMss } from "./window.ts";

/** Sends what may be sent now. */
export function sendWaiting(socket: TcpSocket): void {
  if (socket.sentUnits === socket.units.length) return;
  const mss = sendingMss(socket);
  while (socket.sentUnits < socket.units.length && sendNext(socket, mss));
  if (socket.sentUnits === 0 && socket.rtxDue === never) startRetransmission(socket);
}

function sendNext(socket: TcpSocket, mss: number): boolean {
  const index = socket.sentUnits;
  const unit = socket.units[index] as Unit;
  const length = sendableLength(socket, unit, mss);
  if (length < 0) return false;
  if (length < unit.bytes.length) split(socket, index, length);
  const isFirst = socket.sentUnits === 0;
  socket.sentUnits++;
  socket.sndNxt = endOf(unit);
  if (length % mss !== 0) socket.smallEnd = socket.sndNxt;
  sendUnit(socket, unit, mss);
  if (isFirst) startRetransmission(socket);
  return true;
}

/** How many bytes of a waiting unit may go; -1: not even its FIN. */
function sendableLength(socket: TcpSocket, unit: Unit, mss: number): number {
  const { length } = unit.bytes;
  const window = seqDiff(seqAdd(socket.sndUna, socket.sndWindow), unit.seq);
  const first = Math.min(length, mss) + (unit.fin && length <= mss ? 1 : 0);
  if (first > window) return -1;
  // The last FIN does not ask the congestion window.
  if (unit.fin && length <= mss) return length;
  const quota = socket.cwnd - inFlight(socket);
  if (quota <= 0) return -1;
  const most = Math.min(length, quota * mss, window);
  if (most < length) return most - (most % mss);
  return withoutSmallTail(socket, unit, mss);
}

/** Nagle: a segment smaller than the MSS waits while an earlier small one is on its way. */
function withoutSmallTail(socket: TcpSocket, unit: Unit, mss: number): number {
  const { length } = unit.bytes;
  const tail = length % mss;
  if (tail === 0 || unit.fin || !isAfter(socket.smallEnd, socket.sndUna)) return length;
  const isLast = socket.sentUnits === socket.units.length - 1;
  if (length < mss && !isLast) return length;
  return length === tail ? -1 : length - tail;
}

/** Sends a unit, or sends it again, in segments of `mss`; PSH and FIN go on the last one. */
export function sendUnit(socket: TcpSocket, unit: Unit, mss: number): void {
  const { bytes } = unit;
  unit.mss = mss;
  unit.sentAt = socket.stack.simulation.now;
  unit.isLost = false;
  if (bytes.length > 0) noteData(socket);
  for (let at = 0; at === 0 || at < bytes.length; at += mss) {
    const isLast = at + mss >= bytes.length;
    const flags = isLast ? lastFlags(unit) : tcpFlags.ack;
    const piece = at === 0 && isLast ? bytes : bytes.subarray(at, at + mss);
    transmit(socket, flags, seqAdd(unit.seq, at), piece);
  }
}

const lastFlags = ({ push, fin }: Unit): number =>
  tcpFlags.ack | (push ? tcpFlags.psh : 0) | (fin ? tcpFlags.fin : 0);

/** Data sent soon after data received: this side answers, and its answers carry the acknowledgements. */
function noteData({ receiver, stack }: TcpSocket): void {
  if (stack.simulation.now - receiver.lastData < receiver.ato) receiver.pingpong = true;
}

/** A pure acknowledgement. */
export const sendAck = (socket: TcpSocket): void => transmit(socket, tcpFlags.ack, socket.sndNxt, noBytes);

const challengeInterval = 0.5e9;

/** Whether half a second has passed since something invalid was last answered; asking counts as answering. */
export function mayAnswerAgain(socket: TcpSocket): boolean {
  const { now } = socket.stack.simulation;
  if (now - socket.lastChallenge < challengeInterval) return false;
  socket.lastChallenge = now;
  return true;
}

/** A pure acknowledgement that answers something invalid: at most two a second (RFC 5961). */
export function challenge(socket: TcpSocket, because: string): void {
  const { simulation, snmp, name: node } = socket.stack;
  if (!mayAnswerAgain(socket)) return;
  snmp.TcpExtTCPChallengeACK++;
  if (simulation.traced) {
    const { local, remote } = namesOf(socket);
    simulation.emit({ kind: "tcp-challenged", node, local, remote, because });
  }
  sendAck(socket);
}
