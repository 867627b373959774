/**
 * Everything that can be observed happening in a network, and a trace that keeps the latest of it.
 */

import type { Simulation, Traced } from "./engine/simulation.ts";
import type { Nanos } from "./engine/time.ts";
import type { NodeEvent } from "./nodes/node-events.ts";

export type NetworkEvent = NodeEvent;
export type TraceEvent = Traced<NetworkEvent>;

/**
 * The latest trace events, at most `limit` of them: a ring in columns, so that an event that nobody asks for
 * costs no more than itself.
 */
export interface Trace {
  readonly limit: number;
  readonly ids: Float64Array;
  readonly causes: Float64Array;
  readonly times: Float64Array;
  readonly events: NetworkEvent[];
  /** How many were seen in all. */
  total: number;
}

/** Begins to keep the events of a simulation; from now on events are made. */
export function keepTrace(simulation: Simulation<NetworkEvent>, limit: number): Trace {
  const trace: Trace = {
    limit,
    ids: new Float64Array(limit),
    causes: new Float64Array(limit),
    times: new Float64Array(limit),
    events: [],
    total: 0,
  };
  simulation.keep((event: NetworkEvent, id, cause, at) => {
    const slot = trace.total++ % limit;
    trace.ids[slot] = id;
    trace.causes[slot] = cause;
    trace.times[slot] = at;
    trace.events[slot] = event;
  });
  return trace;
}

/** The kept events, oldest first. */
export function eventsOf(trace: Trace): TraceEvent[] {
  const { total, limit } = trace;
  const kept = Math.min(total, limit);
  return Array.from({ length: kept }, (_, index) => eventIn(trace, (total - kept + index) % limit));
}

/** The event with an id, if it is still kept. */
export function eventById(trace: Trace, id: number): TraceEvent | undefined {
  const { ids, total, limit } = trace;
  if (total === 0) return undefined;
  const latest = ids[(total - 1) % limit] as number;
  const back = latest - id;
  if (back < 0 || back >= Math.min(total, limit)) return undefined;
  return eventIn(trace, (total - 1 - back) % limit);
}

function eventIn({ ids, causes, times, events }: Trace, slot: number): TraceEvent {
  return {
    id: ids[slot] as number,
    cause: causes[slot] as number,
    at: times[slot] as Nanos,
    event: events[slot] as NetworkEvent,
  };
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
