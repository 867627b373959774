/**
 * A client that holds its connection open: connects, reads a banner, sends and waits for the echo, as often
 * as asked.
 */

import type { Nanos } from "../engine/time.ts";
import type { Stack } from "../stack/stack.ts";
import type { ConnectRequest } from "../stack/tcp/calls.ts";
import {
  type Conversation,
  converse,
  hangUp,
  type ProgramError,
  readOnce,
  type Waited,
  write,
} from "./conversation.ts";
import { concat } from "./text.ts";

export interface OpenRequest extends ConnectRequest {
  readonly timeout: Nanos;
  /** Whether to read a banner before the connection counts as open. */
  readonly banner: boolean;
}

export type OpenResult =
  | { readonly ok: true; readonly conversation: Conversation; readonly banner: Uint8Array }
  | { readonly ok: false; readonly error: ProgramError };

/** Opens a connection; on an error it is closed again. `onDone` is told once. */
export function open(stack: Stack, request: OpenRequest, onDone: (result: OpenResult) => void): void {
  const opened = (waited: Waited): void => {
    if (waited.ok) {
      onDone({ ok: true, conversation, banner: waited.data });
      return;
    }
    hangUp(conversation);
    onDone({ ok: false, error: waited.error });
  };
  const conversation = converse(stack, request, (connected) => {
    if (connected.ok && request.banner) readOnce(conversation, request.timeout, opened);
    else opened(connected);
  });
}

export interface ExchangeResult {
  /** The bytes that came back. */
  readonly received: Uint8Array;
  /** The other end has closed before all had come back. */
  readonly isAtEnd: boolean;
  readonly error: ProgramError | undefined;
}

/** Writes, and reads until as many bytes have come back. The connection stays open whatever happens. */
export function exchange(
  conversation: Conversation,
  message: { readonly bytes: Uint8Array; readonly timeout: Nanos },
  onDone: (result: ExchangeResult) => void,
): void {
  const pieces: Uint8Array[] = [];
  let missing = message.bytes.length;
  const finish = (isAtEnd: boolean, error: ProgramError | undefined): void =>
    onDone({ received: concat(pieces), isAtEnd, error });
  const take = (waited: Waited): void => {
    if (!waited.ok || waited.data.length === 0) {
      finish(waited.ok, waited.ok ? undefined : waited.error);
      return;
    }
    pieces.push(waited.data);
    missing -= waited.data.length;
    if (missing > 0) readOnce(conversation, message.timeout, take);
    else finish(false, undefined);
  };
  const errno = write(conversation, message.bytes);
  if (errno === undefined) readOnce(conversation, message.timeout, take);
  else finish(false, errno);
}
