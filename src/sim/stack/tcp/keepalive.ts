/**
 * Keepalive: probes on a connection that has been quiet for long, and its end when none is answered (RFC 9293
 * section 3.8.4).
 */

import type { Nanos } from "#sim/engine/time";
import { tcpFlags } from "#sim/wire/tcp";
import { fail } from "./failure.ts";
import { wakeAfter } from "./lanes.ts";
import { noBytes, transmit } from "./segment.ts";
import { seqAdd } from "./sequence.ts";
import type { TcpSocket } from "./tcp-socket.ts";
import { tcpOf } from "./tcp-table.ts";

/** Times of a keepalive; what is left out has the value of `net.ipv4.tcp_keepalive_*`. */
export interface KeepaliveTimes {
  readonly idle?: Nanos;
  readonly interval?: Nanos;
  readonly count?: number;
}

/** SO_KEEPALIVE. */
export function setKeepalive(socket: TcpSocket, times: KeepaliveTimes = {}): void {
  const { tcp_keepalive_time, tcp_keepalive_intvl, tcp_keepalive_probes } = socket.stack.sysctl.global;
  socket.keepalive = {
    idle: times.idle ?? ((tcp_keepalive_time * 1e9) as Nanos),
    interval: times.interval ?? ((tcp_keepalive_intvl * 1e9) as Nanos),
    count: times.count ?? tcp_keepalive_probes,
    unanswered: 0,
    due: 0,
  };
  heard(socket);
}

/** The peer is there: the silence begins anew. */
export function heard(socket: TcpSocket): void {
  const { keepalive } = socket;
  if (keepalive === undefined) return;
  keepalive.unanswered = 0;
  waitFor(socket, keepalive.idle);
}

function waitFor(socket: TcpSocket, delay: number): void {
  const { keepalive, stack } = socket;
  if (keepalive === undefined) return;
  keepalive.due = stack.simulation.now + delay;
  wakeAfter(tcpOf(stack).lanes, socket, delay);
}

/** It has been quiet for too long. */
export function keepaliveDue(socket: TcpSocket): void {
  const { keepalive } = socket;
  if (keepalive === undefined) return;
  // Unacknowledged data has a timer of its own.
  if (socket.units.length > 0) {
    waitFor(socket, keepalive.idle);
    return;
  }
  if (keepalive.unanswered >= keepalive.count) {
    const { snmp } = socket.stack;
    snmp.TcpOutRsts++;
    snmp.TcpExtTCPAbortOnTimeout++;
    transmit(socket, tcpFlags.rst | tcpFlags.ack, socket.sndNxt, noBytes);
    fail(socket, socket.softErrno ?? "ETIMEDOUT");
    return;
  }
  keepalive.unanswered++;
  transmit(socket, tcpFlags.ack, seqAdd(socket.sndUna, -1), noBytes);
  waitFor(socket, keepalive.interval);
}
