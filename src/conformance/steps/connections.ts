/**
 * Steps on connections that are open: send and wait for the echo, read once, close, reset, half-close.
 */

import {
  breakOff,
  type Conversation,
  endWriting,
  hangUp,
  readOnce,
  type Waited,
  write,
} from "#sim/app/conversation";
import { type ExchangeResult, exchange } from "#sim/app/hold-client";
import { bytesOf, textOf } from "#sim/app/text";
import { micros } from "#sim/engine/time";
import type { Step } from "../case.ts";
import { outcome, type Player, patience, pause } from "../player.ts";

const sendTimeout = 5;
const receiveTimeout = 3;
/** What the program does before and after a step's action, and between two of them. */
const times = {
  beforeSend: micros(50),
  afterSend: micros(250),
  beforeEnd: micros(30),
  between: micros(30),
  afterEnd: micros(250),
} as const;

/** A step asks for a connection that is not open. */
export class UnknownConnection extends Error {
  readonly id: string;
  constructor(id: string) {
    super(`the connection ${id} is not open`);
    this.id = id;
  }
}

function connectionOf(player: Player, id: string): Conversation {
  const conversation = player.connections.get(id);
  if (conversation === undefined) throw new UnknownConnection(id);
  return conversation;
}

/** Writes, and reads until as many bytes have come back. */
export async function sendAndWait(player: Player, send: NonNullable<Step["send"]>) {
  const conversation = connectionOf(player, send.id);
  const bytes = bytesOf(send.data !== undefined && send.data !== "" ? send.data : "z".repeat(send.size ?? 0));
  await pause(player, times.beforeSend);
  if (send.expect === false) {
    const errno = write(conversation, bytes);
    await pause(player, times.afterSend);
    return errno === undefined ? {} : { error: errno };
  }
  const timeout = patience(send.timeout ?? sendTimeout);
  const result = await outcome<ExchangeResult>(player, (done) =>
    exchange(conversation, { bytes, timeout }, done),
  );
  await pause(player, times.afterSend);
  if (result.error !== undefined) return { error: result.error };
  return { ...(result.isAtEnd ? { eof: true } : {}), got: result.received.length };
}

/** Reads once. */
export async function receiveOnce(player: Player, id: string, timeout: number | undefined) {
  const conversation = connectionOf(player, id);
  const limit = patience(timeout ?? receiveTimeout);
  const waited = await outcome<Waited>(player, (done) => readOnce(conversation, limit, done));
  return waited.ok ? { data: textOf(waited.data) } : { error: waited.error };
}

type Ending = "close" | "reset" | "shutdown";

const endings: Readonly<Record<Ending, (conversation: Conversation) => void>> = {
  close: hangUp,
  reset: breakOff,
  shutdown: endWriting,
};

/** Ends connections in one of three ways; answers the ids that are not open. */
export async function endConnections(player: Player, ending: Ending, ids: string | readonly string[]) {
  const missing: string[] = [];
  await pause(player, times.beforeEnd);
  for (const id of typeof ids === "string" ? [ids] : ids) {
    const conversation = player.connections.get(id);
    if (conversation === undefined) {
      missing.push(id);
      continue;
    }
    endings[ending](conversation);
    if (ending !== "shutdown") player.connections.delete(id);
    await pause(player, times.between);
  }
  await pause(player, times.afterEnd);
  return missing.length === 0 ? {} : { missing };
}
