/**
 * An HTTP client: one GET on a connection of its own, read to its end.
 *
 * The time-out counts anew for the connection and for each read, as socket time-outs do.
 */

import type { Nanos } from "../engine/time.ts";
import { seconds } from "../engine/time.ts";
import type { Stack } from "../stack/stack.ts";
import type { ConnectRequest } from "../stack/tcp/calls.ts";
import type { AppEvent } from "./app-events.ts";
import {
  breakOff,
  type Conversation,
  converse,
  hangUp,
  type ProgramError,
  readOnce,
  type Waited,
  write,
} from "./conversation.ts";
import { programTimes } from "./program-times.ts";
import { bytesOf, concat, textOf } from "./text.ts";

export interface GetRequest extends ConnectRequest {
  readonly timeout?: Nanos;
  /** The whole request; left out: `GET / HTTP/1.0` and an empty line. */
  readonly request?: string;
  /** Bytes of an extra header. */
  readonly pad?: number;
  /** Close with a reset (linger 0). */
  readonly resetAtEnd?: boolean;
  /** Is told what became of it, for the trace. */
  readonly announce?: (event: AppEvent) => void;
}

export type GetResult =
  | { readonly ok: true; readonly status: string; readonly head: string; readonly body: Uint8Array }
  /** `received`: what had come before it went wrong. */
  | { readonly ok: false; readonly error: ProgramError; readonly received: Uint8Array };

interface Getting {
  readonly conversation: Conversation;
  readonly request: GetRequest;
  readonly timeout: Nanos;
  readonly pieces: Uint8Array[];
  readonly onDone: (result: GetResult) => void;
}

const usualTimeout = seconds(5);

/** The text of a request, with a header of `pad` bytes where asked for. */
export const requestText = (pad?: number): string =>
  pad === undefined ? "GET / HTTP/1.0\r\n\r\n" : `GET / HTTP/1.0\r\nX-Pad: ${"x".repeat(pad)}\r\n\r\n`;

/** Asks for a page; `onDone` is told once, with the answer or the error. */
export function get(stack: Stack, request: GetRequest, onDone: (result: GetResult) => void): void {
  const timeout = request.timeout ?? usualTimeout;
  const pieces: Uint8Array[] = [];
  const conversation = converse(stack, { ...request, timeout }, (connected) => {
    if (!connected.ok) giveUp(getting, connected.error);
    else stack.simulation.after(programTimes.request, ask, getting);
  });
  const getting: Getting = { conversation, request, timeout, pieces, onDone };
}

function ask(getting: Getting): void {
  const { conversation, request, timeout } = getting;
  const errno = write(conversation, bytesOf(request.request ?? requestText(request.pad)));
  if (errno !== undefined) giveUp(getting, errno);
  else readOnce(conversation, timeout, (waited) => takeRead(getting, waited));
}

function takeRead(getting: Getting, waited: Waited): void {
  const { conversation, timeout, pieces } = getting;
  if (!waited.ok) {
    giveUp(getting, waited.error);
    return;
  }
  if (waited.data.length === 0) {
    finish(getting);
    return;
  }
  pieces.push(waited.data);
  readOnce(conversation, timeout, (next) => takeRead(getting, next));
}

function giveUp({ conversation, request, pieces, onDone }: Getting, error: ProgramError): void {
  const { dst: to, dstPort: port } = request;
  const node = conversation.stack.name;
  end(conversation, request);
  request.announce?.({ kind: "request-failed", node, to, port, error });
  onDone({ ok: false, error, received: concat(pieces) });
}

function finish({ conversation, request, pieces, onDone }: Getting): void {
  end(conversation, request);
  const whole = concat(pieces);
  const result = { ok: true, ...parseAnswer(whole) } as const;
  const { dst: to, dstPort: port } = request;
  const { status } = result;
  const node = conversation.stack.name;
  const [method, bytes] = ["GET", whole.length];
  request.announce?.({ kind: "request-answered", node, method, to, port, status, bytes });
  onDone(result);
}

function end(conversation: Conversation, { resetAtEnd }: GetRequest): void {
  if (resetAtEnd === true) breakOff(conversation);
  else hangUp(conversation);
}

/** Status line, head and body of an answer. */
export function parseAnswer(bytes: Uint8Array): { status: string; head: string; body: Uint8Array } {
  const text = textOf(bytes);
  const end = text.indexOf("\r\n\r\n");
  const head = end < 0 ? text : text.slice(0, end);
  const [status = ""] = head.split("\r\n");
  return { status, head, body: end < 0 ? new Uint8Array(0) : bytes.subarray(end + 4) };
}
