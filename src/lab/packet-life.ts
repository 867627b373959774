/**
 * The life of one packet, flight by flight: every cable it crosses, whoever rewrites or wraps it on the way.
 *
 * An IPv4 packet is followed by its `origin`, which stays the same through all of that; the origins of
 * packets within it count too. ARP and other frames have none: they are followed along the chain of causes
 * as long as they say the same.
 */

import type { NetworkEvent, TraceEvent } from "#sim/trace";
import type { EthernetPayload } from "#sim/wire/ethernet";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import type { Flight } from "./batch.ts";
import { packetWithin } from "./packet-within.ts";

/** Flights by the origin of what they carry, filled when first asked. */
export interface OriginIndex {
  readonly byOrigin: Map<number, Flight[]>;
  filled: number;
}

export const emptyOriginIndex = (): OriginIndex => ({ byOrigin: new Map(), filled: 0 });

/** The flights of the packet with an origin, in the order of sending. */
export function flightsOfOrigin(
  index: OriginIndex,
  flights: readonly Flight[],
  origin: number,
): readonly Flight[] {
  for (; index.filled < flights.length; index.filled++) {
    const flight = flights[index.filled] as Flight;
    const { payload } = flight.frame;
    if (payload.kind === "ipv4") addToOrigins(index, flight, payload);
  }
  return index.byOrigin.get(origin) ?? [];
}

/** A packet within it may have another origin; 0 is none. */
function addToOrigins({ byOrigin }: OriginIndex, flight: Flight, outer: Ipv4Packet): void {
  let packet: Ipv4Packet | undefined = outer;
  while (packet !== undefined) {
    const { origin } = packet;
    const known = byOrigin.get(origin);
    if (known === undefined) byOrigin.set(origin, [flight]);
    else if (origin !== 0 && known.at(-1) !== flight) known.push(flight);
    packet = packetWithin(packet.payload);
  }
}

/** What an event is about: a packet, or what a frame without one carries; `undefined`: neither. */
export type Subject =
  | { readonly kind: "packet"; readonly origin: number }
  | { readonly kind: "payload"; readonly payload: EthernetPayload }
  | undefined;

export function subjectOf(event: NetworkEvent): Subject {
  if ("frame" in event) return subjectOfPayload(event.frame.payload);
  if ("message" in event) return { kind: "payload", payload: event.message };
  const packet = packetOf(event);
  return packet === undefined ? undefined : { kind: "packet", origin: packet.origin };
}

const subjectOfPayload = (payload: EthernetPayload): Subject =>
  payload.kind === "ipv4" && payload.origin !== 0
    ? { kind: "packet", origin: payload.origin }
    : { kind: "payload", payload };

function packetOf(event: NetworkEvent): Ipv4Packet | undefined {
  if ("packet" in event) return event.packet;
  if ("after" in event) return event.after;
  if ("inner" in event) return event.inner;
  return "about" in event ? event.about : undefined;
}

/** Whether two frames say the same above their own header. */
export function isSamePayload(one: EthernetPayload, other: EthernetPayload): boolean {
  if (one === other) return true;
  if (one.kind === "arp" && other.kind === "arp") {
    return (
      one.operation === other.operation &&
      one.senderMac === other.senderMac &&
      one.senderIp === other.senderIp &&
      one.targetMac === other.targetMac &&
      one.targetIp === other.targetIp
    );
  }
  if (one.kind === "ipv4" || one.kind === "arp" || one.kind !== other.kind) return false;
  return one.etherType === other.etherType && one.bytes.join() === other.bytes.join();
}

/** The events around one, as the recording finds them. */
export interface Surroundings {
  readonly eventById: (id: number) => TraceEvent | undefined;
  readonly effectsOf: (id: number) => readonly TraceEvent[];
  readonly flights: readonly Flight[];
  /** The place of the first flight that was sent no earlier than a moment. */
  readonly firstFlightAt: (at: number) => number;
}

/** The flights of what a frame without an origin carries, from who sent it first to all it came to. */
export function flightsOfPayload(
  { eventById, effectsOf, flights, firstFlightAt }: Surroundings,
  from: TraceEvent,
  payload: EthernetPayload,
): readonly Flight[] {
  let first = from;
  for (;;) {
    const cause = eventById(first.cause);
    const subject = cause === undefined ? undefined : subjectOf(cause.event);
    if (cause === undefined || subject?.kind !== "payload") break;
    if (!isSamePayload(subject.payload, payload)) break;
    first = cause;
  }
  const family = new Map([first, ...effectsOf(first.id)].map((event) => [event.id, event]));
  const last = Math.max(...[...family.values()].map(({ at }) => at));
  const found: Flight[] = [];
  for (let place = firstFlightAt(first.at); place < flights.length; place++) {
    const flight = flights[place] as Flight;
    if (flight.sentAt > last) break;
    if (family.has(flight.cause) && isSamePayload(flight.frame.payload, payload)) found.push(flight);
  }
  return found;
}
