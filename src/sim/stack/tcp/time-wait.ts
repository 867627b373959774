/**
 * TIME_WAIT: the side that closed first remembers the connection, so that late segments of it are answered
 * and not taken for a new one (RFC 9293 section 3.10.7.8, RFC 6191).
 *
 * A small record takes the socket's place. It answers out-of-window segments at most twice a second.
 */

import { type TcpSegment, tcpFlags } from "#sim/wire/tcp";
import { tcpOptions } from "#sim/wire/tcp-options";
import type { Stack } from "../stack.ts";
import { wakeAfter } from "./lanes.ts";
import { spanOf } from "./reset.ts";
import { timestampOf, transmitBare } from "./segment.ts";
import { isAfter, seqAdd, seqDiff } from "./sequence.ts";
import { longAgo, never, type TcpSocket, type TcpTimeWait } from "./tcp-socket.ts";
import { addEntry, namesOf, removeEntry, tcpOf } from "./tcp-table.ts";
import { offerWindow, scaledField } from "./window.ts";

const answerInterval = 0.5e9;
const newIssDistance = 65_537;

/** Puts a TIME_WAIT record in a socket's place; the program is still to be told. */
export function enterTimeWait(socket: TcpSocket): void {
  const { stack, receiver, features } = socket;
  const record: TcpTimeWait = {
    kind: "time-wait",
    localAddress: socket.localAddress,
    localPort: socket.localPort,
    remoteAddress: socket.remoteAddress,
    remotePort: socket.remotePort,
    sndNxt: socket.sndNxt,
    rcvNxt: receiver.next,
    window: scaledField(offerWindow(receiver), features.receiveScale),
    timestamps: features.timestamps,
    tsRecent: socket.tsRecent,
    due: never,
    wakesAt: never,
    lastOutOfWindow: longAgo,
  };
  socket.isGone = true;
  socket.rtxDue = never;
  receiver.ackDue = never;
  socket.keepalive = undefined;
  addEntry(tcpOf(stack), record);
  restart(stack, record);
}

function restart(stack: Stack, record: TcpTimeWait): void {
  record.due = stack.simulation.now + stack.timeWait;
  wakeAfter(tcpOf(stack).lanes, record, stack.timeWait);
}

/** The end of a record: its time is over, or a reset or a new connection took it away. */
export function endTimeWait(stack: Stack, record: TcpTimeWait): void {
  record.due = never;
  removeEntry(tcpOf(stack), record);
  const { simulation, snmp, name: node } = stack;
  snmp.TcpExtTW++;
  if (!simulation.traced) return;
  const { local, remote } = namesOf(record);
  simulation.emit({ kind: "tcp-state-changed", node, local, remote, before: "TIME_WAIT", state: "CLOSE" });
}

/**
 * Takes a segment for a connection that is over. Answers the initial sequence number for a new connection
 * where somebody listens and the segment is a SYN that may begin one; the record is still there then.
 */
export function receiveInTimeWait(
  stack: Stack,
  record: TcpTimeWait,
  segment: TcpSegment,
  isListening: boolean,
): number | undefined {
  const { flags, seq } = segment;
  const isReset = (flags & tcpFlags.rst) !== 0;
  const isOld = isOldByTimestamp(record, segment);
  if (!isOld && seq === record.rcvNxt && (isReset || spanOf(segment) === 0)) {
    if (isReset) endTimeWait(stack, record);
    else restart(stack, record);
    return undefined;
  }
  if (isListening && !isOld && mayBeginAnew(record, segment)) return seqAdd(record.sndNxt, newIssDistance);
  if (isReset) return undefined;
  if (isOld || (flags & tcpFlags.ack) !== 0) restart(stack, record);
  answer(stack, record, segment);
  return undefined;
}

function mayBeginAnew(record: TcpTimeWait, segment: TcpSegment): boolean {
  const wanted = tcpFlags.syn | tcpFlags.ack | tcpFlags.rst;
  if ((segment.flags & wanted) !== tcpFlags.syn) return false;
  if (isAfter(segment.seq, record.rcvNxt)) return true;
  const stamp = segment.options?.timestamps;
  return record.timestamps && stamp !== undefined && seqDiff(stamp.value, record.tsRecent) > 0;
}

function isOldByTimestamp(record: TcpTimeWait, { options }: TcpSegment): boolean {
  if (!record.timestamps || options?.timestamps === undefined) return false;
  return seqDiff(options.timestamps.value, record.tsRecent) < 0;
}

function answer(stack: Stack, record: TcpTimeWait, segment: TcpSegment): void {
  const { now } = stack.simulation;
  const isLimited = segment.payload.length === 0 && (segment.flags & tcpFlags.fin) === 0;
  if (isLimited && now - record.lastOutOfWindow < answerInterval) return;
  if (isLimited) record.lastOutOfWindow = now;
  const timestamps = { value: timestampOf(stack), echo: record.tsRecent };
  transmitBare(stack, record, {
    flags: tcpFlags.ack,
    seq: record.sndNxt,
    ack: record.rcvNxt,
    window: record.window,
    options: record.timestamps ? tcpOptions({ timestamps }) : undefined,
  });
}
