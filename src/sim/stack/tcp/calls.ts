/**
 * What programs do with TCP: the calls of the socket interface, with callbacks in the place of blocking.
 */

import { anyAddress, type Ipv4Address } from "#sim/wire/address";
import { tcpFlags } from "#sim/wire/tcp";
import { tellMissing } from "../missing-frame.ts";
import { pathMtu } from "../path-cache.ts";
import type { ResolvedRoute } from "../route.ts";
import { outputRoute } from "../route-lookup.ts";
import { done, type Errno, failed, type Outcome } from "../socket-errors.ts";
import type { Stack } from "../stack.ts";
import { acknowledgeRead } from "./ack.ts";
import { startFinWait2 } from "./connection-input.ts";
import { offered } from "./features.ts";
import { newIss } from "./initial-sequence.ts";
import { makeSocket } from "./make-socket.ts";
import { sendAck, sendWaiting } from "./output.ts";
import { bindError, ephemeralPort } from "./ports.ts";
import { abort } from "./reset.ts";
import { noBytes, transmit } from "./segment.ts";
import { seqAdd } from "./sequence.ts";
import { mayWrite } from "./state.ts";
import type { TcpHandlers, TcpListener, TcpSocket } from "./tcp-socket.ts";
import { addEntry, destroy, type Ends, findEntry, moveTo, tcpOf } from "./tcp-table.ts";
import { startTimer, synGaps } from "./timing.ts";
import { enqueue, enqueueFin } from "./units.ts";
import { advertisedMss, initialWindow, offerWindow } from "./window.ts";

/** Where to connect, and from where; what is left out the stack chooses. */
export interface ConnectRequest {
  readonly dst: Ipv4Address;
  readonly dstPort: number;
  readonly src?: Ipv4Address | undefined;
  readonly srcPort?: number | undefined;
  /** SO_REUSEADDR. */
  readonly reuseAddress?: boolean;
  /** SO_MARK. */
  readonly mark?: number;
}

export type Connecting =
  | { readonly ok: true; readonly socket: TcpSocket }
  | { readonly ok: false; readonly errno: Errno };

/**
 * connect(): sends a SYN. `onConnected` or `onError` follows. `owner` is what the program keeps with the
 * socket. Fails at once with ENETUNREACH, EHOSTUNREACH, EACCES (no route), EADDRINUSE, EADDRNOTAVAIL.
 */
export function connect<Owner>(
  stack: Stack,
  request: ConnectRequest,
  handlers: TcpHandlers<Owner>,
  owner: Owner,
): Connecting {
  const { dst, dstPort, src, srcPort = 0, reuseAddress = false, mark = 0 } = request;
  if (src !== undefined || srcPort !== 0) {
    const errno = bindError(stack, { address: src ?? anyAddress, port: srcPort, reuse: reuseAddress });
    if (errno !== undefined) return failed(errno);
  }
  const way = outputRoute(stack, src === undefined ? { dst, mark } : { dst, src, mark });
  if (!way.ok) {
    if (way.errno === "ENETUNREACH") stack.snmp.IpOutNoRoutes++;
    tellMissing(stack, "SYN", { to: dst, errno: way.errno });
    return failed(way.errno);
  }
  if (way.route.type === "broadcast" || way.route.type === "multicast") return failed("ENETUNREACH");
  const localAddress = src === undefined || src === anyAddress ? way.route.source : src;
  const peer = { localAddress, remoteAddress: dst, remotePort: dstPort };
  const localPort = srcPort === 0 ? ephemeralPort(stack, peer) : srcPort;
  if (localPort === undefined) return failed("EADDRNOTAVAIL");
  const ends: Ends = { localAddress, localPort, remoteAddress: dst, remotePort: dstPort };
  if (findEntry(tcpOf(stack), ends) !== undefined) return failed("EADDRNOTAVAIL");
  const socket = openSocket(stack, ends, way.route, mark);
  adopt(socket, handlers, owner);
  sendSyn(socket);
  return { ok: true, socket };
}

function openSocket(stack: Stack, ends: Ends, route: ResolvedRoute, mark: number): TcpSocket {
  const table = tcpOf(stack);
  const { localAddress, localPort, remoteAddress, remotePort } = ends;
  const iss = newIss(stack, ends);
  const ipId = table.random.below(65_536);
  const discoversPath = stack.sysctl.global.ip_no_pmtu_disc === 0;
  const socket = makeSocket({
    stack,
    localAddress,
    localPort,
    remoteAddress,
    remotePort,
    mark,
    iss,
    ipId,
    discoversPath,
  });
  const { receiver } = socket;
  socket.route = route;
  socket.routeGeneration = stack.fib.generation;
  socket.pathMtu = pathMtu(stack, remoteAddress, route);
  socket.features = offered(stack);
  receiver.mss = advertisedMss(stack, remoteAddress, route);
  receiver.capacity = initialWindow(receiver.mss);
  addEntry(table, socket);
  return socket;
}

function sendSyn(socket: TcpSocket): void {
  const iss = socket.sndUna;
  socket.sndNxt = seqAdd(iss, 1);
  socket.writeSeq = socket.sndNxt;
  socket.stack.snmp.TcpActiveOpens++;
  moveTo(socket, "connect");
  startTimer(socket, synGaps[0] as number);
  socket.synSentAt = socket.stack.simulation.now;
  transmit(socket, tcpFlags.syn, iss, noBytes);
}

