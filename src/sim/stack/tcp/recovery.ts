/**
 * What was lost is sent again: after a time-out, after three duplicate ACKs, or after a smaller path MTU
 * was learnt (RFC 5681, RFC 6582, RFC 1191).
 *
 * Small segments that follow one another are sent again as one. With SACK, what the peer already has is not
 * sent again. Leaves out RACK, the tail loss probe, F-RTO and undoing.
 */

import { sendUnit, sendWaiting } from "./output.ts";
import { isAfter, isBefore, seqDiff } from "./sequence.ts";
import { noThreshold, type TcpSocket, type Unit } from "./tcp-socket.ts";
import { namesOf } from "./tcp-table.ts";
import { startRetransmission, timeout } from "./timing.ts";
import { collapse, endOf, inFlight, segmentsOf, split } from "./units.ts";
import { sendingMss } from "./window.ts";

const duplicatesThatMeanLoss = 3;
/** After a loss the window shrinks to seven tenths, as CUBIC's does. */
const shrink = 0.7;

const reduced = (cwnd: number): number => Math.max(2, Math.floor(cwnd * shrink));

/** The timer has fired: everything under way counts as lost, and the first segment is sent again. */
export function recoverFromTimeout(socket: TcpSocket): void {
  if (socket.recovery !== "loss") socket.ssthresh = reduced(socket.cwnd);
  socket.recovery = "loss";
  socket.recoverUntil = socket.sndNxt;
  socket.cwnd = 1;
  socket.cwndCredit = 0;
  socket.dupAcks = 0;
  for (let index = 0; index < socket.sentUnits; index++) {
    const unit = socket.units[index] as Unit;
    unit.isLost = !unit.isSacked;
  }
  sendLost(socket, 1);
}

/** Sends lost units again, as far as the congestion window allows; at least `least` segments. */
export function sendLost(socket: TcpSocket, least = 0): void {
  let room = Math.max(least, socket.cwnd - inFlight(socket));
  const mss = sendingMss(socket);
  for (let index = 0; index < socket.sentUnits && room > 0; index++) {
    const unit = socket.units[index] as Unit;
    if (!unit.isLost) continue;
    if (unit.bytes.length > room * mss) split(socket, index, room * mss);
    if (unit.bytes.length < mss) collapse(socket, index, mss);
    sendAgain(socket, unit, mss);
    room -= segmentsOf(unit);
  }
}

function sendAgain(socket: TcpSocket, unit: Unit, mss: number): void {
  const { simulation, snmp, name: node } = socket.stack;
  unit.wasRetransmitted = true;
  snmp.TcpRetransSegs += Math.max(1, Math.ceil(unit.bytes.length / mss));
  if (simulation.traced) {
    const { local, remote } = namesOf(socket);
    const attempt = socket.retransmits + 1;
    simulation.emit({
      kind: "tcp-retransmitted",
      node,
      local,
      remote,
      seq: unit.seq,
      attempt,
      timeout: timeout(socket),
    });
  }
  sendUnit(socket, unit, mss);
}

/** The path carries less than was thought: what went out in larger segments is cut anew and sent at once. */
export function recutForPath(socket: TcpSocket): void {
  const mss = sendingMss(socket);
  let isAny = false;
  for (let index = 0; index < socket.sentUnits; index++) {
    const unit = socket.units[index] as Unit;
    if (unit.isSacked || Math.min(unit.bytes.length, unit.mss) <= mss) continue;
    unit.isLost = true;
    isAny = true;
  }
  if (!isAny) return;
  if (socket.recovery === "none") {
    socket.recovery = "loss";
    socket.recoverUntil = socket.sndNxt;
  }
  sendLost(socket);
}

/** New data was acknowledged: the congestion window opens, and what is lost goes out as it does. */
export function advance(socket: TcpSocket, segments: number): void {
  const wasRecovering = socket.recovery;
  const isOver = wasRecovering !== "none" && !isBefore(socket.sndUna, socket.recoverUntil);
  socket.dupAcks = 0;
  if (isOver) leaveRecovery(socket);
  if (wasRecovering === "fast" && !isOver) {
    markFirstLost(socket);
    sendLost(socket, 1);
    return;
  }
  grow(socket, segments);
  if (socket.recovery !== "none") sendLost(socket);
}

function leaveRecovery(socket: TcpSocket): void {
  if (socket.recovery === "fast") socket.cwnd = socket.ssthresh;
  socket.recovery = "none";
}

/** Slow start, then one segment for each window (RFC 5681 section 3.1). */
function grow(socket: TcpSocket, segments: number): void {
  if (socket.cwnd < socket.ssthresh || socket.ssthresh === noThreshold) {
    socket.cwnd += segments;
    return;
  }
  socket.cwndCredit += segments;
  if (socket.cwndCredit < socket.cwnd) return;
  socket.cwndCredit -= socket.cwnd;
  socket.cwnd++;
}

/** The peer repeats itself: from the third time on the first segment counts as lost. */
export function noteDuplicate(socket: TcpSocket): void {
  socket.dupAcks++;
  if (socket.recovery === "fast") {
    // Each duplicate says that one more segment has left the network.
    socket.cwnd++;
    if (socket.features.sack) sendLost(socket);
    sendWaiting(socket);
    return;
  }
  if (socket.recovery === "loss" || socket.dupAcks !== duplicatesThatMeanLoss) return;
  socket.recovery = "fast";
  socket.recoverUntil = socket.sndNxt;
  socket.ssthresh = reduced(socket.cwnd);
  socket.cwnd = socket.ssthresh + duplicatesThatMeanLoss;
  markFirstLost(socket);
  sendLost(socket, 1);
  startRetransmission(socket);
}

/** Marks the first segment that the peer lacks; with SACK, all that lie before something it has. */
function markFirstLost(socket: TcpSocket): void {
  const mss = sendingMss(socket);
  const unit = socket.units[0];
  if (unit === undefined || unit.isSacked) return;
  if (unit.bytes.length > mss) split(socket, 0, mss);
  unit.isLost = true;
  if (socket.features.sack) markBelowSacked(socket);
}

function markBelowSacked(socket: TcpSocket): void {
  let last = socket.sentUnits - 1;
  while (last >= 0 && !(socket.units[last] as Unit).isSacked) last--;
  for (let index = 1; index < last; index++) {
    const unit = socket.units[index] as Unit;
    if (!unit.isSacked && !unit.wasRetransmitted) unit.isLost = true;
  }
}

/** Takes in what the peer says it has beyond a hole (RFC 2018). Answers whether that was news. */
export function noteSack(socket: TcpSocket, blocks: readonly (readonly [number, number])[]): boolean {
  let isNews = false;
  for (const [left, right] of blocks) isNews = noteBlock(socket, left, right) || isNews;
  return isNews;
}

function noteBlock(socket: TcpSocket, left: number, right: number): boolean {
  let isNews = false;
  for (let index = 0; index < socket.sentUnits; index++) {
    const unit = socket.units[index] as Unit;
    if (unit.isSacked || !isBefore(unit.seq, right) || !isAfter(endOf(unit), left)) continue;
    const before = seqDiff(left, unit.seq);
    if (before > 0) {
      split(socket, index, before);
      continue;
    }
    const inside = seqDiff(right, unit.seq);
    if (inside < unit.bytes.length) split(socket, index, inside);
    unit.isSacked = true;
    unit.isLost = false;
    isNews = true;
  }
  return isNews;
}
