/**
 * A client's TCP connection as a plain program has it: connect, write, read once, each with a time-out,
 * close.
 *
 * Where a program would block, a callback goes on; one wait at a time. What arrives while nobody waits
 * stays in the socket's buffer, so closing then means a reset, as on a real host.
 */

import type { Nanos } from "../engine/time.ts";
import type { Errno } from "../stack/socket-errors.ts";
import type { Stack } from "../stack/stack.ts";
import {
  type ConnectRequest,
  close,
  connect,
  isAtEnd,
  read,
  reset,
  send,
  shutdownWrite,
} from "../stack/tcp/calls.ts";
import type { TcpHandlers, TcpSocket } from "../stack/tcp/tcp-socket.ts";
import { programTimes } from "./program-times.ts";

/** Why a program gave up: what its call said, or its own patience. */
export type ProgramError = Errno | "TIMEOUT";

/** How a wait ended. `data` is only there for a read: no bytes mean the other end has closed. */
export type Waited =
  | { readonly ok: true; readonly data: Uint8Array }
  | { readonly ok: false; readonly error: ProgramError };

export interface Conversation {
  readonly stack: Stack;
  socket: TcpSocket | undefined;
  /** Counts waits: a time-out that comes after its wait has ended is none. */
  waits: number;
  /** Who goes on when the wait ends; `undefined`: nobody waits. */
  resume: ((waited: Waited) => void) | undefined;
  waitsFor: "connection" | "data";
  /** Going on is already scheduled. */
  isAwake: boolean;
  isConnected: boolean;
  /** An error that no call has told the program yet. */
  error: Errno | undefined;
}

const nothing = new Uint8Array(0);

/** Connects; `onDone` is told once: connected, or the error, or TIMEOUT. */
export function converse(
  stack: Stack,
  request: ConnectRequest & { readonly timeout: Nanos },
  onDone: (waited: Waited) => void,
): Conversation {
  const conversation: Conversation = {
    stack,
    socket: undefined,
    waits: 0,
    resume: undefined,
    waitsFor: "connection",
    isAwake: false,
    isConnected: false,
    error: undefined,
  };
  wait(conversation, "connection", request.timeout, onDone);
  const connecting = connect(stack, request, handlers, conversation);
  if (connecting.ok) conversation.socket = connecting.socket;
  else conversation.error = connecting.errno;
  if (!connecting.ok) wakeUp(conversation);
  return conversation;
}

const handlers: TcpHandlers<Conversation> = {
  onConnected(_socket, conversation) {
    conversation.isConnected = true;
    wakeUp(conversation);
  },
  onReadable: (_socket, conversation) => wakeUp(conversation),
  onEnd: (_socket, conversation) => wakeUp(conversation),
  onError(_socket, conversation, errno) {
    conversation.error = errno;
    wakeUp(conversation);
  },
};

/** Reads what is there, or waits for the next bytes, the end (no bytes), an error, or TIMEOUT. */
export function readOnce(conversation: Conversation, timeout: Nanos, onDone: (waited: Waited) => void): void {
  wait(conversation, "data", timeout, onDone);
  if (isReady(conversation)) wakeUp(conversation);
}

/** Writes. After an error that no read has told, the write tells it; later ones say EPIPE. */
export function write(conversation: Conversation, bytes: Uint8Array): Errno | undefined {
  const { socket } = conversation;
  if (socket === undefined) return "ENOTCONN";
  const sent = send(socket, bytes);
  if (sent.ok) return undefined;
  const { error } = conversation;
  conversation.error = undefined;
  return error ?? sent.errno;
}

/** close(). */
export const hangUp = ({ socket }: Conversation): void => {
  if (socket !== undefined) close(socket);
};

/** close() with linger 0. */
export const breakOff = ({ socket }: Conversation): void => {
  if (socket !== undefined) reset(socket);
};

/** shutdown(SHUT_WR). */
export const endWriting = ({ socket }: Conversation): void => {
  if (socket !== undefined) shutdownWrite(socket);
};

function wait(
  conversation: Conversation,
  waitsFor: "connection" | "data",
  timeout: Nanos,
  resume: (waited: Waited) => void,
): void {
  const number = ++conversation.waits;
  conversation.waitsFor = waitsFor;
  conversation.resume = resume;
  conversation.stack.simulation.after(timeout, timedOut, { conversation, number });
}

function timedOut({ conversation, number }: { conversation: Conversation; number: number }): void {
  const { resume } = conversation;
  if (conversation.waits !== number || resume === undefined) return;
  conversation.resume = undefined;
  resume({ ok: false, error: "TIMEOUT" });
}

function isReady({ socket, error, waitsFor, isConnected }: Conversation): boolean {
  if (error !== undefined) return true;
  if (waitsFor === "connection") return isConnected;
  return socket === undefined || socket.isGone || socket.receiver.unread > 0 || socket.receiver.hasEnded;
}

function wakeUp(conversation: Conversation): void {
  if (conversation.isAwake || conversation.resume === undefined) return;
  conversation.isAwake = true;
  conversation.stack.simulation.after(programTimes.wake, goOn, conversation);
}

function goOn(conversation: Conversation): void {
  const { resume } = conversation;
  conversation.isAwake = false;
  if (resume === undefined || !isReady(conversation)) return;
  conversation.resume = undefined;
  resume(outcomeOf(conversation));
}

function outcomeOf(conversation: Conversation): Waited {
  const { socket, error, waitsFor } = conversation;
  if (socket !== undefined && waitsFor === "data" && socket.receiver.unread > 0) {
    return { ok: true, data: read(socket) };
  }
  conversation.error = undefined;
  return error === undefined ? { ok: true, data: nothing } : { ok: false, error };
}

/** Whether the other end has closed and everything it sent was read. */
export const hasEnded = ({ socket }: Conversation): boolean => socket === undefined || isAtEnd(socket);
