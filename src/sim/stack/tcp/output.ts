/**
 * Data leaves: as much of what waits as the peer's window, the congestion window and Nagle's rule (RFC 9293
 * section 3.7.4, in Minshall's form as in Linux) let go.
 */

import { tcpFlags } from "#sim/wire/tcp";
import type { TcpChallenge } from "../stack-events.ts";
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
  return sendFirstTime(socket, unit, mss);
}

/** Sends a waiting unit; one that cannot leave this node goes on waiting. */
function sendFirstTime(socket: TcpSocket, unit: Unit, mss: number): boolean {
  const isFirst = socket.sentUnits === 0;
  const { sndNxt, smallEnd } = socket;
  socket.sentUnits++;
  socket.sndNxt = endOf(unit);
  if (unit.bytes.length % mss !== 0) socket.smallEnd = socket.sndNxt;
  if (!sendUnit(socket, unit, mss)) {
    socket.sentUnits--;
    socket.sndNxt = sndNxt;
    socket.smallEnd = smallEnd;
    return false;
  }
  if (isFirst) startRetransmission(socket);
  return true;
}

/**
 * The timer asks what the peer's window is, or why nothing could leave: as much of what waits as the window
 * takes goes, with PSH. Answers whether it left; `undefined` where the window is shut.
 */
export function probeWithData(socket: TcpSocket): boolean | undefined {
  const unit = socket.units[socket.sentUnits];
  if (unit === undefined) return undefined;
  const mss = sendingMss(socket);
  const window = seqDiff(seqAdd(socket.sndUna, socket.sndWindow), unit.seq);
  if (window <= 0) return undefined;
  const length = Math.min(unit.bytes.length, mss, window);
  if (length < unit.bytes.length) split(socket, socket.sentUnits, length);
  unit.push = true;
  return sendFirstTime(socket, unit, mss);
}

/** How many bytes of a waiting unit may go; -1: not even its FIN. */
function sendableLength(socket: TcpSocket, unit: Unit, mss: number): number {
  const { length } = unit.bytes;
  const window = seqDiff(seqAdd(socket.sndUna, socket.sndWindow), unit.seq);
  const first = Math.min(length, mss) + (unit.fin && length <= mss ? 1 : 0);
  if (first > window) return -1;
  // The last FIN does not ask the congestion window.
  if (unit.fin && length <= mss) return length;
  const free = socket.cwnd - inFlight(socket);
  if (free <= 0) return -1;
  if (length > mss && isWorthWaiting(socket, Math.min(window, free * mss), mss)) return -1;
  // At most half of the congestion window goes as one, so that at least two are under way.
  const quota = Math.min(Math.max(socket.cwnd >> 1, 1), free);
  const most = Math.min(length, quota * mss, window);
  if (most < length) return most - (most % mss);
  return withoutSmallTail(socket, unit, mss);
}

const recently = 1e6;
const leastShareOfWindow = 1 / 3;

/**
 * Where only little of a long unit could go (`sendable` bytes), it waits for the next acknowledgement to make
 * room for more, if that is soon: tcp_tso_win_divisor of ip-sysctl.rst.
 */
function isWorthWaiting(socket: TcpSocket, sendable: number, mss: number): boolean {
  const { units, sentUnits, cwnd, sndWindow, srtt, stack } = socket;
  const oldest = units[0] as Unit;
  const unit = units[sentUnits] as Unit;
  if (sentUnits === 0 || unit.fin) return false;
  const last = units[sentUnits - 1] as Unit;
  const { now } = stack.simulation;
  if (now - last.sentAt > recently) return false;
  if (sentUnits < units.length - 1 && sendable >= unit.bytes.length) return false;
  if (sendable >= Math.min(sndWindow, cwnd * mss) * leastShareOfWindow) return false;
  return now - oldest.sentAt >= (srtt * 1000) / 2;
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

/**
 * Sends a unit, or sends it again, in segments of `mss`; PSH and FIN go on the last one. Where there are
 * several, PSH does in any case: it tells the receiver that nothing follows to be put together with them.
 * Answers whether it could leave.
 */
export function sendUnit(socket: TcpSocket, unit: Unit, mss: number): boolean {
  const { bytes } = unit;
  unit.mss = mss;
  unit.sentAt = socket.stack.simulation.now;
  unit.isLost = false;
  if (bytes.length > 0) noteData(socket);
  for (let at = 0; at === 0 || at < bytes.length; at += mss) {
    const isLast = at + mss >= bytes.length;
    const flags = isLast ? lastFlags(unit) | (at > 0 ? tcpFlags.psh : 0) : tcpFlags.ack;
    const piece = pieceOf(socket, bytes, at, mss);
    if (!transmit(socket, flags, seqAdd(unit.seq, at), piece)) return false;
  }
  return true;
}

/**
 * The bytes of one segment. Where somebody looks they are a copy: what is kept or sent elsewhere of one
 * segment must not hold the whole write.
 */
function pieceOf({ stack }: TcpSocket, bytes: Uint8Array, at: number, mss: number): Uint8Array {
  if (stack.simulation.traced && bytes.buffer.byteLength > mss) return bytes.slice(at, at + mss);
  return at === 0 && mss >= bytes.length ? bytes : bytes.subarray(at, at + mss);
}

const lastFlags = ({ push, fin }: Unit): number =>
  tcpFlags.ack | (push ? tcpFlags.psh : 0) | (fin ? tcpFlags.fin : 0);

/** Data sent soon after data received: this side answers, and its answers carry the acknowledgements. */
function noteData({ receiver, stack }: TcpSocket): void {
  if (stack.simulation.now - receiver.lastData < receiver.ato) receiver.pingpong = true;
}

/** A pure acknowledgement. */
export function sendAck(socket: TcpSocket): void {
  transmit(socket, tcpFlags.ack, socket.sndNxt, noBytes);
}

const challengeInterval = 0.5e9;

/** Whether half a second has passed since something invalid was last answered; asking counts as answering. */
export function mayAnswerAgain(socket: TcpSocket): boolean {
  const { now } = socket.stack.simulation;
  if (now - socket.lastChallenge < challengeInterval) return false;
  socket.lastChallenge = now;
  return true;
}

/** A pure acknowledgement that answers something invalid: at most two a second (RFC 5961). */
export function challenge(socket: TcpSocket, because: TcpChallenge): void {
  const { simulation, snmp, name: node } = socket.stack;
  if (!mayAnswerAgain(socket)) return;
  snmp.TcpExtTCPChallengeACK++;
  if (simulation.traced) {
    const { local, remote } = namesOf(socket);
    simulation.emit({ kind: "tcp-challenged", node, local, remote, because });
  }
  sendAck(socket);
}