/** Gives a socket to a program: from now on its handlers are called, with `owner`. */
export function adopt<Owner>(socket: TcpSocket, handlers: TcpHandlers<Owner>, owner: Owner): void {
  socket.handlers = handlers as TcpHandlers<never>;
  socket.owner = owner;
}

export interface ListenRequest {
  /** Left out: any address of the node. */
  readonly address?: Ipv4Address;
  readonly port: number;
  readonly backlog?: number;
  /** SO_REUSEADDR; set unless told otherwise, as servers do. */
  readonly reuseAddress?: boolean;
}

export type Listening =
  | { readonly ok: true; readonly listener: TcpListener }
  | { readonly ok: false; readonly errno: Errno };

const usualBacklog = 128;

/**
 * listen(): `onAccept` is called with each new connection, and gives it to a program by `adopt`.
 * Fails with EADDRINUSE or EADDRNOTAVAIL.
 */
export function listen(
  stack: Stack,
  request: ListenRequest,
  onAccept: (socket: TcpSocket) => void,
): Listening {
  const { address = anyAddress, port, backlog = usualBacklog, reuseAddress = true } = request;
  const errno = bindError(stack, { address, port, reuse: reuseAddress });
  if (errno !== undefined) return failed(errno);
  const discoversPath = stack.sysctl.global.ip_no_pmtu_disc === 0;
  const listener: TcpListener = { stack, address, port, backlog, onAccept, discoversPath, isClosed: false };
  const { listeners, touched } = tcpOf(stack);
  const others = listeners.get(port);
  if (others === undefined) listeners.set(port, [listener]);
  else others.push(listener);
  touched?.(listener);
  return { ok: true, listener };
}

/** Ends listening; connections that were accepted live on. */
export function unlisten(listener: TcpListener): void {
  listener.isClosed = true;
  const { listeners, touched } = tcpOf(listener.stack);
  const left = (listeners.get(listener.port) ?? []).filter((other) => other !== listener);
  if (left.length === 0) listeners.delete(listener.port);
  else listeners.set(listener.port, left);
  touched?.(listener);
}

/** Writes: the bytes leave as windows and Nagle's rule let them. They must not be changed afterwards. */
export function send(socket: TcpSocket, bytes: Uint8Array): Outcome {
  if (socket.state === "SYN_SENT") return failed("ENOTCONN");
  if (socket.isGone || socket.isOrphan || !mayWrite(socket.state)) return failed("EPIPE");
  if (bytes.length === 0) return done;
  enqueue(socket, bytes);
  tcpOf(socket.stack).touched?.(socket);
  sendWaiting(socket);
  return done;
}

/** Reads everything that has arrived; nothing there: no bytes. `isAtEnd` tells nothing yet from no more. */
export function read(socket: TcpSocket): Uint8Array {
  const { receiver } = socket;
  const { chunks, unread } = receiver;
  if (unread === 0) return noBytes;
  const bytes = chunks.length === 1 ? (chunks[0] as Uint8Array) : joined(chunks, unread);
  chunks.length = 0;
  receiver.unread = 0;
  tcpOf(socket.stack).touched?.(socket);
  if (!socket.isGone) acknowledgeRead(socket);
  if (!socket.isGone && receiver.capacity - unread < receiver.capacity / 2) announceRoom(socket);
  return bytes;
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** A window that was half shut is open again: the peer is told if it can be twice as large. */
function announceRoom(socket: TcpSocket): void {
  const { receiver } = socket;
  const before = (receiver.edge - receiver.next) | 0;
  if (offerWindow(receiver) >= 2 * before) sendAck(socket);
}

/** Whether the peer has closed and everything has been read. */
export const isAtEnd = (socket: TcpSocket): boolean =>
  socket.receiver.hasEnded && socket.receiver.unread === 0;

/** shutdown(SHUT_WR): no more is written; the peer may go on. */
export function shutdownWrite(socket: TcpSocket): Outcome {
  if (socket.isGone || !mayWrite(socket.state)) return failed("ENOTCONN");
  finish(socket);
  return done;
}

function finish(socket: TcpSocket): void {
  moveTo(socket, "close");
  enqueueFin(socket, noBytes);
  sendWaiting(socket);
}

/**
 * close(): the program is done with the socket. What was written still arrives; unread data turns the close
 * into a reset; while connecting nothing is sent. Of the handlers only `onClosed` is still called.
 */
export function close(socket: TcpSocket): void {
  if (socket.isGone || socket.isOrphan) return;
  socket.isOrphan = true;
  if (socket.state === "SYN_SENT") {
    destroy(socket);
  } else if (socket.receiver.unread > 0) {
    socket.stack.snmp.TcpExtTCPAbortOnClose++;
    abort(socket);
  } else if (mayWrite(socket.state)) {
    finish(socket);
  } else if (socket.state === "FIN_WAIT2") {
    startFinWait2(socket);
  }
}

/** close() with SO_LINGER 0: the peer gets a reset. */
export function reset(socket: TcpSocket): void {
  if (socket.isGone) return;
  socket.isOrphan = true;
  socket.stack.snmp.TcpExtTCPAbortOnData++;
  abort(socket);
}
