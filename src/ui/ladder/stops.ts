/**
 * The rows of the ladder that can be pointed at and walked along: a frame with its arrival where that follows
 * at once, a later arrival, a note, a line that was typed.
 */

import type { Mark } from "./marks.ts";
import { placesBetween, type Scale } from "./scale.ts";

export interface Stop {
  readonly place: number;
  /** How far it reaches, in pixels from the top of everything. */
  readonly top: number;
  readonly bottom: number;
  readonly mark: Mark;
  /** The row of the telling. */
  readonly row: number;
}

const aboveArrow = 18;
const aboveNote = 11;
const belowLast = 14;

/** Whether a place is no row of its own: the arrival of the frame just above. */
function isArrivalOfAbove({ rows, telling }: Scale, place: number): boolean {
  const row = telling.rows[rows[place] ?? -1];
  const above = telling.rows[rows[place - 1] ?? -1];
  return row !== undefined && row.arrival >= 0 && above?.mark === row.mark && above.arrival < 0;
}

function topOf({ rows, ys, telling }: Scale, place: number): number {
  const row = telling.rows[rows[place] as number];
  const isArrow = telling.marks[row?.mark ?? -1]?.kind === "sending";
  return (ys[place] as number) - (isArrow ? aboveArrow : aboveNote);
}

/** The stop at a place, if there is one. */
export function stopAt(scale: Scale, place: number): Stop | undefined {
  const row = scale.rows[place];
  if (row === undefined || isArrivalOfAbove(scale, place)) return undefined;
  const next = isArrivalOfAbove(scale, place + 1) ? place + 2 : place + 1;
  const last = scale.ys[next - 1] as number;
  const bottom = next < scale.rows.length ? Math.min(topOf(scale, next), last + belowLast) : last + belowLast;
  const mark = scale.telling.marks[scale.telling.rows[row]?.mark ?? -1];
  return mark === undefined ? undefined : { place, top: topOf(scale, place), bottom, mark, row };
}

/** The stops between two heights. */
export function stopsBetween(scale: Scale, top: number, bottom: number): Stop[] {
  const { from, to } = placesBetween(scale, top - aboveArrow, bottom + aboveArrow);
  const stops: Stop[] = [];
  for (let place = from; place < to; place++) {
    const stop = stopAt(scale, place);
    if (stop !== undefined) stops.push(stop);
  }
  return stops;
}

/** The next stop from a place in a direction; `undefined` where there is none. */
export function nextStop(scale: Scale, place: number, by: 1 | -1): Stop | undefined {
  for (let next = place + by; next >= 0 && next < scale.rows.length; next += by) {
    const stop = stopAt(scale, next);
    if (stop !== undefined) return stop;
  }
  return undefined;
}

/** The stop at which a row of the telling is to be found; `undefined` where it is not shown. */
export function stopOfRow(scale: Scale, row: number): Stop | undefined {
  const place = scale.places[row] ?? -1;
  return place < 0 ? undefined : (stopAt(scale, place) ?? stopAt(scale, place - 1));
}
