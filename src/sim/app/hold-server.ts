/**
 * A server that holds connections: it says its name when a connection is accepted, then echoes until the
 * client closes.
 */

import type { Nanos } from "../engine/time.ts";
import type { Errno } from "../stack/socket-errors.ts";
import type { Stack } from "../stack/stack.ts";
import {
  adopt,
  close,
  isAtEnd,
  type ListenRequest,
  listen,
  read,
  reset,
  send,
  unlisten,
} from "../stack/tcp/calls.ts";
import type { TcpHandlers, TcpListener, TcpSocket } from "../stack/tcp/tcp-socket.ts";
import { programTimes } from "./program-times.ts";

export interface HoldServerOptions extends ListenRequest {
  /** What a new connection is greeted with; empty: nothing. */
  readonly banner: Uint8Array;
}

export interface HoldServer {
  readonly listener: TcpListener;
  readonly options: HoldServerOptions;
  readonly guests: Set<Guest>;
}

interface Guest {
  readonly server: HoldServer;
  readonly socket: TcpSocket;
  isGreeted: boolean;
  isAwake: boolean;
}

/** Starts a server. Fails with EADDRINUSE or EADDRNOTAVAIL. */
export function startHoldServer(
  stack: Stack,
  options: HoldServerOptions,
): { readonly ok: true; readonly server: HoldServer } | { readonly ok: false; readonly errno: Errno } {
  const opened = listen(stack, options, (socket) => welcome(server, socket));
  if (!opened.ok) return opened;
  const server: HoldServer = { listener: opened.listener, options, guests: new Set() };
  return { ok: true, server };
}

/** Stops listening; with `abort` the open connections are reset. */
export function stopHoldServer(server: HoldServer, abort = false): void {
  unlisten(server.listener);
  if (abort) for (const { socket } of [...server.guests]) reset(socket);
}

function welcome(server: HoldServer, socket: TcpSocket): void {
  const isGreeted = server.options.banner.length === 0;
  const guest: Guest = { server, socket, isGreeted, isAwake: false };
  server.guests.add(guest);
  adopt(socket, guestHandlers, guest);
  if (!isGreeted) wake(guest, programTimes.banner);
}

const guestHandlers: TcpHandlers<Guest> = {
  onReadable: (_socket, guest) => wake(guest, programTimes.echo),
  onEnd: (_socket, guest) => wake(guest, programTimes.closeAfterEnd),
  onClosed: (_socket, guest) => {
    guest.server.guests.delete(guest);
  },
};

/** The program goes on after `delay`, once for all that has happened until then. */
function wake(guest: Guest, delay: Nanos): void {
  if (guest.isAwake) return;
  guest.isAwake = true;
  guest.socket.stack.simulation.after(delay, goOn, guest);
}

function goOn(guest: Guest): void {
  const { socket, server } = guest;
  guest.isAwake = false;
  if (socket.isGone) return;
  if (!guest.isGreeted) {
    guest.isGreeted = true;
    send(socket, server.options.banner);
    if (socket.receiver.unread > 0 || isAtEnd(socket)) wake(guest, programTimes.echo);
    return;
  }
  const bytes = read(socket);
  if (bytes.length > 0) {
    send(socket, bytes);
    if (isAtEnd(socket)) wake(guest, programTimes.closeAfterEnd);
    return;
  }
  if (isAtEnd(socket)) close(socket);
}
