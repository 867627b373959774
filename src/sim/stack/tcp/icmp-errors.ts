/**
 * What ICMP errors, and the failure of this host's own ARP, do to connections (RFC 5461, RFC 5927, RFC
 * 6069).
 *
 * An error must quote a segment that is still unacknowledged. While a connection opens it ends it; later it
 * is only remembered, but "fragmentation needed" makes segments smaller and "unreachable" takes back a step
 * of backoff.
 */

import { icmpTypes, unreachableCodes } from "#sim/wire/icmp";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import { learnFromTooBig } from "../icmp-input.ts";
import { pathMtu } from "../path-cache.ts";
import { takeRedirect } from "../redirect-input.ts";
import type { IcmpReport } from "../socket.ts";
import { errorOf } from "../socket-errors.ts";
import type { Stack } from "../stack.ts";
import { retransmissionDue } from "./expiry.ts";
import { fail } from "./failure.ts";
import { recutForPath } from "./recovery.ts";
import { dropRequest } from "./request.ts";
import { isAfter, isBefore } from "./sequence.ts";
import { sendSynAgain } from "./syn.ts";
import { never, type TcpSocket, type Unit } from "./tcp-socket.ts";
import { findEntry, tcpOf } from "./tcp-table.ts";
import { finestLevel, lateness, startTimer, timeout } from "./timing.ts";
import { routeOf } from "./window.ts";

/** Tells the connection that the quoted segment belongs to, if there is one. */
export function reportToTcp(stack: Stack, report: IcmpReport): void {
  const quoted = quotedSegment(report.quote);
  if (quoted === undefined) return;
  const entry = findEntry(tcpOf(stack), {
    localAddress: report.quote.src,
    localPort: quoted.srcPort,
    remoteAddress: report.quote.dst,
    remotePort: quoted.dstPort,
  });
  if (entry === undefined) stack.snmp.IcmpInErrors++;
  if (entry === undefined || entry.kind === "time-wait") return;
  if (entry.kind === "request") {
    if (quoted.seq === entry.iss && endsRequest(report)) dropRequest(entry);
    return;
  }
  if (isBefore(quoted.seq, entry.sndUna) || isAfter(quoted.seq, entry.sndNxt)) return;
  reportToSocket(entry, report, quoted.seq);
}

interface QuotedSegment {
  readonly srcPort: number;
  readonly dstPort: number;
  readonly seq: number;
}

function quotedSegment({ payload }: Ipv4Packet): QuotedSegment | undefined {
  if (payload.kind === "tcp") return payload;
  if (payload.kind !== "raw" || payload.bytes.length < 8) return undefined;
  const view = new DataView(payload.bytes.buffer, payload.bytes.byteOffset);
  return { srcPort: view.getUint16(0), dstPort: view.getUint16(2), seq: view.getUint32(4) };
}

const isUnreachable = ({ type, code }: IcmpReport): boolean =>
  type === icmpTypes.unreachable && (code === unreachableCodes.net || code === unreachableCodes.host);

const endsRequest = (report: IcmpReport): boolean =>
  isUnreachable(report) ||
  report.type === icmpTypes.timeExceeded ||
  report.type === icmpTypes.parameterProblem;

function reportToSocket(socket: TcpSocket, report: IcmpReport, seq: number): void {
  const { type, code } = report;
  if (type === icmpTypes.redirect) {
    takeRedirect(socket.stack, report);
    return;
  }
  if (type === icmpTypes.unreachable && code === unreachableCodes.fragmentationNeeded) {
    pathGotSmaller(socket, report.rest);
    return;
  }
  const error = errorOf(type, code);
  if (error === undefined) return;
  if (socket.state === "SYN_SENT") {
    if (isUnreachable(report)) takeBackSynBackoff(socket);
    fail(socket, error.errno);
    return;
  }
  if (isUnreachable(report)) takeBackBackoff(socket, seq);
  socket.softErrno = error.errno;
}

function pathGotSmaller(socket: TcpSocket, mtu: number): void {
  const { stack, remoteAddress } = socket;
  const before = socket.pathMtu;
  learnFromTooBig(stack, remoteAddress, mtu);
  const route = routeOf(socket);
  if (route === undefined) return;
  const now = pathMtu(stack, remoteAddress, route);
  if (now >= before || socket.state === "SYN_SENT" || !socket.discoversPath) return;
  socket.pathMtu = now;
  recutForPath(socket);
}

const initialTimeout = 1e9;

/** The same rule while connecting: what is overdue by the shorter time is sent before the program is told. */
function takeBackSynBackoff(socket: TcpSocket): void {
  const { retransmits, synSentAt, stack } = socket;
  if (retransmits === 0) return;
  const shorter = initialTimeout * 2 ** (retransmits - 1);
  if (synSentAt + shorter <= stack.simulation.now) sendSynAgain(socket);
}

/** RFC 6069: the network says that the route is broken, so the silence does not mean congestion. */
function takeBackBackoff(socket: TcpSocket, seq: number): void {
  const oldest: Unit | undefined = socket.units[0];
  if (oldest === undefined || socket.sentUnits === 0 || seq !== socket.sndUna) return;
  if (socket.retransmits === 0 || socket.backoff === 0) return;
  socket.backoff--;
  const delay = timeout(socket);
  const left = oldest.sentAt + delay - socket.stack.simulation.now;
  if (left > 0) {
    // The timer fired on a tick of the wheel, and so does the next one if the wheel is fine enough.
    startTimer(socket, delay <= finestLevel ? left : left + lateness(delay));
    return;
  }
  socket.rtxDue = never;
  retransmissionDue(socket);
}
