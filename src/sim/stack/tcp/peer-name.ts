/**
 * What accept() and getpeername() answer: the other end of a connection, or with the module `toa` the client
 * that a load balancer has told in option 254 of the handshake's last segment.
 *
 * Only these calls answer otherwise; the connection itself, and whoever lists it (netstat, ss), know the
 * other end alone.
 */

import type { Endpoint } from "#sim/wire/address";
import type { Stack } from "../stack.ts";
import type { TcpSocket } from "./tcp-socket.ts";
import { tcpOf } from "./tcp-table.ts";

/** `modprobe toa`: connections from now on tell their clients. */
export function startTellingClients(stack: Stack): void {
  tcpOf(stack).toldClients ??= new WeakMap();
}

/** `modprobe -r toa`. */
export function stopTellingClients(stack: Stack): void {
  tcpOf(stack).toldClients = undefined;
}

/** getpeername(). */
export function peerOf(socket: TcpSocket): Endpoint {
  const told = tcpOf(socket.stack).toldClients?.get(socket);
  return told ?? { address: socket.remoteAddress, port: socket.remotePort };
}
