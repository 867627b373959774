/**
 * The player of a comparison: one clock for two runs, by simulated time or by what both have in common. It
 * plays what is recorded and asks no lab.
 */

import type { Both, Comparison, Side } from "#lab/compare";
import {
  type Clock,
  type ClockMoment,
  clockOf,
  type LockMode,
  momentAt,
  momentOfPlace,
  momentOfStep,
  nextDifference,
  shownAt,
} from "#lab/compare-clock";
import { countUpTo } from "#lab/count-up-to";
import type { Moment } from "#lab/recording";
import { advance } from "../pace.ts";
import type { Speed } from "../store.ts";

export interface ComparePlayer {
  readonly mode: () => LockMode;
  readonly clock: () => Clock;
  readonly moment: () => ClockMoment;
  /** What each run shows. */
  readonly shown: () => Both<Moment>;
  readonly isPlaying: () => boolean;
  readonly speed: () => Speed;
  readonly setSpeed: (speed: Speed) => void;
  /** Goes by another clock; what the first run shows stays. */
  readonly setMode: (mode: LockMode) => void;
  readonly play: () => void;
  readonly pause: () => void;
  readonly step: (direction: 1 | -1) => void;
  /** To the next event, or the one before, that one run alone has; answers whether there is one. */
  readonly leap: (direction: 1 | -1) => boolean;
  readonly goToStep: (step: number) => void;
  readonly toStart: () => void;
  readonly toEnd: () => void;
  /** To right after an event of a run, by its place there. */
  readonly goTo: (side: Side, place: number) => void;
  /** After how many steps an event of a run has happened. */
  readonly stepOf: (side: Side, place: number) => number;
  /** So many milliseconds have gone by. */
  readonly frame: (wall: number) => void;
}

/** Makes the player, which stands at the beginning; `onChange`: something that is shown is another. */
export function createComparePlayer(comparison: Comparison, onChange: () => void): ComparePlayer {
  const clocks = new Map<LockMode, Clock>();
  let mode: LockMode = "time";
  let moment: ClockMoment = { at: 0, step: 0 };
  let isPlaying = false;
  let speed: Speed = 1;
  const clock = (): Clock => {
    const known = clocks.get(mode) ?? clockOf(comparison, mode);
    clocks.set(mode, known);
    return known;
  };
  const shownOf = (side: Side): Moment => shownAt(clock(), side, moment);
  const show = (next: ClockMoment, playing = false): void => {
    if (next.at === moment.at && next.step === moment.step && playing === isPlaying) return;
    moment = next;
    isPlaying = playing;
    onChange();
  };
  return {
    mode: () => mode,
    clock,
    moment: () => moment,
    shown: () => ({ one: shownOf("one"), other: shownOf("other") }),
    isPlaying: () => isPlaying,
    speed: () => speed,
    setSpeed: (wanted) => {
      speed = wanted;
      onChange();
    },
    setMode: (wanted) => {
      const { position } = shownOf("one");
      mode = wanted;
      moment = position === 0 ? momentOfStep(clock(), 0) : momentOfPlace(clock(), "one", position - 1);
      onChange();
    },
    play: () => show(moment.at >= clock().end ? momentOfStep(clock(), 0) : moment, true),
    pause: () => show(moment),
    step: (direction) => show(momentOfStep(clock(), moment.step + direction)),
    leap: (direction) => {
      const found = nextDifference(clock(), moment, direction);
      if (found !== undefined) show(found);
      return found !== undefined;
    },
    goToStep: (step) => show(momentOfStep(clock(), step)),
    toStart: () => show(momentOfStep(clock(), 0)),
    toEnd: () => show(momentAt(clock(), clock().end)),
    goTo: (side, place) => show(momentOfPlace(clock(), side, place)),
    stepOf: (side, place) => momentOfPlace(clock(), side, place).step,
    frame: (wall) => {
      if (!isPlaying) return;
      const next = goneOn(clock(), moment, { wall, speed });
      show(next, next.at < clock().end);
    },
  };
}

interface Going {
  readonly wall: number;
  readonly speed: Speed;
}

/** The slower of both runs says how far the clock goes: what is to be seen in either can be watched. */
function goneOn(clock: Clock, moment: ClockMoment, { wall, speed }: Going): ClockMoment {
  if (speed === "max") return momentAt(clock, clock.end);
  const goes = (["one", "other"] as const).flatMap((side) => {
    const recording = clock.comparison.runs[side];
    const from = shownAt(clock, side, moment);
    if (from.at >= recording.head) return [];
    const isWaiting = from.at >= (recording.events[from.position]?.at ?? recording.head);
    return isWaiting ? [] : [advance(recording, from, wall, speed).at - from.at];
  });
  const next = clock.ticks[moment.step] ?? clock.end;
  // Where both stand at their next event, it happens.
  const at = goes.length === 0 ? next : moment.at + Math.max(1, Math.min(...goes));
  const step = countUpTo(clock.ticks, at, (tick) => tick);
  return { at: Math.min(at, clock.end), step: Math.max(step, moment.step) };
}
