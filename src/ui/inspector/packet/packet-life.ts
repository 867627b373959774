/**
 * A packet from where it was made to where it ended: read from the recorded past when it is asked for.
 *
 * A sending is a frame that leaves a machine, with everything that switches make of it on the way. A packet
 * keeps its key through all its sendings. Its parent is the packet because of whose arrival it was made.
 * What changed in between is not looked at here.
 */

import type { Flight } from "#lab/batch";
import { countUpTo } from "#lab/count-up-to";
import { effectsOf, eventById, hopsOf, type Recording } from "#lab/recording";
import type { TraceEvent } from "#sim/trace";
import { type Ipv4Packet, isFragment } from "#sim/wire/ipv4";
import { packetKey, packetOfEvent } from "./packet-of-event.ts";

/** A frame that left a machine: its flights, the first from the machine, later ones from switches. */
export interface Sending {
  readonly first: Flight;
  readonly flights: readonly Flight[];
}

export interface PacketLife {
  readonly key: number;
  readonly sendings: readonly Sending[];
  /** Where the first event that tells of it stands among all. */
  readonly since: number;
  readonly packet: Ipv4Packet;
  /** The packet that had arrived before, as it looked when it had been unwrapped and made whole. */
  readonly arrived: Ipv4Packet | undefined;
}

/** Where the event with an id stands among all; -1 for those of before. */
export function placeOf({ events }: Recording, id: number): number {
  const [first] = events;
  return first === undefined || id < first.id ? -1 : id - first.id;
}

/** What one arrival sets off on a machine is never a longer chain than this. */
const longestChain = 200;

/** What led to an event on its machine, latest first: up to the arrival of a frame there. */
export function leadingTo(recording: Recording, start: TraceEvent | undefined): TraceEvent[] {
  const chain: TraceEvent[] = [];
  let traced = start;
  while (traced !== undefined && chain.length < longestChain) {
    chain.push(traced);
    if (traced.event.kind === "frame-received") break;
    traced = eventById(recording, traced.cause);
  }
  return chain;
}

/** The event of a frame's arrival at the end of a chain. */
export function arrivalIn(chain: readonly TraceEvent[]): TraceEvent | undefined {
  const last = chain.at(-1);
  return last?.event.kind === "frame-received" ? last : undefined;
}

/** Flights as sendings: what a switch passes on belongs to the frame that came to it. */
export function sendingsOf(recording: Recording, flights: readonly Flight[]): Sending[] {
  const sendings: { first: Flight; flights: Flight[] }[] = [];
  const byCause = new Map<number, { first: Flight; flights: Flight[] }>();
  for (const flight of flights) {
    const chain = leadingTo(recording, eventById(recording, flight.cause));
    const cause = isBridged(chain) ? arrivalIn(chain)?.cause : flight.cause;
    const known = cause === undefined ? undefined : byCause.get(cause);
    const sending = known ?? { first: flight, flights: [] };
    if (known === undefined) sendings.push(sending);
    sending.flights.push(flight);
    if (flight.cause !== 0) byCause.set(flight.cause, sending);
  }
  return sendings;
}

/** The flights that an event put on a cable. */
export function flightsOf({ inFlight: { flights } }: Recording, { id, at }: TraceEvent): Flight[] {
  const found: Flight[] = [];
  for (let place = countUpTo(flights, at - 1, sentAt); place < flights.length; place++) {
    const flight = flights[place];
    if (flight === undefined || flight.sentAt > at) break;
    if (flight.cause === id) found.push(flight);
  }
  return found;
}

const sentAt = (flight: Flight): number => flight.sentAt;

/** Among so many of the nearest effects is everything that switches make of one frame. */
const nearest = 200;

