/**
 * What came of an event: the nearest events after it that people care about, mostly on other machines.
 */

import type { NetworkEvent, TraceEvent } from "#sim/trace";
import type { EventKind } from "#words/caption-words";
import { isForOthers } from "../for-others.ts";
import type { Past } from "./past.ts";

/** More would be a list to read, not an answer. */
const most = 3;
/** What comes so much later has other reasons besides. ARP gives up after three seconds. */
const soon = 3.5e9;

/** Kinds that change what a machine believes, or end something. */
const notable: ReadonlySet<EventKind> = new Set([
  "neighbour-changed",
  "neighbour-update-refused",
  "neighbour-unanswered",
  "packet-dropped",
  "frame-dropped",
  "arp-reply-sent",
  "arp-not-answered",
  "path-mtu-learnt",
  "redirect-learnt",
  "redirect-ignored",
  "no-frame-left",
  "socket-error",
  "destination-scheduled",
  "no-destination",
  "request-answered",
  "request-failed",
  "connection-updated-by-sync",
]);

function isNotable(event: NetworkEvent): boolean {
  if (!notable.has(event.kind)) return false;
  if (event.kind === "packet-dropped") return !isForOthers(event.reason);
  // An entry that was merely used says nothing new.
  return event.kind !== "neighbour-changed" || event.because === "reply" || event.because === "gratuitous";
}

/** Where a packet ends its sender is told, which has the same cause as the end. */
const rootOf = (past: Past, { id, cause, event }: TraceEvent): number => {
  const before = event.kind === "packet-dropped" ? past.event(cause) : undefined;
  return before?.event.node === event.node ? before.id : id;
};

/**
 * The nearest of them, in the order of happening, on this machine or the next one; what follows from those is
 * left to them.
 */
export function consequencesOf(past: Past, traced: TraceEvent): TraceEvent[] {
  const { id, event, at } = traced;
  const found: TraceEvent[] = [];
  // For each effect the machine that it is on; those that are of no interest any more are missing.
  const ways = new Map<number, string>([[rootOf(past, traced), event.node]]);
  ways.set(id, event.node);
  for (const effect of past.effects(rootOf(past, traced))) {
    const before = ways.get(effect.cause);
    if (effect.id === id || before === undefined || effect.at - at > soon) continue;
    if (effect.event.kind === "tcp-retransmitted") continue;
    const isMachine = past.nodes.includes(effect.event.node);
    const isOnward = isMachine && effect.event.node !== before;
    if (isOnward && before !== event.node) continue;
    if (isNotable(effect.event)) {
      found.push(effect);
      if (found.length === most) break;
    } else ways.set(effect.id, isMachine ? effect.event.node : before);
  }
  return found;
}
