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
  /** What led to the first of them: on another machine, or on this one long before. */
  readonly origin: TraceEvent | undefined;
}

/** More than this is no answer to "why?" any more. */
const longest = 16;
/** What a timer does so much later is told from the timer on. */
const longPause = 100e6;

/** The chain of an event. */
export function chainOf(past: Past, last: TraceEvent): Chain {
  const events = [last];
  let first = last;
  let cause = past.event(last.cause);
  while (cause !== undefined && leadsOn(cause, first) && events.length < longest) {
    events.unshift(cause);
    first = cause;
    cause = past.event(cause.cause);
  }
  return {
    events: withoutSent(events).filter((event) => event === last || !isAside(event, last)),
    origin: cause && originOf(past, cause, last.event.node),
  };
}

/**
 * Whether an event is on the same machine and of the same moment as what it led to. What comes in by loopback
 * comes from this machine itself.
 */
const leadsOn = (cause: TraceEvent, effect: TraceEvent): boolean =>
  cause.event.node === effect.event.node &&
  effect.at - cause.at < longPause &&
  (!isKind(effect, "frame-received") || effect.event.frame.src === 0);

/** Switches in between are passed over; a frame that carries an ARP message is that message. */
function originOf(past: Past, cause: TraceEvent, node: string): TraceEvent {
  let origin = cause;
  while (origin.event.node !== node && !past.nodes.includes(origin.event.node)) {
    const before = past.event(origin.cause);
    if (before === undefined) return origin;
    origin = before;
  }
  const before = past.event(origin.cause);
  if (before === undefined || !isKind(origin, "frame-sent")) return origin;
  return isKind(before, "arp-request-sent") || isKind(before, "arp-reply-sent") ? before : origin;
}

/** What a machine does to send a packet, up to the frame. */
const sendingKinds: ReadonlySet<EventKind> = new Set([
  "route-chosen",
  "rule-matched",
  "packet-rewritten",
  "packet-fragmented",
  "packet-encapsulated",
  "neighbour-changed",
  "packet-queued",
]);

/**
 * A frame that left in between is gone, and with it what was done to send it; by loopback it comes in again.
 */
function withoutSent(events: readonly TraceEvent[]): TraceEvent[] {
  const kept: TraceEvent[] = [];
  for (const [index, event] of events.entries()) {
    const next = events[index + 1];
    const isGone = isKind(event, "frame-sent") && next !== undefined && !isKind(next, "frame-received");
    if (!isGone) {
      kept.push(event);
      continue;
    }
    while (isPartOfSending(kept.at(-1))) kept.pop();
  }
  return kept;
}

function isPartOfSending(traced: TraceEvent | undefined): boolean {
  if (traced === undefined || !sendingKinds.has(traced.event.kind)) return false;
  return !isKind(traced, "route-chosen") || traced.event.way === "output";
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
