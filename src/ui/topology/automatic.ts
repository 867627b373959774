/**
 * Where machines and segments go when the scenario does not say, or where its drawing does not suit the room.
 *
 * Both ways follow a request. `ranked`: a row for each step of it, downwards. `folded`: the way up to the
 * last segment with many machines lies in the first row, that segment below, and what hangs on it below
 * that. Places are told across and down, from 0 to 1.
 */

import type { Point } from "./geometry.ts";
import { inRanks, type Joint, type Neighbours, neighboursOf, type Part, untangled } from "./ranks.ts";

/** A part and how wide it is drawn. */
export interface WidePart extends Part {
  readonly width: number;
}

const gapBetween = 18;

/** A row for each rank; a rank that is too long for the room takes two rows or three. */
export function rankedPlaces(
  parts: readonly WidePart[],
  joints: readonly Joint[],
  width: number,
): Map<string, Point> {
  const neighbours = neighboursOf(joints);
  const ranks = untangled(inRanks(parts, neighbours), neighbours);
  return placesOfRows(ranks.flatMap((rank) => rowsOf(rank, width)));
}

function placesOfRows(rows: readonly (readonly Part[])[]): Map<string, Point> {
  const places = new Map<string, Point>();
  rows.forEach((row, down) => {
    const y = rows.length === 1 ? 0.5 : down / (rows.length - 1);
    for (const [id, x] of spread(row)) places.set(id, { x, y });
  });
  return places;
}

/** Evenly from side to side. */
const spread = (row: readonly Part[]): [string, number][] =>
  row.map(({ id }, index) => [id, row.length === 1 ? 0.5 : index / (row.length - 1)]);

/** A rank in as many rows as it needs to fit. */
function rowsOf(rank: readonly WidePart[], width: number): WidePart[][] {
  const needed = rank.reduce((sum, part) => sum + part.width + gapBetween, 0);
  const count = Math.max(1, Math.min(3, Math.ceil(needed / width)));
  const perRow = Math.ceil(rank.length / count);
  return Array.from({ length: count }, (_, row) => rank.slice(row * perRow, (row + 1) * perRow));
}

/**
 * The way to the busiest segment in one row, the rest below; `undefined` where there is no such way: nothing
 * between clients and that segment, or nothing behind it.
 */
export function foldedPlaces(
  parts: readonly WidePart[],
  joints: readonly Joint[],
  width: number,
): Map<string, Point> | undefined {
  const neighbours = neighboursOf(joints);
  const ranks = untangled(inRanks(parts, neighbours), neighbours);
  const fold = rankOfHub(ranks, neighbours);
  if (fold < 2 || fold >= ranks.length - 1) return undefined;
  const first = ranks.slice(0, fold);
  const below = ranks.slice(fold).flatMap((rank) => rowsOf(rank, width));
  const places = new Map<string, Point>();
  const top = topHeight(first, below.length);
  first.forEach((rank, step) => {
    const x = (0.5 * step) / (fold - 1);
    for (const [id, y] of spread(rank)) places.set(id, { x, y: top * (rank.length === 1 ? 0.5 : y) });
  });
  below.forEach((row, down) => {
    const y = top + ((1 - top) * (down + 1)) / below.length;
    for (const [id, x] of spread(row)) places.set(id, { x: row.length === 1 ? besideMiddle : x, y });
  });
  return places;
}

/**
 * Where the segment under the first row is: what stands at the end of that row has room below for a table.
 */
const besideMiddle = 0.36;

/** How far down the first row reaches: further where several things stand above one another in it. */
const topHeight = (first: readonly (readonly Part[])[], rowsBelow: number): number => {
  const tallest = Math.max(...first.map(({ length }) => length));
  return tallest === 1 ? 0 : (tallest - 1) / (tallest + rowsBelow - 1);
};

/** The rank of the segment with the most cables; of equals the farther one. */
function rankOfHub(ranks: readonly (readonly Part[])[], neighbours: Neighbours): number {
  let best = { rank: -1, cables: 2 };
  ranks.forEach((parts, rank) => {
    for (const { id, isSegment } of parts) {
      const cables = neighbours.get(id)?.length ?? 0;
      if (isSegment && cables >= best.cables) best = { rank, cables };
    }
  });
  return best.rank;
}
