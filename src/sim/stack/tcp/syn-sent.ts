/**
 * The client's half of a handshake: what answers to its SYN do (RFC 9293 section 3.10.7.3). A simultaneous
 * open is left out: a SYN without ACK is ignored.
 */

import type { Ipv4Packet } from "#sim/wire/ipv4";
import { type TcpSegment, tcpFlags } from "#sim/wire/tcp";
import { confirmNeighbour } from "./ack.ts";
import { fail } from "./failure.ts";
import { agreed, mssAskedFor } from "./features.ts";
import { sendAck } from "./output.ts";
import { answerWithReset } from "./reset.ts";
import { seqAdd } from "./sequence.ts";
import type { TcpSocket } from "./tcp-socket.ts";
import { moveTo } from "./tcp-table.ts";
import { measure, measureNothing, startTimer, stopTimer } from "./timing.ts";

const timestampsLength = 12;

/**
 * After an acknowledgement of an older connection on the same ports: the reset that answers it ends what the
 * peer still had, so the next SYN need not wait (Linux: two ticks, 2 ms late on the average).
 */
const hurried = 10e6;

/** Takes a segment for a socket that waits for its SYN-ACK. */
export function receiveInSynSent(socket: TcpSocket, packet: Ipv4Packet, segment: TcpSegment): void {
  const { flags } = segment;
  if ((flags & tcpFlags.ack) === 0) return;
  if (segment.ack !== socket.sndNxt) {
    if (socket.retransmits === 0) startTimer(socket, hurried);
    answerWithReset(socket.stack, packet, segment);
    return;
  }
  if ((flags & tcpFlags.rst) !== 0) {
    fail(socket, "ECONNREFUSED");
    return;
  }
  if ((flags & tcpFlags.syn) !== 0) establish(socket, segment);
}

function establish(socket: TcpSocket, segment: TcpSegment): void {
  const { receiver, stack } = socket;
  const { now } = stack.simulation;
  socket.peerMss = mssAskedFor(segment.options);
  socket.features = agreed(socket.features, segment.options);
  if (socket.features.timestamps) receiver.mss -= timestampsLength;
  socket.tsRecent = segment.options?.timestamps?.value ?? 0;
  socket.sndUna = segment.ack;
  socket.sndWindow = segment.window;
  socket.sndWl1 = segment.seq;
  socket.smallEnd = segment.ack;
  socket.softErrno = undefined;
  receiver.next = seqAdd(segment.seq, 1);
  receiver.acknowledged = receiver.next;
  receiver.edge = seqAdd(receiver.next, receiver.capacity);
  receiver.lastData = now;
  if (socket.retransmits > 0) measureNothing(socket);
  else measure(socket, now - socket.synSentAt);
  socket.retransmits = 0;
  stopTimer(socket);
  moveTo(socket, "handshake");
  confirmNeighbour(socket);
  sendAck(socket);
  socket.handlers.onConnected?.(socket, socket.owner as never);
}
