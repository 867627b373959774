/**
 * The axis of ladder and timeline: not time but what happens, row after row, with a little room where time
 * passes. Idle seconds take no more of it than a mark.
 *
 * It grows at its end as rows come. Arrivals of one frame at one moment share a place, for neither was first.
 */

import type { Nanos } from "#sim/engine/time";
import type { Moment } from "../store.ts";
import type { Mark, Row } from "./marks.ts";
import type { Telling } from "./telling.ts";

/** The room above a place, by what is there, in pixels. */
const room = { sending: 25, arrival: 9, note: 19, typed: 24 } as const;

/** A pause so long gets a mark of its own. */
const leastPause = 500_000;
const pauseRoom = 18;
/** A moment is marked so far below the last place of its past: under an arrow's end, under a text. */
const rest = { sending: 5, note: 10, typed: 10 } as const;
const topRoom = 8;
const endRoom = 26;

export type IsShown = (mark: Mark, row: Row) => boolean;

export interface Scale {
  readonly telling: Telling;
  readonly isShown: IsShown;
  /** By place: its row, the first where several share it; and where it is, in pixels from the top. */
  readonly rows: number[];
  readonly ys: number[];
  /** By row: its place, or -1 where it is not shown. */
  readonly places: number[];
  /** By block of places: the sendings under way when it begins. */
  readonly crossing: number[][];
}

/** Places in a block. */
const block = 64;

export const scaleOf = (telling: Telling, isShown: IsShown): Scale => ({
  telling,
  isShown,
  rows: [],
  ys: [],
  places: [],
  crossing: [],
});

/** Takes the rows that have been told since. */
export function growScale(scale: Scale): void {
  const { telling, places } = scale;
  const { rows, marks } = telling;
  for (let index = places.length; index < rows.length; index++) {
    const row = rows[index] as Row;
    const mark = marks[row.mark] as Mark;
    places.push(scale.isShown(mark, row) ? place(scale, index, row, mark) : -1);
  }
}

function place(scale: Scale, index: number, row: Row, mark: Mark): number {
  const shared = sharedPlace(scale, row, mark);
  if (shared !== undefined) return shared;
  const { rows, ys } = scale;
  const number = rows.length;
  const before = ys[number - 1] ?? topRoom - room.sending + 12;
  rows.push(index);
  ys.push(before + roomFor(row, mark) + (pauseBefore(scale, number) === undefined ? 0 : pauseRoomFor(mark)));
  if (row.arrival >= 0) noteCrossing(scale, mark, number);
  return number;
}

/** The place of another arrival of the same frame at the same moment. */
function sharedPlace({ places }: Scale, { arrival, at }: Row, mark: Mark): number | undefined {
  if (mark.kind !== "sending") return undefined;
  for (let earlier = arrival - 1; earlier >= 0; earlier--) {
    const other = mark.arrivals[earlier];
    if (other === undefined || other.at !== at) return undefined;
    const found = places[other.row] ?? -1;
    if (found >= 0) return found;
  }
  return undefined;
}

function roomFor({ arrival }: Row, { kind }: Mark): number {
  return kind === "sending" && arrival >= 0 ? room.arrival : room[kind];
}

/** Before what is typed there is room already. */
const pauseRoomFor = ({ kind }: Mark): number => (kind === "typed" ? 4 : pauseRoom);

function noteCrossing({ crossing, places }: Scale, mark: Mark, end: number): void {
  const begin = places[mark.row] ?? -1;
  if (begin < 0) return;
  for (let number = Math.floor(begin / block) + 1; number <= Math.floor(end / block); number++) {
    while (crossing.length <= number) crossing.push([]);
    crossing[number]?.push(mark.number);
  }
}

const rowAt = ({ rows, telling }: Scale, place: number): Row | undefined => {
  const index = rows[place];
  return index === undefined ? undefined : telling.rows[index];
};

/** How long nothing was told before a place, where that is long enough for a mark. */
export function pauseBefore(scale: Scale, place: number): Nanos | undefined {
  const at = rowAt(scale, place)?.at;
  const before = rowAt(scale, place - 1)?.at;
  if (at === undefined || before === undefined || at - before < leastPause) return undefined;
  return (at - before) as Nanos;
}

/** The height of everything, in pixels. */
export const heightOf = ({ ys }: Scale): number => (ys.at(-1) ?? topRoom) + endRoom;

