/**
 * The server's half of a handshake. Until the client's ACK only a small request is kept, which sends its
 * SYN-ACK again by a timer of its own and for every repeated SYN.
 *
 * Leaves out SYN cookies and the accept queue: programs here accept at once.
 */

import { type TcpSegment, tcpFlags } from "#sim/wire/tcp";
import { tellMissing } from "../missing-frame.ts";
import type { PacketContext } from "../packet-context.ts";
import { outputRoute } from "../route-lookup.ts";
import { agreed, mssAskedFor, offered } from "./features.ts";
import { newIss } from "./initial-sequence.ts";
import { wakeAfter } from "./lanes.ts";
import { makeSocket } from "./make-socket.ts";
import { answerWithReset, endsOf, spanOf } from "./reset.ts";
import { synOptions, transmitBare, transmitBareVia } from "./segment.ts";
import { isAfter, isBefore, seqAdd } from "./sequence.ts";
import { longAgo, never, type TcpListener, type TcpRequest, type TcpSocket } from "./tcp-socket.ts";
import { addEntry, moveTo, removeEntry, tcpOf } from "./tcp-table.ts";
import { measure, measureNothing, synAckGaps } from "./timing.ts";
import { advertisedMss, initialWindow, unscaledField } from "./window.ts";

const answerInterval = 0.5e9;
const timestampsLength = 12;
/** A SYN for a listener: a request is made and answered, if there is a way back. */
export function openRequest(
  listener: TcpListener,
  context: PacketContext,
  segment: TcpSegment,
  givenIss?: number,
): void {
  const { stack } = listener;
  const ends = endsOf(context.packet, segment);
  const way = outputRoute(stack, { dst: ends.remoteAddress, src: ends.localAddress });
  if (!way.ok) {
    stack.snmp.IpOutNoRoutes++;
    tellMissing(stack, "SYN-ACK", { to: ends.remoteAddress, errno: way.errno }, context.packet);
    return;
  }
  const mss = advertisedMss(stack, ends.remoteAddress, way.route);
  const features = agreed(offered(stack), segment.options);
  const request: TcpRequest = {
    kind: "request",
    listener,
    localAddress: ends.localAddress,
    localPort: ends.localPort,
    remoteAddress: ends.remoteAddress,
    remotePort: ends.remotePort,
    iss: givenIss ?? newIss(stack, ends),
    irs: segment.seq,
    mss,
    peerMss: mssAskedFor(segment.options),
    features,
    tsRecent: segment.options?.timestamps?.value ?? 0,
    sentAt: stack.simulation.now,
    window: initialWindow(features.timestamps ? mss - timestampsLength : mss),
    timeouts: 0,
    retransmits: 0,
    due: never,
    wakesAt: never,
    lastOutOfWindow: longAgo,
  };
  addEntry(tcpOf(stack), request);
  startTimer(request);
  transmitBareVia(stack, request, synAckOf(request), way.route);
}

function startTimer(request: TcpRequest): void {
  const { stack } = request.listener;
  const delay = synAckGaps[request.timeouts] ?? 0;
  request.due = stack.simulation.now + delay;
  wakeAfter(tcpOf(stack).lanes, request, delay);
}

const synAckOf = (request: TcpRequest) => ({
  flags: tcpFlags.syn | tcpFlags.ack,
  seq: request.iss,
  ack: seqAdd(request.irs, 1),
  window: unscaledField(request.window),
  options: synOptions(request.listener.stack, request.mss, request.features, request.tsRecent),
});

/** The timer of a request has fired: once more, or never again; not either where its answer may not leave. */
export function requestTimedOut(request: TcpRequest): void {
  const { stack } = request.listener;
  if (request.listener.isClosed || request.timeouts >= stack.sysctl.global.tcp_synack_retries) {
    dropRequest(request);
    return;
  }
  request.timeouts++;
  if (!repeatSynAck(request)) dropRequest(request);
}

/** Sends the SYN-ACK again, and the timer starts anew if it left. */
function repeatSynAck(request: TcpRequest): boolean {
  const { stack } = request.listener;
  if (!transmitBare(stack, request, synAckOf(request))) return false;
  request.retransmits++;
  stack.snmp.TcpRetransSegs++;
  startTimer(request);
  return true;
}

