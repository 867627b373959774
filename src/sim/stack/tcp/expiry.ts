/**
 * What happens when something of a connection is due: a SYN or data again, a window probe, a delayed
 * acknowledgement, a keepalive probe, the end of FIN_WAIT2 or of TIME_WAIT.
 */

import { tcpFlags } from "#sim/wire/tcp";
import type { Stack } from "../stack.ts";
import { sendDelayedAck } from "./ack.ts";
import { fail } from "./failure.ts";
import { keepaliveDue } from "./keepalive.ts";
import { wakeAfter } from "./lanes.ts";
import { probeWithData } from "./output.ts";
import { recoverFromTimeout } from "./recovery.ts";
import { requestTimedOut } from "./request.ts";
import { noBytes, transmit } from "./segment.ts";
import { seqAdd } from "./sequence.ts";
import { sendSynAgain } from "./syn.ts";
import { never, type TcpEntry, type TcpSocket } from "./tcp-socket.ts";
import { destroy, namesOf, tcpOf } from "./tcp-table.ts";
import { endTimeWait } from "./time-wait.ts";
import { startRetransmission, startTimer, synGaps, timeout } from "./timing.ts";

/** A connection without a program is given up sooner. */
const orphanRetries = 8;

/** When the next thing of an entry is due. */
export function dueOf(entry: TcpEntry): number {
  if (entry.kind !== "socket") return entry.due;
  const due = Math.min(entry.rtxDue, entry.receiver.ackDue);
  return entry.keepalive === undefined ? due : Math.min(due, entry.keepalive.due);
}

/** Does what is due of an entry now. */
export function expire(stack: Stack, entry: TcpEntry): void {
  switch (entry.kind) {
    case "request":
      requestTimedOut(entry);
      return;
    case "time-wait":
      endTimeWait(stack, entry);
      return;
    case "socket":
      expireSocket(stack, entry);
  }
}

function expireSocket(stack: Stack, socket: TcpSocket): void {
  const { now } = stack.simulation;
  if (socket.receiver.ackDue <= now) {
    socket.receiver.ackDue = never;
    sendDelayedAck(socket);
  }
  if (socket.rtxDue <= now) {
    socket.rtxDue = never;
    stack.simulation.cause = socket.timerCause;
    retransmissionDue(socket);
  }
  if (socket.keepalive !== undefined && socket.keepalive.due <= now) keepaliveDue(socket);
  const due = dueOf(socket);
  if (due !== never) wakeAfter(tcpOf(stack).lanes, socket, due - now);
}

/** The retransmission timer has fired. */
export function retransmissionDue(socket: TcpSocket): void {
  if (socket.state === "SYN_SENT") {
    repeatSyn(socket);
    return;
  }
  if (socket.state === "FIN_WAIT2") {
    destroy(socket);
    return;
  }
  if (socket.units.length === 0) return;
  const { tcp_retries2 } = socket.stack.sysctl.global;
  if (socket.retransmits >= (socket.isOrphan ? Math.min(orphanRetries, tcp_retries2) : tcp_retries2)) {
    socket.stack.snmp.TcpExtTCPAbortOnTimeout++;
    fail(socket, socket.softErrno ?? "ETIMEDOUT");
    return;
  }
  if (socket.sentUnits === 0) {
    if (probe(socket)) return;
  } else {
    socket.stack.snmp.TcpExtTCPTimeouts++;
    recoverFromTimeout(socket);
  }
  socket.backoff++;
  socket.retransmits++;
  startRetransmission(socket);
}

/**
 * Something waits and nothing is under way: it could not leave, or the peer's window is shut, and an old
 * number asks for the present one. Answers whether data has left now.
 */
function probe(socket: TcpSocket): boolean {
  const hasLeft = probeWithData(socket);
  if (hasLeft === undefined) transmit(socket, tcpFlags.ack, seqAdd(socket.sndUna, -1), noBytes);
  if (hasLeft !== true) return false;
  socket.backoff = 0;
  socket.retransmits = 0;
  return true;
}

function repeatSyn(socket: TcpSocket): void {
  const { simulation, snmp, sysctl, name: node } = socket.stack;
  if (socket.retransmits >= sysctl.global.tcp_syn_retries) {
    fail(socket, socket.softErrno ?? "ETIMEDOUT");
    return;
  }
  socket.retransmits++;
  snmp.TcpRetransSegs++;
  snmp.TcpExtTCPTimeouts++;
  if (simulation.traced) {
    const { local, remote } = namesOf(socket);
    const attempt = socket.retransmits;
    simulation.emit({
      kind: "tcp-retransmitted",
      node,
      local,
      remote,
      seq: socket.sndUna,
      attempt,
      timeout: timeout(socket),
    });
  }
  startTimer(socket, synGaps[socket.retransmits] ?? (synGaps.at(-1) as number));
  sendSynAgain(socket);
}
