/**
 * One clock for two runs. It goes through the events of both in one order and says for each moment of its own
 * which moment of each run is shown.
 *
 * By time, both runs show the same simulated time. By events, what both runs have happens together, however
 * late it is in each; meanwhile the run that has less to show stands still.
 */

import type { Nanos } from "#sim/engine/time";
import { type Both, type Comparison, type Side, sides } from "./compare.ts";
import { countUpTo } from "./count-up-to.ts";
import type { Moment } from "./recording.ts";

export const lockModes = ["time", "events"] as const;
export type LockMode = (typeof lockModes)[number];

export interface Clock {
  readonly mode: LockMode;
  /** When each step happens on this clock. */
  readonly ticks: readonly number[];
  /** How many events of each run have happened after each step. */
  readonly positions: Both<readonly number[]>;
  /** When it ends on this clock. */
  readonly end: number;
  readonly comparison: Comparison;
}

/** A moment of the clock: so many steps have happened. */
export interface ClockMoment {
  readonly at: number;
  readonly step: number;
}

/** Makes the clock of a comparison. */
export const clockOf = (comparison: Comparison, mode: LockMode): Clock =>
  mode === "time" ? clockByTime(comparison) : clockByEvents(comparison);

function clockByTime(comparison: Comparison): Clock {
  const { runs, counterparts } = comparison;
  const way = wayOf();
  const [ones, others] = [runs.one.events, runs.other.events];
  let [one, other] = [0, 0];
  while (one < ones.length || other < others.length) {
    const [atOne, atOther] = [ones[one]?.at ?? endless, others[other]?.at ?? endless];
    const isTogether = atOne === atOther && counterparts.one[one] === other;
    // At the same moment an event that waits for its counterpart lets others go first.
    const waits = atOne === atOther && (counterparts.one[one] ?? -1) > other;
    if (isTogether || (atOne <= atOther && !waits)) one++;
    if (isTogether || atOther < atOne || waits) other++;
    way.add(Math.min(atOne, atOther), one, other);
  }
  return { mode: "time", ...way.kept, end: Math.max(runs.one.head, runs.other.head), comparison };
}

const endless = Number.POSITIVE_INFINITY;

function wayOf() {
  const kept = { ticks: [] as number[], positions: { one: [] as number[], other: [] as number[] } };
  return {
    kept,
    add: (tick: number, one: number, other: number): void => {
      kept.ticks.push(tick);
      kept.positions.one.push(one);
      kept.positions.other.push(other);
    },
  };
}

function clockByEvents(comparison: Comparison): Clock {
  const { runs, counterparts } = comparison;
  const way = wayOf();
  let at = 0;
  const reached = { one: 0, other: 0 };
  const happen = (...which: readonly Side[]): void => {
    let longest = 0;
    for (const side of which) {
      const { events } = runs[side];
      const place = reached[side]++;
      const before = events[place - 1]?.at ?? 0;
      longest = Math.max(longest, (events[place]?.at ?? before) - before);
    }
    at += longest;
    way.add(at, reached.one, reached.other);
  };
  for (let place = 0; place < runs.one.events.length; place++) {
    const rival = counterparts.one[place] ?? -1;
    while (reached.other < rival) happen("other");
    if (rival >= 0 && rival === reached.other) happen("one", "other");
    else happen("one");
  }
  while (reached.other < runs.other.events.length) happen("other");
  const rest = sides.map((side) => runs[side].head - (runs[side].events.at(-1)?.at ?? 0));
  return { mode: "events", ...way.kept, end: at + Math.max(0, ...rest), comparison };
}

/** What a run shows at a moment of the clock. */
export function shownAt(
  { mode, ticks, positions, comparison }: Clock,
  side: Side,
  { at, step }: ClockMoment,
): Moment {
  const { events, head } = comparison.runs[side];
  const position = positions[side][step - 1] ?? 0;
  if (mode === "time") return { position, at: Math.min(at, head) as Nanos };
  // When its last event happened on this clock: the other run may have gone on since.
  const reached = position === 0 ? -1 : countUpTo(positions[side], position - 1, (count) => count);
  const since = at - (ticks[reached] ?? 0);
  const last = events[position - 1]?.at ?? 0;
  // Time goes on in a run up to its next event, and not while it waits for the other.
  const next = events[position]?.at ?? head;
  return { position, at: Math.min(last + since, Math.max(last, next)) as Nanos };
}

/** The moment of the clock at a time of it: everything due by then has happened. */
export const momentAt = ({ ticks, end }: Clock, at: number): ClockMoment => {
  const within = Math.max(0, Math.min(at, end));
  return { at: within, step: countUpTo(ticks, within, (tick) => tick) };
};

/** The moment right after so many steps. */
export const momentOfStep = ({ ticks }: Clock, step: number): ClockMoment => {
  const within = Math.max(0, Math.min(step, ticks.length));
  return { step: within, at: ticks[within - 1] ?? 0 };
};

/** The moment right after an event of a run, by its place there. */
export function momentOfPlace(clock: Clock, side: Side, place: number): ClockMoment {
  const before = countUpTo(clock.positions[side], place, (position) => position);
  return momentOfStep(clock, before + 1);
}

/** The next step, or the one before, at which something happened that one run alone has. */
export function nextDifference(
  clock: Clock,
  { step }: ClockMoment,
  direction: 1 | -1,
): ClockMoment | undefined {
  for (let to = step + direction; to > 0 && to <= clock.ticks.length; to += direction) {
    if (isAlone(clock, to)) return momentOfStep(clock, to);
  }
  return undefined;
}

/** Whether with a step something happened that the other run does not have at all. */
export function isAlone({ positions, comparison }: Clock, step: number): boolean {
  return sides.some((side) => {
    const position = positions[side][step - 1] ?? 0;
    const isStep = position > (positions[side][step - 2] ?? 0);
    return isStep && comparison.counterparts[side][position - 1] === -1;
  });
}
