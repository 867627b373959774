/**
 * Simulated time against the clock on the wall, when it is shown at a pace that can be watched.
 *
 * From one event to the next time passes evenly. How long that takes is linear for short gaps, so that many
 * frames in flight at once move as evenly as one; long gaps are shortened, and those in which nothing is in
 * flight most of all. Leaves out who asks how often: that is the playback's.
 */

import type { Recording } from "#lab/recording";
import type { Nanos } from "#sim/engine/time";
import type { Moment, Speed } from "./store.ts";

/**
 * At speed 1, in milliseconds on the wall for a nanosecond. Cables delay by 10 µs where a scenario says
 * nothing: a frame that goes from machine to machine through a switch is watched for 0.7 s.
 */
export const millisPerNano = 3.5e-2;

/** Up to here gaps are shown in proportion; a longer one takes a little more for each tenfold. */
const longestEvenGap = 34_000;
const millisPerDecade = 200;

/** Where nothing moves there is nothing to watch. */
const longestIdleMillis = 400;

/** Gaps up to here take the same, whether anything is in flight or not. */
const alwaysEvenGap = longestIdleMillis / millisPerNano;

/** How long a gap between two events takes on the wall, in milliseconds. */
export function gapMillis(from: Nanos, to: Nanos, hasFlights: boolean, speed: Speed): number {
  const gap = Math.max(0, to - from);
  if (speed === "max") return 0;
  if (speed === "real") return gap / 1e6;
  const even = Math.min(gap, longestEvenGap) * millisPerNano;
  if (!hasFlights) return Math.min(even, longestIdleMillis) / speed;
  const decades = gap > longestEvenGap ? Math.log10(gap / longestEvenGap) : 0;
  return (even + decades * millisPerDecade) / speed;
}

/**
 * The moment that is shown `wallMillis` after `from`, in what is recorded: never past its head, where
 * whatever is left of the time is lost. Costs as much as there are events on the way.
 */
export function advance(recording: Recording, from: Moment, wallMillis: number, speed: Speed): Moment {
  const { events, head } = recording;
  if (speed === "max") return endOf(recording, from);
  let { at, position } = from;
  let left = Math.max(0, wallMillis);
  for (;;) {
    const next = events[position];
    const end = next === undefined ? head : next.at;
    const takes = at < end ? restOfGap(recording, { at, position }, end, speed) : 0;
    if (takes > left) return { at: (at + Math.round(((end - at) * left) / takes)) as Nanos, position };
    at = Math.max(at, end) as Nanos;
    if (next === undefined) break;
    left -= takes;
    position++;
  }
  return at === from.at && position === from.position ? from : { at, position };
}

/** How long the rest of a gap takes from a moment in it. */
function restOfGap(recording: Recording, { at, position }: Moment, end: Nanos, speed: Speed): number {
  const before = recording.events[position - 1];
  const start = Math.min(at, before?.at ?? 0) as Nanos;
  const isBusy = end - start <= alwaysEvenGap || hasFlightsBetween(recording, start, end);
  return (gapMillis(start, end, isBusy, speed) * (end - at)) / (end - start);
}

const endOf = ({ events, head }: Recording, from: Moment): Moment =>
  from.position === events.length && from.at >= head ? from : { at: head, position: events.length };

/** Whether a frame is on a cable at some time between two moments. */
export function hasFlightsBetween({ inFlight }: Recording, from: Nanos, to: Nanos): boolean {
  const { flights, latest } = inFlight;
  let low = 0;
  let high = flights.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((flights[middle]?.sentAt ?? 0) < to) low = middle + 1;
    else high = middle;
  }
  return (latest[low - 1] ?? 0) > from;
}
