/**
 * Simulated time against the clock on the wall, when it is shown at a pace that can be watched.
 *
 * From one event, or piece of a terminal, to the next time passes evenly. How long that takes is linear for
 * short gaps, so that many frames in flight at once move as evenly as one; long gaps are shortened, and those
 * in which nothing is in flight most of all. Leaves out who asks how often: that is the playback's.
 */

import { countUpTo } from "#lab/count-up-to";
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

/** Milliseconds for each tenfold that nothing is to be seen, after the first ones. */
const millisPerIdleDecade = 40;

/**
 * How long nothing has been to be seen, when it was so for `elapsed` and so many milliseconds more have gone
 * by on the wall. When it ends is not known yet, so that time goes the faster the longer it takes: a second
 * is over after 0.6 s, an hour after 0.75 s.
 */
export function idleAfter(elapsed: Nanos, wallMillis: number, speed: Speed): Nanos {
  if (speed === "max") return Number.MAX_SAFE_INTEGER as Nanos;
  if (speed === "real") return (elapsed + Math.round(wallMillis * 1e6)) as Nanos;
  const even = Math.min(elapsed, alwaysEvenGap);
  const gone = even * millisPerNano + Math.log10(Math.max(1, elapsed / alwaysEvenGap)) * millisPerIdleDecade;
  const then = gone + wallMillis * speed;
  const after =
    then <= longestIdleMillis
      ? then / millisPerNano
      : alwaysEvenGap * 10 ** Math.min(9, (then - longestIdleMillis) / millisPerIdleDecade);
  return Math.ceil(Math.max(elapsed, after)) as Nanos;
}

/**
 * The moment that is shown `wallMillis` after `from`, in what is recorded: never past its head, where
 * whatever is left of the time is lost. Costs as much as there are events on the way.
 */
export function advance(recording: Recording, from: Moment, wallMillis: number, speed: Speed): Moment {
  const { events, pieces, head } = recording;
  if (speed === "max") return endOf(recording, from);
  let { at, position } = from;
  let left = Math.max(0, wallMillis);
  let shown = countUpTo(pieces, at, ({ at: when }) => when);
  for (;;) {
    const next = events[position];
    const piece = pieces[shown];
    const isPiece = piece !== undefined && piece.at < (next?.at ?? head);
    const end = isPiece ? piece.at : (next?.at ?? head);
    const start = Math.max(events[position - 1]?.at ?? 0, pieces[shown - 1]?.at ?? 0);
    const takes =
      at < end ? restOfGap(recording, { at, start: Math.min(at, start) as Nanos, end }, speed) : 0;
    if (takes > left) return { at: (at + Math.round(((end - at) * left) / takes)) as Nanos, position };
    at = Math.max(at, end) as Nanos;
    left -= takes;
    if (isPiece) shown++;
    else if (next === undefined) break;
    else position++;
  }
  return at === from.at && position === from.position ? from : { at, position };
}

/** A gap between two things that are seen, events or what terminals show, and a moment in it. */
interface Gap {
  readonly at: Nanos;
  readonly start: Nanos;
  readonly end: Nanos;
}

/** How long the rest of a gap takes from a moment in it. */
function restOfGap(recording: Recording, { at, start, end }: Gap, speed: Speed): number {
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
