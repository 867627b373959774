/**
 * Whether a segment of a synchronised connection is acceptable at all: old duplicates, out-of-window
 * segments, resets and SYNs (RFC 9293 section 3.10.7.4, RFC 5961, RFC 7323 section 5).
 */

import { type TcpSegment, tcpFlags } from "#sim/wire/tcp";
import { enterQuickMode } from "./ack.ts";
import { challenge, mayAnswerAgain, sendAck } from "./output.ts";
import { spanOf } from "./reset.ts";
import { isAfter, isBefore, seqAdd, seqDiff } from "./sequence.ts";
import type { TcpSocket } from "./tcp-socket.ts";

/** What to do with a segment: look at it, ignore it, or end the connection. */
export type Acceptance = "acceptable" | "ignored" | "reset";

/** Applies the tests in the kernel's order. Answers to bad segments are sent here. */
export function validate(socket: TcpSocket, segment: TcpSegment): Acceptance {
  const { flags, seq, options } = segment;
  const { receiver } = socket;
  const isReset = (flags & tcpFlags.rst) !== 0;
  if (options !== undefined && !isReset && isStale(socket, segment)) return answerStray(socket, segment);
  const end = seqAdd(seq, spanOf(segment));
  if (isBefore(end, receiver.acknowledged) || isAfter(seq, receiver.edge)) {
    if (isReset) return "ignored";
    if ((flags & tcpFlags.syn) === 0) return answerStray(socket, segment);
  }
  if (isReset) {
    if (seq === receiver.next) return "reset";
    challenge(socket, "reset-in-window");
    return "ignored";
  }
  if ((flags & tcpFlags.syn) !== 0) {
    socket.stack.snmp.TcpExtTCPSYNChallenge++;
    challenge(socket, "syn");
    return "ignored";
  }
  if (options !== undefined) rememberTimestamp(socket, segment);
  return "acceptable";
}

function answerStray(socket: TcpSocket, segment: TcpSegment): "ignored" {
  const { receiver } = socket;
  const isOldData = spanOf(segment) > 0 && isBefore(segment.seq, receiver.next);
  if (isOldData) enterQuickMode(receiver);
  // Data and a FIN are answered each time, anything else at most twice a second.
  const isLimited = segment.payload.length === 0 && (segment.flags & tcpFlags.fin) === 0;
  if (!isLimited || mayAnswerAgain(socket)) sendAck(socket);
  return "ignored";
}

/** Protection against wrapped sequence numbers: the timestamp lies before the last one. */
function isStale(socket: TcpSocket, { options }: TcpSegment): boolean {
  if (!socket.features.timestamps || options?.timestamps === undefined) return false;
  return seqDiff(options.timestamps.value, socket.tsRecent) < 0;
}

function rememberTimestamp(socket: TcpSocket, { options, seq }: TcpSegment): void {
  if (!socket.features.timestamps || options?.timestamps === undefined) return;
  if (!isAfter(seq, socket.receiver.acknowledged)) socket.tsRecent = options.timestamps.value;
}
