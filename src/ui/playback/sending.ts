/**
 * Whether a command that was typed has sent anything of its own. What it sends is watched; while it only
 * thinks, what others had on their way is no reason to let its prompt wait.
 */

import type { TerminalName } from "#lab/lab-command";
import { eventById, type Recording } from "#lab/recording";
import type { TraceEvent } from "#sim/trace";

export interface Sending {
  /** How many events had happened when it was typed. */
  readonly from: number;
  /** How many have been looked at. */
  looked: number;
  hasSent: boolean;
}

export const nothingSent = (from: number): Sending => ({ from, looked: from, hasSent: false });

/** Looks at what happened since it was asked last: whether machines sent a frame of their own accord. */
export function hasSent(sending: Sending, recording: Recording, terminals: readonly TerminalName[]): boolean {
  const { events } = recording;
  const nodes = new Set(terminals.map(({ node }) => node));
  const oldest = events[sending.from]?.id ?? Number.POSITIVE_INFINITY;
  for (; !sending.hasSent && sending.looked < events.length; sending.looked++) {
    const traced = events[sending.looked] as TraceEvent;
    const isOwn = traced.event.kind === "frame-sent" && nodes.has(traced.event.node);
    sending.hasSent = isOwn && beginningOf(recording, traced).id >= oldest;
  }
  return sending.hasSent;
}

/** Where the chain of causes begins. */
function beginningOf(recording: Recording, traced: TraceEvent): TraceEvent {
  let first = traced;
  for (let cause = eventById(recording, first.cause); cause !== undefined; ) {
    first = cause;
    cause = eventById(recording, first.cause);
  }
  return first;
}
