/**
 * Which frames on cables carry the same packet, and which packet answers which: an index over the recorded
 * past that grows with it.
 *
 * A sending is a frame that leaves a machine, with everything that switches make of it on the way. A packet
 * keeps its origin through all its sendings; an ARP message has one. A packet is the child of another where
 * it was made because that one had arrived. What changed in between is not looked at here.
 */

import type { Flight } from "#lab/recording";
import type { TraceEvent } from "#sim/trace";
import type { EthernetFrame } from "#sim/wire/ethernet";
import { type Ipv4Packet, isFragment } from "#sim/wire/ipv4";
import { answers, isIcmpError, packetKey, packetOfEvent } from "./packet-of-event.ts";

/** What is recorded, as far as it is needed here. Both lists only grow; events have ids without a gap. */
export interface Past {
  readonly events: readonly TraceEvent[];
  readonly flights: readonly Flight[];
}

/** A frame that left a machine. */
export interface Sending {
  readonly number: number;
  /** All flights of it, the first from the machine, later ones from switches. */
  readonly flights: Flight[];
  /** The sending whose arrival led to this one. */
  readonly causedBy: Sending | undefined;
  /** The `packetKey` of the packet that it carries, whole or a piece of it. */
  readonly key: number | undefined;
}

/** A packet, followed by its `packetKey`. */
export interface PacketLife {
  readonly key: number;
  /** As it was when it was first heard of, and where that event stands among all. */
  readonly packet: Ipv4Packet;
  readonly since: number;
  readonly sendings: Sending[];
  /** The packet because of whose arrival it was made. */
  readonly parent: PacketLife | undefined;
  readonly children: PacketLife[];
  /** Whether it goes back where its parent, no answer itself, came from. */
  readonly isAnswer: boolean;
  /** Whether it is an ICMP error; then it is about its parent. */
  readonly isError: boolean;
}

export interface PacketIndex {
  readonly past: Past;
  readonly sendings: Sending[];
  readonly lives: Map<number, PacketLife>;
  /** The sending of each flight, by the flight's id. */
  readonly byFlight: Map<number, Sending>;
  /** The sending that an event put on a cable, by the event's id. */
  readonly byEvent: Map<number, Sending>;
  eventsSeen: number;
  flightsSeen: number;
}

/** An index that holds nothing yet. */
export const packetIndexOf = (past: Past): PacketIndex => ({
  past,
  sendings: [],
  lives: new Map(),
  byFlight: new Map(),
  byEvent: new Map(),
  eventsSeen: 0,
  flightsSeen: 0,
});

/** Takes in what has been recorded since the last time. */
export function bringUpToDate(index: PacketIndex): void {
  const { events, flights } = index.past;
  for (; index.eventsSeen < events.length; index.eventsSeen++) noteEvent(index, index.eventsSeen);
  for (; index.flightsSeen < flights.length; index.flightsSeen++) {
    const flight = flights[index.flightsSeen];
    if (flight !== undefined) noteFlight(index, flight);
  }
}

/** Where the event with an id stands among all; -1 for those of before. */
export function placeOf({ events }: Past, id: number): number {
  const [first] = events;
  return first === undefined || id < first.id ? -1 : id - first.id;
}

/** The event with an id. */
export const eventOf = (past: Past, id: number): TraceEvent | undefined => past.events[placeOf(past, id)];

/** How far back an arrival is looked for: what one arrival sets off on a machine is never so long. */
const longestChain = 200;

/**
 * What led to an event on its machine: the arrival of a frame there, and the events between, latest first.
 */
export function leadingTo(past: Past, start: TraceEvent | undefined): TraceEvent[] {
  const chain: TraceEvent[] = [];
  let traced = start;
  while (traced !== undefined && chain.length < longestChain) {
    chain.push(traced);
    if (traced.event.kind === "frame-received") break;
    traced = traced.cause === 0 ? undefined : eventOf(past, traced.cause);
  }
  return chain;
}

function noteEvent(index: PacketIndex, place: number): void {
  const { past, lives } = index;
  const traced = past.events[place];
  const packet = traced === undefined ? undefined : packetOfEvent(traced.event);
  if (packet === undefined || lives.has(packetKey(packet))) return;
  const key = packetKey(packet);
  const arrived = arrivedBy(leadingTo(past, traced));
  const parent = arrived === undefined ? undefined : lives.get(packetKey(arrived));
  const goesBack = arrived !== undefined && answers(packet, arrived);
  const life: PacketLife = {
    key,
    packet,
    since: place,
    sendings: [],
    parent,
    children: [],
    isAnswer: goesBack && parent?.isAnswer === false,
    isError: isIcmpError(packet),
  };
  lives.set(key, life);
  parent?.children.push(life);
}

/** The packet that arrived at the end of a chain, as it looked when it had been unwrapped and made whole. */
function arrivedBy(chain: readonly TraceEvent[]): Ipv4Packet | undefined {
  const last = chain.at(-1);
  if (last?.event.kind !== "frame-received") return undefined;
  const packet = packetOfEvent(last.event);
  if (packet === undefined) return undefined;
  const key = packetKey(packet);
  const packets = chain.map(({ event }) => packetOfEvent(event));
  return packets.find((one) => one !== undefined && packetKey(one) === key);
}

function noteFlight(index: PacketIndex, flight: Flight): void {
  const { byEvent, byFlight, lives } = index;
  const known = flight.cause === 0 ? undefined : byEvent.get(flight.cause);
  const sending = known ?? sendingOf(index, flight);
  if (sending.flights.length === 0 && sending.key !== undefined) {
    lives.get(sending.key)?.sendings.push(sending);
  }
  sending.flights.push(flight);
  byFlight.set(flight.id, sending);
  if (flight.cause !== 0) byEvent.set(flight.cause, sending);
}

/** What a flight belongs to: the sending that its switch passes on, or a new one of its machine. */
function sendingOf(index: PacketIndex, { cause, frame }: Flight): Sending {
  const chain = leadingTo(index.past, eventOf(index.past, cause));
  const last = chain.at(-1);
  const arrived = last?.event.kind === "frame-received" ? index.byEvent.get(last.cause) : undefined;
  if (arrived !== undefined && chain.some(({ event }) => event.kind === "frame-bridged")) return arrived;
  const key = keyOfFrame(frame, chain, arrived);
  const sending: Sending = { number: index.sendings.length, flights: [], causedBy: arrived, key };
  index.sendings.push(sending);
  return sending;
}

/** A piece of a packet does not say itself what it is a piece of: what was said before does. */
function keyOfFrame(
  { payload }: EthernetFrame,
  chain: readonly TraceEvent[],
  arrived: Sending | undefined,
): number | undefined {
  if (payload.kind !== "ipv4") return undefined;
  if (!isFragment(payload)) return packetKey(payload);
  const packets = chain.map(({ event }) => packetOfEvent(event));
  const whole = packets.find((one) => one?.origin === payload.origin && !isFragment(one));
  return whole === undefined ? (arrived?.key ?? payload.origin) : packetKey(whole);
}