/** Forgets a request, without a word to the client. */
export function dropRequest(request: TcpRequest): void {
  request.due = never;
  removeEntry(tcpOf(request.listener.stack), request);
}

/**
 * A segment for a request. Answers the new connection where it completes the handshake; the segment is then
 * still to be given to it.
 */
export function receiveForRequest(
  request: TcpRequest,
  context: PacketContext,
  segment: TcpSegment,
): TcpSocket | undefined {
  const { stack } = request.listener;
  const { flags, seq, ack } = segment;
  const control = flags & (tcpFlags.syn | tcpFlags.ack | tcpFlags.rst);
  if (seq === request.irs && control === tcpFlags.syn) {
    if (isAnsweredNow(request)) repeatSynAck(request);
    return undefined;
  }
  if ((flags & tcpFlags.ack) !== 0 && ack !== seqAdd(request.iss, 1)) {
    answerWithReset(stack, context.packet, segment);
    return undefined;
  }
  const isReset = (flags & tcpFlags.rst) !== 0;
  if (!isInWindow(request, segment)) {
    if (!isReset && isAnsweredNow(request)) answerOutOfWindow(request);
    return undefined;
  }
  if (isReset || (flags & tcpFlags.syn) !== 0) {
    answerWithReset(stack, context.packet, segment);
    dropRequest(request);
    stack.snmp.TcpAttemptFails++;
    return undefined;
  }
  if ((flags & tcpFlags.ack) === 0) return undefined;
  return establish(request, segment);
}

/** Out-of-window segments are answered at most twice a second. */
function isAnsweredNow(request: TcpRequest): boolean {
  const { now } = request.listener.stack.simulation;
  if (now - request.lastOutOfWindow < answerInterval) return false;
  request.lastOutOfWindow = now;
  return true;
}

function isInWindow(request: TcpRequest, segment: TcpSegment): boolean {
  const next = seqAdd(request.irs, 1);
  const edge = seqAdd(next, request.window);
  const end = seqAdd(segment.seq, spanOf(segment));
  if (segment.seq === next && end === next) return true;
  return isAfter(end, next) && isBefore(segment.seq, edge);
}

function answerOutOfWindow(request: TcpRequest): void {
  transmitBare(request.listener.stack, request, {
    flags: tcpFlags.ack,
    seq: seqAdd(request.iss, 1),
    ack: seqAdd(request.irs, 1),
    window: unscaledField(request.window),
    options: undefined,
  });
}

/** The request becomes a socket. */
function establish(request: TcpRequest, segment: TcpSegment): TcpSocket {
  const { stack } = request.listener;
  const table = tcpOf(stack);
  const { localAddress, localPort, remoteAddress, remotePort } = request;
  const iss = seqAdd(request.iss, 1);
  const ipId = table.random.below(65_536);
  const socket = makeSocket({
    stack,
    localAddress,
    localPort,
    remoteAddress,
    remotePort,
    mark: 0,
    iss,
    ipId,
    discoversPath: request.listener.discoversPath,
  });
  const { receiver } = socket;
  socket.state = "SYN_RECV";
  socket.peerMss = request.peerMss;
  socket.features = request.features;
  socket.tsRecent = request.tsRecent;
  socket.sndWindow = segment.window * 2 ** request.features.sendScale;
  socket.sndWl1 = segment.seq;
  receiver.next = seqAdd(request.irs, 1);
  receiver.acknowledged = receiver.next;
  receiver.capacity = request.window;
  receiver.edge = seqAdd(receiver.next, request.window);
  receiver.mss = request.features.timestamps ? request.mss - timestampsLength : request.mss;
  receiver.lastData = stack.simulation.now;
  if (request.retransmits > 0) measureNothing(socket);
  else measure(socket, stack.simulation.now - request.sentAt);
  request.due = never;
  const client = segment.options?.toa;
  if (client !== undefined) table.toldClients?.set(socket, client);
  addEntry(table, socket);
  moveTo(socket, "handshake");
  stack.snmp.TcpPassiveOpens++;
  return socket;
}