/** The first index of a sorted list from which on `isBehind` does not hold. */
function firstNot(length: number, isBehind: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBehind(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether a row belongs to the past of a moment. */
export const isPast = ({ after, at }: Pick<Row, "after" | "at">, moment: Moment): boolean =>
  after <= moment.position && at <= moment.at;

/** How many places are in the past of a moment. */
export const pastPlaces = (scale: Scale, moment: Moment): number =>
  firstNot(scale.rows.length, (place) => isPast(rowAt(scale, place) as Row, moment));

/** Where a moment is, in pixels: at the last place of its past, and from there on as time passes. */
export function yOf(scale: Scale, moment: Moment): number {
  const { from, to, part } = between(scale, moment);
  return from + (to - from) * part;
}

/** Where a moment is marked: a little below all that is its past. */
export function lineAt(scale: Scale, moment: Moment): number {
  const { from, to, part, next } = between(scale, moment);
  const below = restAt(scale, next - 1, to - from);
  return from + below + (to - from - below) * part;
}

/** Never so far that it is at the next place already. */
function restAt(scale: Scale, place: number, room: number): number {
  const mark = scale.telling.marks[rowAt(scale, place)?.mark ?? -1];
  return mark === undefined ? 0 : Math.min(rest[mark.kind], room * 0.6);
}

interface Between {
  /** The place after the moment. */
  readonly next: number;
  readonly from: number;
  readonly to: number;
  readonly part: number;
}

/** The places before and after a moment, and how much of the time between them has passed. */
function between(scale: Scale, moment: Moment): Between {
  const { ys } = scale;
  const next = pastPlaces(scale, moment);
  const from = ys[next - 1] ?? 0;
  const to = ys[next];
  const start = rowAt(scale, next - 1)?.at ?? 0;
  const end = rowAt(scale, next)?.at;
  if (to === undefined || end === undefined) {
    // What comes next is not known yet, nor where it will be.
    return { next, from, to: from + endRoom, part: 0 };
  }
  return {
    next,
    from,
    to,
    part: end <= start ? 0 : Math.min(1, Math.max(0, (moment.at - start) / (end - start))),
  };
}

export type Target = { readonly position: number } | { readonly at: Nanos };

/** The moment at a height: what has happened down to there, and between two places the time between. */
export function targetAt(scale: Scale, y: number): Target {
  const next = firstNot(scale.ys.length, (place) => (scale.ys[place] as number) <= y);
  const before = rowAt(scale, next - 1);
  const after = rowAt(scale, next);
  if (before === undefined) return { position: 0 };
  if (after === undefined || after.at <= before.at) return targetOf(scale, next - 1);
  const [here, there] = [scale.ys[next - 1] as number, scale.ys[next] as number];
  const from = here + restAt(scale, next - 1, there - here);
  const part = (y - from) / (there - from);
  return part <= 0 ? targetOf(scale, next - 1) : { at: timeBetween(before.at, after.at, part) };
}

/** A moment between two, short of the later one: that would be its past already. */
const timeBetween = (from: Nanos, to: Nanos, part: number): Nanos =>
  Math.min(to - 1, Math.round(from + (to - from) * part)) as Nanos;

/** The moment at which all that is at a place has just happened. */
export function targetOf(scale: Scale, place: number): Target {
  const row = rowAt(scale, place);
  if (row === undefined) return { position: 0 };
  if (scale.telling.marks[row.mark]?.kind === "typed") return { at: row.at };
  return { position: row.after };
}

/** The places between two heights. */
export function placesBetween({ ys }: Scale, top: number, bottom: number): { from: number; to: number } {
  return {
    from: firstNot(ys.length, (place) => (ys[place] as number) < top),
    to: firstNot(ys.length, (place) => (ys[place] as number) <= bottom),
  };
}

/** Sendings that begin before some places and arrive after them: their numbers, in order. */
export function crossingAt(scale: Scale, { from, to }: { from: number; to: number }): number[] {
  const { rows, telling, crossing } = scale;
  const first = Math.floor(from / block);
  const found = new Set(crossing[first] ?? []);
  for (let place = first * block; place < from; place++) {
    const mark = telling.rows[rows[place] as number]?.mark as number;
    if (telling.marks[mark]?.kind === "sending") found.add(mark);
  }
  return [...found].filter((number) => isAcross(scale, number, from, to)).sort((one, other) => one - other);
}

function isAcross({ places, telling }: Scale, number: number, from: number, to: number): boolean {
  const mark = telling.marks[number];
  if (mark?.kind !== "sending" || (places[mark.row] ?? from) >= from) return false;
  return mark.arrivals.some(({ row }) => (places[row] ?? -1) >= to);
}
