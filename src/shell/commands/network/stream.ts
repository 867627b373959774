/**
 * A TCP connection for a command that waits: connect, read, write, each answering what happened.
 *
 * Whoever opens one closes it in a `finally`: a signal ends a command in the middle of a wait.
 */

import type { Process } from "#shell/command";
import { type Nanos, nanos } from "#sim/engine/time";
import type { Errno } from "#sim/stack/socket-errors";
import { adopt, type ConnectRequest, close, connect, isAtEnd, read, send } from "#sim/stack/tcp/calls";
import type { TcpHandlers, TcpSocket } from "#sim/stack/tcp/tcp-socket";
import { ownSocket } from "./socket-owners.ts";

export interface Stream {
  readonly process: Process;
  socket: TcpSocket;
  isConnected: boolean;
  hasEnded: boolean;
  error: Errno | undefined;
  /** Called when anything has happened; set while somebody waits. */
  wake: (() => void) | undefined;
}

export type Connected =
  | { readonly kind: "connected"; readonly stream: Stream }
  | {
      readonly kind: "failed";
      readonly errno: Errno /** Before anything was sent. */;
      readonly atOnce: boolean;
    }
  | { readonly kind: "timeout" }
  | { readonly kind: "interrupted" };

export type ReadResult =
  | { readonly kind: "data"; readonly bytes: Uint8Array }
  | { readonly kind: "end" }
  | { readonly kind: "failed"; readonly errno: Errno }
  | { readonly kind: "timeout" }
  | { readonly kind: "interrupted" };

const handlers: TcpHandlers<Stream> = {
  onConnected(_socket, stream) {
    stream.isConnected = true;
    stream.wake?.();
  },
  onReadable: (_socket, stream) => stream.wake?.(),
  onEnd: (_socket, stream) => stream.wake?.(),
  onError(_socket, stream, errno) {
    stream.error = errno;
    stream.wake?.();
  },
};

const emptyStream = (process: Process): Omit<Stream, "socket"> => ({
  process,
  isConnected: false,
  hasEnded: false,
  error: undefined,
  wake: undefined,
});

/** Connects, waiting at most `timeout`. A stream that did not connect in time is closed. */
export async function connectStream(
  process: Process,
  request: ConnectRequest,
  timeout?: Nanos,
): Promise<Connected> {
  const stream = emptyStream(process) as Stream;
  const connecting = connect(process.machine.stack, request, handlers, stream);
  if (!connecting.ok) return { kind: "failed", errno: connecting.errno, atOnce: true };
  stream.socket = connecting.socket;
  ownSocket(stream.socket, process);
  let isKept = false;
  try {
    const waited = await waitFor(stream, () => stream.isConnected || stream.error !== undefined, timeout);
    if (waited !== "happened") return { kind: waited };
    if (stream.error !== undefined) return { kind: "failed", errno: stream.error, atOnce: false };
    isKept = true;
    return { kind: "connected", stream };
  } finally {
    if (!isKept) close(stream.socket);
  }
}

/** Takes over an accepted connection. */
export function acceptStream(process: Process, socket: TcpSocket): Stream {
  const stream: Stream = { ...emptyStream(process), socket, isConnected: true };
  adopt(socket, handlers, stream);
  ownSocket(socket, process, 4);
  return stream;
}

/** Reads what is there, or waits for data, the end, or an error. */
export async function readStream(stream: Stream, timeout?: Nanos): Promise<ReadResult> {
  const waited = await waitFor(stream, () => isReady(stream), timeout);
  return waited === "happened" ? takeFrom(stream) : { kind: waited };
}

/** Whether a read would answer at once. */
export const isReady = ({ socket, error }: Stream): boolean =>
  socket.receiver.unread > 0 || isAtEnd(socket) || error !== undefined;

/** What a read answers now; only when `isReady`. */
export function takeFrom(stream: Stream): ReadResult {
  const { socket } = stream;
  if (socket.receiver.unread > 0) return { kind: "data", bytes: read(socket) };
  if (isAtEnd(socket)) return { kind: "end" };
  return { kind: "failed", errno: stream.error ?? "ECONNRESET" };
}

/** Writes; answers the errno where that fails. */
export function writeStream({ socket, error }: Stream, bytes: Uint8Array): Errno | undefined {
  if (error !== undefined) return error;
  const sent = send(socket, bytes);
  return sent.ok ? undefined : sent.errno;
}

export const closeStream = ({ socket }: Stream): void => close(socket);

/** Waits until something holds that the connection's events can change. */
async function waitFor(
  stream: Stream,
  isReached: () => boolean,
  timeout?: Nanos,
): Promise<"happened" | "timeout" | "interrupted"> {
  const { process } = stream;
  const { simulation } = process.machine;
  const end = timeout === undefined ? undefined : simulation.now + timeout;
  while (!isReached()) {
    const register = (wake: (value: "woken") => void): (() => void) => {
      stream.wake = () => wake("woken");
      return () => {
        stream.wake = undefined;
      };
    };
    const waited =
      end === undefined
        ? await process.until(register, undefined, "time")
        : await process.until(register, nanos(Math.max(0, end - simulation.now)));
    if (waited !== "woken") return waited;
  }
  return "happened";
}
