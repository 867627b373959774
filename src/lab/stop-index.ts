/**
 * Where in the recorded past a run would stop: for stepping both ways, and for playing up to a breakpoint.
 *
 * A player asks on every frame of the screen. What has been searched for each unit or breakpoint is kept: the
 * stops that were found, and how far the search has come.
 */

import type { TraceEvent } from "#sim/trace";
import { countUpTo } from "./count-up-to.ts";
import { type Breakpoint, type StepUnit, type StopTest, stopTest } from "./stop.ts";

interface Searched {
  readonly test: StopTest;
  /** Positions at which it stops, in order. */
  readonly stops: number[];
  /** So many events have been asked. */
  upTo: number;
}

/** What was searched so far, by unit or breakpoint. */
export type StopIndex = Map<string, Searched>;

/** Breakpoints that are changed again and again would fill it. */
const mostSearches = 16;

/** All stops among the events, in order. */
function stopsIn(index: StopIndex, events: readonly TraceEvent[], stop: StepUnit | Breakpoint): number[] {
  const name = typeof stop === "string" ? stop : JSON.stringify(stop);
  const searched = index.get(name) ?? { test: stopTest(stop), stops: [], upTo: 0 };
  if (!index.has(name)) {
    if (index.size >= mostSearches) index.clear();
    index.set(name, searched);
  }
  for (; searched.upTo < events.length; searched.upTo++) {
    if (searched.test(events[searched.upTo] as TraceEvent)) searched.stops.push(searched.upTo + 1);
  }
  return searched.stops;
}

/** The first stop after a position: how many events have happened then. */
export function stopAfter(
  index: StopIndex,
  events: readonly TraceEvent[],
  position: number,
  stop: StepUnit | Breakpoint,
): number | undefined {
  if (stop === "event") return position < events.length ? position + 1 : undefined;
  const stops = stopsIn(index, events, stop);
  return stops[countUpTo(stops, position, itself)];
}

/** The last stop before a position. */
export function stopBefore(
  index: StopIndex,
  events: readonly TraceEvent[],
  position: number,
  stop: StepUnit | Breakpoint,
): number | undefined {
  if (stop === "event") return position > 1 ? position - 1 : undefined;
  const stops = stopsIn(index, events, stop);
  return stops[countUpTo(stops, position - 1, itself) - 1];
}

const itself = (position: number): number => position;
