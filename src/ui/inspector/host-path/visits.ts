/**
 * The visits of one packet: each time it is inside a machine, the events between its arrival or making and
 * its leaving or end.
 *
 * A packet is followed by its origin, through rewriting and wrapping. Events that tell of no packet (a
 * scheduler's pick, a neighbour's answer) belong to a visit where they are among the causes of its next step.
 */

import { packetWithin } from "#lab/packet-within";
import type { NetworkEvent, TraceEvent } from "#sim/trace";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import { isFragment } from "#sim/wire/ipv4";
import { isKind } from "#ui/why/past";
import type { EventKind } from "#words/caption-words";
import {
  answers,
  isIcmpError,
  packetAfterEvent,
  packetKey,
  packetOfEvent,
} from "../packet/packet-of-event.ts";

/** One time that a packet was inside a machine. */
export interface Visit {
  readonly node: string;
  /** In the order of happening; not empty. */
  readonly events: readonly TraceEvent[];
}

/** The record, as far as visits need it. */
export interface Record {
  readonly events: readonly TraceEvent[];
  readonly eventById: (id: number) => TraceEvent | undefined;
  /** Machines; switches have no such inside. */
  readonly machines: ReadonlySet<string>;
}

/** What tells a packet from others: it and each packet within it count; none where nothing does. */
interface Identity {
  readonly keys: ReadonlySet<number>;
  readonly origins: ReadonlySet<number>;
}

function identityOf(packet: Ipv4Packet): Identity {
  const keys = new Set<number>();
  const origins = new Set<number>();
  for (let each: Ipv4Packet | undefined = packet; each !== undefined; each = packetWithin(each.payload)) {
    if (each.origin === 0) continue;
    keys.add(packetKey(each));
    origins.add(each.origin);
  }
  return { keys, origins };
}

function isSamePacket({ keys, origins }: Identity, packet: Ipv4Packet): boolean {
  for (let each: Ipv4Packet | undefined = packet; each !== undefined; each = packetWithin(each.payload)) {
    if (keys.has(packetKey(each)) || (isFragment(each) && origins.has(each.origin))) return true;
  }
  return false;
}

interface OpenVisit {
  readonly node: string;
  readonly events: TraceEvent[];
}

/** All visits of a packet to machines, in the order of their beginning. */
export function visitsOf(record: Record, packet: Ipv4Packet): Visit[] {
  const identity = identityOf(packet);
  const visits: OpenVisit[] = [];
  if (identity.keys.size === 0) return visits;
  for (const traced of record.events) {
    const about = packetOfEvent(traced.event);
    if (about === undefined || !isSamePacket(identity, about)) continue;
    if (record.machines.has(traced.event.node)) addTo(visits, traced);
  }
  return visits.map(({ node, events }) => ({ node, events: withAsides(record, events) }));
}

function addTo(visits: OpenVisit[], traced: TraceEvent): void {
  const { node } = traced.event;
  const own = visits.filter((visit) => visit.node === node && !isAnswer(visit, traced));
  const found = begins(traced, own.at(-1)) ? undefined : (waitingOf(own, traced) ?? own.at(-1));
  if (found === undefined) visits.push({ node, events: [traced] });
  else found.events.push(traced);
}

/** What a machine makes of a packet to refuse it has the packet's origin, and goes its own way. */
function isAnswer({ events }: OpenVisit, traced: TraceEvent): boolean {
  const packet = packetOfEvent(traced.event);
  return packet !== undefined && events.some(({ event }) => isAnswerTo(packet, event));
}

function isAnswerTo(packet: Ipv4Packet, event: NetworkEvent): boolean {
  const before = packetOfEvent(event);
  const after = packetAfterEvent(event);
  if (before === undefined || after === undefined || isIcmpError(packet)) return false;
  return answers(packet, before) || answers(packet, after);
}

/** A frame from outside begins a visit; so does what is sent once more. */
function begins(traced: TraceEvent, latest: OpenVisit | undefined): boolean {
  if (isKind(traced, "frame-received")) return latest === undefined || !isLooped(traced);
  const last = latest?.events.at(-1);
  if (last === undefined) return true;
  return isKind(traced, "route-chosen") && traced.event.way === "output" && isOver(last);
}

const isOver = (traced: TraceEvent): boolean =>
  isKind(traced, "frame-sent") ? traced.event.frame.src !== 0 : isKind(traced, "packet-dropped");

/** Whether a frame comes by loopback: from this machine itself. */
export const isLooped = (traced: TraceEvent): boolean =>
  isKind(traced, "frame-received") && traced.event.frame.src === 0;

/** Of copies that wait for the same answer the first goes first. */
function waitingOf(visits: readonly OpenVisit[], traced: TraceEvent): OpenVisit | undefined {
  if (!isKind(traced, "frame-sent") && !isKind(traced, "packet-dropped")) return undefined;
  return visits.find(({ events }) => events.at(-1)?.event.kind === "packet-queued");
}

/** What tells of no packet and yet led to what became of it. */
const asideKinds: ReadonlySet<EventKind> = new Set([
  "destination-scheduled",
  "connection-created",
  "connection-state-changed",
  "connection-given-up",
  "template-invalidated",
  "no-local-port",
  "neighbour-changed",
  "neighbour-unanswered",
  "arp-request-sent",
]);

function withAsides(record: Record, events: readonly TraceEvent[]): TraceEvent[] {
  const [first] = events;
  const found = events.flatMap((traced, index) =>
    index === 0 ? [traced] : [...asidesBetween(record, events[index - 1] ?? traced, traced), traced],
  );
  return first === undefined ? [] : found;
}

/** The causes of an event back to the one before it, on the same machine. */
function asidesBetween({ eventById }: Record, before: TraceEvent, traced: TraceEvent): TraceEvent[] {
  const found: TraceEvent[] = [];
  let cause = eventById(traced.cause);
  while (cause !== undefined && cause.id > before.id) {
    if (cause.event.node === traced.event.node && asideKinds.has(cause.event.kind)) found.unshift(cause);
    cause = eventById(cause.cause);
  }
  return found;
}

/** The visit that an event is part of; of several machines' the one at `node`, nearest to the event. */
export function visitAt(
  visits: readonly Visit[],
  { id, event }: TraceEvent,
  node: string = event.node,
): Visit | undefined {
  const own = visits.filter((visit) => visit.node === node);
  const within = own.find(({ events }) => events.some((traced) => traced.id === id));
  return within ?? own.findLast(({ events }) => (events[0]?.id ?? 0) <= id) ?? own[0];
}
