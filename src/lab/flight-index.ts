/**
 * Which of many frames are on their way at a moment.
 *
 * Flights stand in the order of sending. Beside each stands the latest arrival of it and all before it: a
 * search that goes back from the last one sent ends where nothing earlier can still be under way.
 */

import type { Nanos } from "#sim/engine/time";
import type { Flight } from "./batch.ts";
import { countUpTo } from "./count-up-to.ts";

export interface FlightIndex {
  readonly flights: Flight[];
  /** The latest arrival of a flight and all before it. */
  readonly latest: number[];
}

export const emptyFlightIndex = (): FlightIndex => ({ flights: [], latest: [] });

/** Adds a flight, which was sent no earlier than those before it. */
export function addFlight({ flights, latest }: FlightIndex, flight: Flight): void {
  const before = latest.at(-1) ?? 0;
  flights.push(flight);
  latest.push(Math.max(before, flight.arrivesAt));
}

/** Those that were sent up to a moment and have not arrived by then, in the order of sending. */
export function underWay({ flights, latest }: FlightIndex, at: Nanos): Flight[] {
  const found: Flight[] = [];
  for (let index = countUpTo(flights, at, sentAt) - 1; index >= 0; index--) {
    if ((latest[index] as number) <= at) break;
    const flight = flights[index] as Flight;
    if (flight.arrivesAt > at) found.push(flight);
  }
  return found.reverse();
}

const sentAt = (flight: Flight): number => flight.sentAt;

/** The index of those that were sent up to a moment. */
export function flightsUntil({ flights, latest }: FlightIndex, at: Nanos): FlightIndex {
  const count = countUpTo(flights, at, sentAt);
  return { flights: flights.slice(0, count), latest: latest.slice(0, count) };
}