/** The sending that an event of a frame belongs to: of the machine that the frame came from. */
export function sendingAround(recording: Recording, event: TraceEvent): Sending | undefined {
  let first = event;
  for (let steps = 0; steps < longestChain; steps++) {
    const chain = leadingTo(recording, first);
    const arrival = arrivalIn(chain);
    const isOnItsWay = first.event.kind === "frame-received" || isBridged(chain);
    const before = isOnItsWay && arrival !== undefined ? eventById(recording, arrival.cause) : undefined;
    if (before === undefined) break;
    first = before;
  }
  const sent = effectsOf(recording, first.id, nearest).all.filter(({ event: { kind } }) =>
    isSending.has(kind),
  );
  const flights = [first, ...sent].flatMap((one) => flightsOf(recording, one));
  return sendingsOf(recording, flights)[0];
}

const isSending: ReadonlySet<string> = new Set(["frame-sent", "frame-duplicated", "frame-reordered"]);

const isBridged = (chain: readonly TraceEvent[]): boolean =>
  chain.some(({ event }) => event.kind === "frame-bridged");

/** The life of the packet with a key; `undefined` where it never was on a cable and no event is known. */
export function lifeOf(recording: Recording, key: number, about: TraceEvent): PacketLife | undefined {
  const packet = packetOfEvent(about.event);
  if (packet === undefined) return undefined;
  const flights = hopsOf(recording, { origin: packet.origin });
  const sendings = sendingsOf(recording, flights).filter(({ first }) => keyOf(recording, first) === key);
  const sent = eventById(recording, sendings[0]?.first.cause ?? 0);
  const born = firstToldOf(recording, key, earlierOf(about, sent));
  const bornAs = packetOfEvent(born.event) ?? packet;
  const arrived = arrivedBefore(leadingTo(recording, born), key);
  return { key, sendings, since: placeOf(recording, born.id), packet: bornAs, arrived };
}

const earlierOf = (one: TraceEvent, other: TraceEvent | undefined): TraceEvent =>
  other !== undefined && other.id < one.id ? other : one;

/** The key of what a flight carries. A piece of a packet does not say what of: what was said before does. */
export function keyOf(recording: Recording, { cause, frame }: Flight): number | undefined {
  const { payload } = frame;
  if (payload.kind !== "ipv4") return undefined;
  if (!isFragment(payload)) return packetKey(payload);
  let told = eventById(recording, cause);
  for (let steps = 0; told !== undefined && steps < longestChain; steps++) {
    const packet = packetOfEvent(told.event);
    if (packet?.origin === payload.origin && !isFragment(packet)) return packetKey(packet);
    told = eventById(recording, told.cause);
  }
  return payload.origin;
}

/** A packet waits for an answer to ARP this long at most, in nanoseconds. */
const longestWait = 4e9;

/** The first event that tells of a packet, on the machine that made it. */
function firstToldOf(recording: Recording, key: number, told: TraceEvent): TraceEvent {
  const chain = leadingTo(recording, told);
  const first = chain.findLast(({ event }) => tellsOf(event, key)) ?? told;
  const arrival = arrivalIn(chain);
  if (arrival === undefined || !isArp(arrival)) return first;
  // It waited, and went on because an answer to ARP came: what came before is not in this chain.
  for (let place = placeOf(recording, arrival.id) - 1; place >= 0; place--) {
    const earlier = recording.events[place];
    if (earlier === undefined || earlier.at < arrival.at - longestWait) break;
    if (earlier.event.node === told.event.node && tellsOf(earlier.event, key)) {
      return firstToldOf(recording, key, earlier);
    }
  }
  return first;
}

function tellsOf(event: TraceEvent["event"], key: number): boolean {
  const packet = packetOfEvent(event);
  return packet !== undefined && packetKey(packet) === key;
}

const isArp = ({ event }: TraceEvent): boolean =>
  event.kind === "frame-received" && event.frame.payload.kind === "arp";

/** The packet that arrived at the end of a chain, if it is another one, as the chain tells of it last. */
function arrivedBefore(chain: readonly TraceEvent[], key: number): Ipv4Packet | undefined {
  const arrival = arrivalIn(chain);
  const packet = arrival === undefined ? undefined : packetOfEvent(arrival.event);
  if (packet === undefined || packetKey(packet) === key) return undefined;
  const other = packetKey(packet);
  const packets = chain.map(({ event }) => packetOfEvent(event));
  return packets.find((one) => one !== undefined && packetKey(one) === other);
}
