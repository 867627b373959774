/**
 * Acknowledgements: what one that arrives means to what was sent (RFC 9293 section 3.10.7.4, RFC 5681), and
 * when one is owed to the peer.
 *
 * ACKs are delayed by 40 ms, except the first 16 of a burst and those of a side that does not answer by
 * itself.
 */

import { type TcpSegment, tcpFlags } from "#sim/wire/tcp";
import * as neighbour from "../neighbour.ts";
import { wakeAfter } from "./lanes.ts";
import { challenge, sendAck } from "./output.ts";
import { advance, noteDuplicate, noteSack } from "./recovery.ts";
import { isAfter, isBefore, seqDiff } from "./sequence.ts";
import type { Receiver, TcpSocket } from "./tcp-socket.ts";
import { tcpOf } from "./tcp-table.ts";
import { lateness, measure, startRetransmission, stopTimer, timeout } from "./timing.ts";
import { type Acknowledged, acknowledge } from "./units.ts";
import { routeOf } from "./window.ts";

const leastAto = 40e6;
const quickAcks = 16;
const largestDelay = 200e6;
const largestUnscaled = 65_536;

/** Takes the acknowledgement of a segment in. `false`: the segment is to be ignored altogether. */
export function takeAck(socket: TcpSocket, segment: TcpSegment): boolean {
  const { ack } = segment;
  if (isAfter(ack, socket.sndNxt)) return false;
  if (isBefore(ack, socket.sndUna)) {
    const isAncient = seqDiff(socket.sndUna, ack) > Math.max(socket.sndWindow, largestUnscaled);
    if (isAncient) challenge(socket, "old-ack");
    return !isAncient;
  }
  const isNews = segment.options !== undefined && takeSack(socket, segment);
  const windowChanged = updateWindow(socket, segment);
  if (ack !== socket.sndUna) takeNewAck(socket, ack);
  else if (isDuplicate(socket, segment, windowChanged && !isNews)) noteDuplicate(socket);
  return true;
}

function takeSack(socket: TcpSocket, { options }: TcpSegment): boolean {
  if (!socket.features.sack || options === undefined || options.sack.length === 0) return false;
  return noteSack(socket, options.sack);
}

function isDuplicate(socket: TcpSocket, segment: TcpSegment, windowChanged: boolean): boolean {
  if (socket.sentUnits === 0 || windowChanged) return false;
  return segment.payload.length === 0 && (segment.flags & (tcpFlags.fin | tcpFlags.syn)) === 0;
}

/** RFC 9293's SND.WL1 and SND.WL2. Answers whether the window is another one now. */
function updateWindow(socket: TcpSocket, { seq, ack, window }: TcpSegment): boolean {
  const { sendScale } = socket.features;
  const bytes = sendScale === 0 ? window : window * 2 ** sendScale;
  const isNewer =
    isAfter(ack, socket.sndUna) ||
    isAfter(seq, socket.sndWl1) ||
    (seq === socket.sndWl1 && bytes > socket.sndWindow);
  if (!isNewer) return false;
  const changed = bytes !== socket.sndWindow;
  socket.sndWl1 = seq;
  socket.sndWindow = bytes;
  return changed;
}

function takeNewAck(socket: TcpSocket, ack: number): void {
  const { stack } = socket;
  const taken: Acknowledged = { segments: 0, sentAt: -1 };
  acknowledge(socket, ack, taken);
  socket.sndUna = ack;
  socket.backoff = 0;
  socket.retransmits = 0;
  socket.softErrno = undefined;
  if (taken.sentAt >= 0) measure(socket, stack.simulation.now - taken.sentAt);
  confirmNeighbour(socket);
  if (socket.sentUnits === 0) stopTimer(socket);
  else startRetransmission(socket);
  advance(socket, taken.segments);
}

/** Progress proves that the next hop is there. */
export function confirmNeighbour(socket: TcpSocket): void {
  const route = routeOf(socket);
  socket.hasProgress = true;
  if (route !== undefined) neighbour.confirm(socket.stack, route.output, route.nextHop);
}

/** Data or a hole: the next acknowledgements go at once, and this side is not merely answering. */
export function enterQuickMode(receiver: Receiver): void {
  receiver.quick = Math.max(receiver.quick, quickAcks);
  receiver.pingpong = false;
  receiver.ato = leastAto;
}

/** Learns the pace of arriving data, which decides how acknowledgements are delayed. */
export function noteArrival(socket: TcpSocket): void {
  const { receiver, stack } = socket;
  const { now } = stack.simulation;
  const pause = now - receiver.lastData;
  if (receiver.ato === 0) {
    receiver.quick = quickAcks;
    receiver.ato = leastAto;
  } else if (pause <= leastAto / 2) {
    receiver.ato = receiver.ato / 2 + leastAto / 2;
  } else if (pause < receiver.ato) {
    receiver.ato = Math.min(receiver.ato / 2 + pause, timeout(socket));
  } else if (pause > timeout(socket)) {
    receiver.quick = quickAcks;
  }
  receiver.lastData = now;
  receiver.ackPending = true;
}

/**
 * Whether what is owed has to be acknowledged at once. More than a segment counts only where the window can
 * be opened as wide as it was: otherwise the program's next read acknowledges.
 */
export function isAckDueNow({ receiver, features }: TcpSocket): boolean {
  if (receiver.early !== undefined) return true;
  if (receiver.quick > 0 && !receiver.pingpong) return true;
  if (!isMuchOwed(receiver)) return false;
  const unit = 2 ** features.receiveScale;
  const free = Math.ceil((receiver.capacity - receiver.unread) / unit) * unit;
  return receiver.unread === 0 || free >= seqDiff(receiver.edge, receiver.acknowledged);
}

const isMuchOwed = (receiver: Receiver): boolean =>
  seqDiff(receiver.next, receiver.acknowledged) > receiver.mss;

/** The program has read: what its unread data kept from being acknowledged on arrival is acknowledged. */
export function acknowledgeRead(socket: TcpSocket): void {
  if (socket.receiver.ackPending && isMuchOwed(socket.receiver)) sendAck(socket);
}

/** Puts an acknowledgement off. */
export function delayAck(socket: TcpSocket): void {
  const { receiver, stack } = socket;
  const { now } = stack.simulation;
  const roundTrip = socket.srtt === 0 ? largestDelay : Math.max(socket.srtt * 1000, leastAto);
  const delay = Math.min(receiver.ato === 0 ? leastAto : receiver.ato, roundTrip, largestDelay);
  const due = now + delay + lateness(delay);
  if (receiver.ackDue <= due) return;
  receiver.ackDue = due;
  wakeAfter(tcpOf(stack).lanes, socket, due - now);
}

/** The delayed acknowledgement is due: nothing has carried it so far. */
export function sendDelayedAck(socket: TcpSocket): void {
  const { receiver, stack } = socket;
  if (!receiver.ackPending) return;
  if (receiver.pingpong) {
    receiver.pingpong = false;
    receiver.ato = leastAto;
  } else {
    receiver.ato = Math.min(receiver.ato * 2, timeout(socket));
  }
  stack.snmp.TcpExtDelayedACKs++;
  sendAck(socket);
}
