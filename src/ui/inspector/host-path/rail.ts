/**
 * The line beside the stations: three lanes (passing through, for this machine, its programs), a dot in each
 * row, and between dots the line of a way, which goes round stations that it does not stop at.
 */

import type { StationName } from "#words/host-path-facts";

/** How far from the left a lane is; rows are counted in the order of the stations. */
export type Lane = 0 | 1 | 2;

const lanes: Readonly<Record<StationName, Lane>> = {
  "device-in": 0,
  prerouting: 0,
  source: 0,
  route: 0,
  "local-in": 1,
  ipvs: 1,
  protocol: 2,
  forward: 0,
  "local-out": 1,
  postrouting: 0,
  neighbour: 0,
  "device-out": 0,
};

export const laneOf = (name: StationName): Lane => lanes[name];

/** A piece of the line in one row: above its dot, or from the dot down; or through the row. */
export interface Piece {
  readonly row: number;
  readonly from: Lane;
  readonly to: Lane;
  readonly part: "above" | "below" | "through";
  /** The row where it ends: what is not so yet is drawn as such. */
  readonly target: number;
}

/** The pieces that join the stations of a way. */
export function piecesOf(order: readonly StationName[], way: readonly number[]): Piece[] {
  return way.flatMap((row, index) => {
    const next = way[index + 1];
    return next === undefined ? [] : piecesBetween(order, row, next);
  });
}

function piecesBetween(order: readonly StationName[], first: number, target: number): Piece[] {
  const laneAt = (row: number): Lane => laneOf(order[row] ?? "device-in");
  const travel = travelLane(order, first, target);
  const pieces: Piece[] = [];
  let from = laneAt(first);
  for (let row = first; row < target; row++) {
    const to = row === target - 1 ? laneAt(target) : travel;
    pieces.push({ row, from, to, part: row === first ? "below" : "through", target });
    from = to;
  }
  return [...pieces, { row: target, from, to: from, part: "above", target }];
}

/** The lane on which no station stands in between. */
function travelLane(order: readonly StationName[], first: number, target: number): Lane {
  const taken = new Set(order.slice(first + 1, target).map(laneOf));
  const own = order[first];
  const last = order[target];
  const wanted: readonly Lane[] = [...[last, own].flatMap((name) => (name ? [laneOf(name)] : [])), 0, 1, 2];
  return wanted.find((lane) => !taken.has(lane)) ?? 2;
}
