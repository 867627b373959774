/**
 * From an event back to where it began on its machine: a frame that arrived, a command, a timer. What only
 * happened on the way and decided nothing about the event is left out.
 */

import type { TraceEvent } from "#sim/trace";
import type { EventKind } from "#words/caption-words";
import { isKind, type Past } from "./past.ts";

export interface Chain {
  /** Oldest first; the event itself is the last. All on one machine. */
  readonly events: readonly TraceEvent[];
  /** What happened on another machine that led to the first of them. */
  readonly origin: TraceEvent | undefined;
}

/** More than this is no answer to "why?" any more. */
const longest = 16;

/** The chain of an event. */
export function chainOf(past: Past, last: TraceEvent): Chain {
  const events = [last];
  let cause = past.event(last.cause);
  while (cause !== undefined && cause.event.node === last.event.node && events.length < longest) {
    events.unshift(cause);
    const isStart = isKind(cause, "frame-received");
    cause = past.event(cause.cause);
    if (isStart) break;
  }
  const origin = cause !== undefined && cause.event.node !== last.event.node ? cause : undefined;
  return { events: events.filter((event) => event === last || !isAside(event, last)), origin };
}

/** Kinds that follow from what a machine handles and do not lead to what it does next. */
const asides: ReadonlySet<EventKind> = new Set([
  "fdb-learned",
  "connection-state-changed",
  "connection-told",
  "table-changed",
  "setting-changed",
  "ipvs-table-changed",
]);

/** A neighbour entry that was only used, or learnt from a question while it is answered. */
function isAside(traced: TraceEvent, last: TraceEvent): boolean {
  if (asides.has(traced.event.kind)) return true;
  if (!isKind(traced, "neighbour-changed")) return false;
  const { because } = traced.event;
  if (because === "used") return true;
  return because === "request" && (isKind(last, "arp-reply-sent") || isKind(last, "frame-sent"));
}

/** The latest event of a kind in a chain. */
export function latestOf<Kind extends EventKind>(events: readonly TraceEvent[], kind: Kind) {
  return events.findLast((event) => isKind(event, kind)) as
    | (TraceEvent & { readonly event: Extract<TraceEvent["event"], { readonly kind: Kind }> })
    | undefined;
}

/** By which device the packet that an event is about came in. */
export function arrivedOn(events: readonly TraceEvent[]): string | undefined {
  const arrival = events.findLast(
    (event) => isKind(event, "frame-received") || isKind(event, "packet-decapsulated"),
  );
  return arrival !== undefined && "device" in arrival.event ? arrival.event.device : undefined;
}
