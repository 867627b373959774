/**
 * Who changed a header field on a machine, and by which rule: read from the events that tell of the packet
 * between its arrival there and its leaving.
 *
 * Where no event tells of a change, that is said too, and nothing is guessed.
 */

import type { Recording } from "#lab/recording";
import type { NetworkEvent, TraceEvent } from "#sim/trace";
import type { MacAddress } from "#sim/wire/address";
import { isFragment } from "#sim/wire/ipv4";
import type { DecidingRule } from "#words/hop-facts";
import type { Hop } from "./exchange.ts";
import { type HopValue, isSame, valuesOfPacket } from "./hop-fields.ts";
import { packetAfterEvent, packetKey, packetOfEvent } from "./packet-of-event.ts";

/** What is asked besides the exchange itself. */
export interface Surroundings {
  readonly recording: Recording;
  /** The IP address that a node's neighbour table has for a MAC address at a position. */
  readonly nextHopOf: (node: string, mac: MacAddress, position: number) => string | undefined;
}

interface Span {
  readonly since: number;
  readonly until: number;
}

/** The events on the sender of a hop that tell of its packet, or of pieces of it, in a span of positions. */
export function packetEventsBetween(
  { events }: Recording,
  { from, life }: Hop,
  { since, until }: Span,
): TraceEvent[] {
  const found: TraceEvent[] = [];
  for (let place = since; place < until; place++) {
    const traced = events[place];
    if (traced === undefined || traced.event.node !== from) continue;
    const packet = packetOfEvent(traced.event);
    if (packet === undefined || packet.origin !== life?.packet.origin) continue;
    if (isFragment(packet) || packetKey(packet) === life.key) found.push(traced);
  }
  return found;
}

interface Difference {
  readonly field: string;
  readonly before: HopValue | undefined;
  readonly after: HopValue | undefined;
}

interface OnMachine {
  readonly hop: Hop;
  readonly events: readonly TraceEvent[];
  readonly around: Surroundings;
}

export interface Ruling {
  readonly rule: DecidingRule;
  /** The event that tells of the change. */
  readonly event: number;
}

/** The rule that made a difference. */
export function ruleFor(difference: Difference, on: OnMachine): Ruling {
  const { hop, events, around } = on;
  const { device, sent } = hop;
  if (difference.field === "ethernet.src") return { rule: { kind: "device", device }, event: sent };
  if (difference.field === "ethernet.dst") {
    const nextHop = around.nextHopOf(hop.from, hop.frame.dst, hop.position);
    return { rule: { kind: "neighbour", nextHop, device }, event: sent };
  }
  const culprit = events.findLast((traced) => changed(traced, difference));
  if (culprit !== undefined) return { rule: ruleOf(culprit.event), event: culprit.id };
  return ruleWithoutPair(difference, events, sent);
}

/** Whether an event tells that a field became what it is now. */
function changed({ event }: TraceEvent, { field, after }: Difference): boolean {
  const [was, is] = [packetOfEvent(event), packetAfterEvent(event)];
  if (was === undefined || is === undefined || was === is) return false;
  const values = valuesOfPacket(is);
  const value = values.get(field);
  return isSame(value, after) && !isSame(value, valuesOfPacket(was).get(field));
}

function ruleOf(event: NetworkEvent): DecidingRule {
  switch (event.kind) {
    case "request-forwarded":
      return { kind: "ipvs-request", method: event.method, destination: event.connection.destination };
    case "reply-rewritten":
      return { kind: "ipvs-reply", destination: event.connection.destination };
    case "error-translated":
      return { kind: "ipvs-error", towards: event.towards };
    case "packet-rewritten":
      return { kind: "netfilter", by: event.by };
    case "packet-encapsulated":
      return { kind: "wrapped" };
  }
  return { kind: "unexplained" };
}

/** Events that tell of a packet as it is now, without what it was before. */
function ruleWithoutPair({ field }: Difference, events: readonly TraceEvent[], sent: number): Ruling {
  for (const { id, event } of [...events].reverse()) {
    // The director does not change such an error but writes a new one, about what had been wrapped.
    if (event.kind === "error-translated") {
      return { rule: { kind: "ipvs-error", towards: event.towards }, event: id };
    }
    if (event.kind === "packet-fragmented" && isOfFragments(field)) {
      return { rule: { kind: "fragmented", count: event.count }, event: id };
    }
    if (event.kind === "packet-reassembled" && isOfFragments(field)) {
      return { rule: { kind: "reassembled" }, event: id };
    }
    if (event.kind === "packet-decapsulated" && !field.endsWith(".ttl")) {
      return { rule: { kind: "unwrapped", device: event.device }, event: id };
    }
    if (event.kind === "packet-forwarded" && field.endsWith(".ttl")) {
      return { rule: { kind: "forwarded" }, event: id };
    }
  }
  return { rule: { kind: "unexplained" }, event: sent };
}

/** What a piece of a packet has otherwise than the packet: nothing of its addresses. */
const isOfFragments = (field: string): boolean => !/\.(?:src|dst|ttl|id)$/.test(field);
