/**
 * Everything that can be observed happening in a network, and a trace that keeps the latest of it.
 */

import type { Simulation, Traced } from "./engine/simulation.ts";
import type { AppEvent } from "./app/app-events.ts";
import type { IpvsEvent } from "./ipvs/ipvs-events.ts";
import type { LinkEvent } from "./link/link-events.ts";
import type { StackEvent } from "./stack/stack-events.ts";

export type NetworkEvent = LinkEvent | StackEvent | IpvsEvent | AppEvent;
export type TraceEvent = Traced<NetworkEvent>;

/** The latest trace events, at most `limit` of them: a ring. */
export interface Trace {
  readonly limit: number;
  readonly ring: TraceEvent[];
  /** How many were seen in all. */
  total: number;
}

/** Begins to keep the events of a simulation; from now on events are made. */
export function keepTrace(simulation: Simulation<NetworkEvent>, limit: number): Trace {
  const trace: Trace = { limit, ring: [], total: 0 };
  simulation.observe((event) => {
    trace.ring[trace.total % limit] = event;
    trace.total++;
  });
  return trace;
}

/** The kept events, oldest first. */
export function eventsOf({ ring, total, limit }: Trace): TraceEvent[] {
  const start = total <= limit ? 0 : total % limit;
  return [...ring.slice(start), ...ring.slice(0, start)];
}

/** The event with an id, if it is still kept. Ids count from 1 without a gap while the trace is on. */
export function eventById(trace: Trace, id: number): TraceEvent | undefined {
  return trace.ring[(id - 1) % trace.limit]?.id === id
    ? trace.ring[(id - 1) % trace.limit]
    : trace.ring.find((event) => event.id === id);
}

/** "Why?": the event itself, what caused it, what caused that, back to the start or to what is still kept. */
export function causesOf(trace: Trace, id: number): TraceEvent[] {
  const chain: TraceEvent[] = [];
  let event = eventById(trace, id);
  while (event !== undefined) {
    chain.push(event);
    event = event.cause === 0 ? undefined : eventById(trace, event.cause);
  }
  return chain;
}
