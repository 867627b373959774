/**
 * A segment of a connection that both ends know: acknowledgement, state, data, FIN, in the kernel's order;
 * then what is to be sent, and at last the program is told.
 */

import type { Ipv4Packet } from "#sim/wire/ipv4";
import { type TcpSegment, tcpFlags } from "#sim/wire/tcp";
import { delayAck, isAckDueNow, takeAck } from "./ack.ts";
import { takeData } from "./data.ts";
import { fail } from "./failure.ts";
import { heard } from "./keepalive.ts";
import { sendAck, sendWaiting } from "./output.ts";
import { answerWithReset, spanOf } from "./reset.ts";
import { isAfter, seqAdd } from "./sequence.ts";
import { mayReceive } from "./state.ts";
import type { TcpSocket } from "./tcp-socket.ts";
import { destroy, moveTo, tellClosed } from "./tcp-table.ts";
import { enterTimeWait } from "./time-wait.ts";
import { startTimer } from "./timing.ts";
import { validate } from "./validate.ts";

/** Takes a segment for a socket past its handshake. */
export function receiveSynchronised(socket: TcpSocket, packet: Ipv4Packet, segment: TcpSegment): void {
  if (socket.keepalive !== undefined) heard(socket);
  const acceptance = validate(socket, segment);
  if (acceptance === "reset") receiveReset(socket);
  if (acceptance !== "acceptable" || (segment.flags & tcpFlags.ack) === 0) return;
  const unacked = socket.sentUnits;
  if (!takeAck(socket, segment)) return;
  if (socket.state !== "ESTABLISHED" && !noteFinAcked(socket)) return;
  if (isUnwanted(socket, segment)) {
    socket.stack.snmp.TcpExtTCPAbortOnData++;
    answerWithReset(socket.stack, packet, segment);
    destroy(socket);
    return;
  }
  const isNews = spanOf(segment) > 0 && takeSegmentData(socket, segment);
  if (socket.sentUnits < socket.units.length) sendWaiting(socket);
  settle(socket, isNews);
  if (socket.state === "TIME_WAIT") tellClosed(socket);
  else if (unacked > 0 && socket.units.length === 0 && !socket.isOrphan) {
    socket.handlers.onDrained?.(socket, socket.owner as never);
  }
}

/** RFC 5961's exact reset: the connection is gone, and the program learns it from its next call. */
function receiveReset(socket: TcpSocket): void {
  socket.stack.snmp.TcpEstabResets++;
  fail(socket, socket.state === "CLOSE_WAIT" ? "EPIPE" : "ECONNRESET");
}

/** The peer may have acknowledged our FIN. `false`: the connection is over by it. */
function noteFinAcked(socket: TcpSocket): boolean {
  const { state, sndUna, writeSeq, units } = socket;
  if (units.length > 0 || sndUna !== writeSeq) return true;
  if (state === "FIN_WAIT1") {
    moveTo(socket, "fin-acked");
    if (socket.isOrphan) startFinWait2(socket);
  } else if (state === "CLOSING") {
    moveTo(socket, "fin-acked");
    enterTimeWait(socket);
    tellClosed(socket);
    return false;
  } else if (state === "LAST_ACK") {
    moveTo(socket, "fin-acked");
    destroy(socket);
    return false;
  }
  return true;
}

/** FIN_WAIT2 of a socket without a program does not last for ever. */
export const startFinWait2 = (socket: TcpSocket): void =>
  startTimer(socket, socket.stack.sysctl.global.tcp_fin_timeout * 1e9);

/** New data for a program that has closed: nobody will ever read it. */
function isUnwanted(socket: TcpSocket, segment: TcpSegment): boolean {
  if (!socket.isOrphan || segment.payload.length === 0) return false;
  return isAfter(seqAdd(segment.seq, segment.payload.length), socket.receiver.next);
}

function takeSegmentData(socket: TcpSocket, segment: TcpSegment): boolean {
  const { receiver, state } = socket;
  if (!mayReceive(state) && !receiver.hasEnded) return false;
  const hadEnded = receiver.hasEnded;
  const isNews = takeData(socket, segment);
  if (receiver.hasEnded && !hadEnded) takeFin(socket);
  return isNews;
}

function takeFin(socket: TcpSocket): void {
  const { state, receiver } = socket;
  moveTo(socket, "fin");
  if (state === "ESTABLISHED") {
    // It will most likely close too, and its FIN carry the acknowledgement.
    receiver.pingpong = true;
    return;
  }
  sendAck(socket);
  if (state === "FIN_WAIT2") enterTimeWait(socket);
}

/** The acknowledgement that is owed goes now or later, and the program runs in between. */
function settle(socket: TcpSocket, isNews: boolean): void {
  const { receiver } = socket;
  if (receiver.ackPending && isAckDueNow(socket)) sendAck(socket);
  if (isNews) tell(socket);
  if (receiver.ackPending && !socket.isGone) delayAck(socket);
}

/** Tells the program what there is to read. */
export function tell(socket: TcpSocket): void {
  const { receiver } = socket;
  if (socket.isOrphan) return;
  if (receiver.unread > 0) socket.handlers.onReadable?.(socket, socket.owner as never);
  if (receiver.hasEnded && !socket.isOrphan) socket.handlers.onEnd?.(socket, socket.owner as never);
}
