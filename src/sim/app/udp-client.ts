/**
 * A UDP client: a connected socket, one datagram, and the answer or the error that comes back.
 */

import { type Nanos, seconds } from "../engine/time.ts";
import type { Errno } from "../stack/socket-errors.ts";
import type { Stack } from "../stack/stack.ts";
import { connectUdp, openUdp, sendTo } from "../stack/udp-calls.ts";
import type { UdpHandlers, UdpSocket } from "../stack/udp-socket.ts";
import { closeUdp } from "../stack/udp-socket.ts";
import type { Ipv4Address } from "../wire/address.ts";
import type { ProgramError } from "./conversation.ts";
import { programTimes } from "./program-times.ts";

export interface AskRequest {
  readonly dst: Ipv4Address;
  readonly dstPort: number;
  readonly src?: Ipv4Address | undefined;
  readonly srcPort?: number | undefined;
  readonly bytes: Uint8Array;
  readonly timeout?: Nanos;
  /** Whether to set "don't fragment" where the datagram fits; left out: yes. */
  readonly dontFragment?: boolean | undefined;
  /** `false`: send, and wait for nothing. */
  readonly expectsAnswer?: boolean;
}

export type AskResult =
  | { readonly ok: true; readonly answer: Uint8Array }
  | { readonly ok: false; readonly error: ProgramError };

interface Asking {
  socket: UdpSocket | undefined;
  result: AskResult | undefined;
  onDone: ((result: AskResult) => void) | undefined;
}

const usualTimeout = seconds(2);
const nothing = new Uint8Array(0);

/** Sends a datagram and waits; `onDone` is told once, and the socket is closed. */
export function ask(stack: Stack, request: AskRequest, onDone: (result: AskResult) => void): void {
  const asking: Asking = { socket: undefined, result: undefined, onDone };
  const problem = begin(stack, request, asking);
  if (problem === undefined && request.expectsAnswer !== false) {
    stack.simulation.after(request.timeout ?? usualTimeout, timedOut, asking);
    return;
  }
  asking.result = problem === undefined ? { ok: true, answer: nothing } : fromErrno(problem);
  stack.simulation.after(programTimes.wake, finish, asking);
}

/** Opens the socket and sends; answers what went wrong. */
function begin(stack: Stack, request: AskRequest, asking: Asking): Errno | undefined {
  const { src: address, srcPort: port, dst, dstPort, dontFragment } = request;
  const opened = openUdp(stack, { address, port, dontFragment, reuseAddress: true }, askHandlers, asking);
  if (!opened.ok) return opened.errno;
  asking.socket = opened.socket;
  const connected = connectUdp(opened.socket, { dst, dstPort });
  if (!connected.ok) return connected.errno;
  const sent = sendTo(opened.socket, { bytes: request.bytes });
  return sent.ok ? undefined : sent.errno;
}

const fromErrno = (error: Errno): AskResult => ({ ok: false, error });

const askHandlers: UdpHandlers<Asking> = {
  onDatagram: (socket, asking, { bytes }) => settle(socket, asking, { ok: true, answer: bytes }),
  onError: (socket, asking, errno) => settle(socket, asking, fromErrno(errno)),
};

function settle(socket: UdpSocket, asking: Asking, result: AskResult): void {
  if (asking.result !== undefined) return;
  asking.result = result;
  socket.stack.simulation.after(programTimes.wake, finish, asking);
}

function timedOut(asking: Asking): void {
  asking.result ??= { ok: false, error: "TIMEOUT" };
  finish(asking);
}

function finish(asking: Asking): void {
  const { socket, result, onDone } = asking;
  if (onDone === undefined || result === undefined) return;
  asking.onDone = undefined;
  if (socket !== undefined) closeUdp(socket);
  onDone(result);
}
