/**
 * Where a card or a mark goes beside the machine it is about: as near as can be, within the room, and
 * covering as little as possible: no machine, no other mark, and no cable that frames travel on.
 */

import type { Line } from "./cables.ts";
import { type Box, between, distance, overlap, type Point, type Size } from "./geometry.ts";

export interface Obstacle {
  readonly box: Box;
  /** How bad it is to cover it, for each px. */
  readonly weight: number;
}

export interface Placed {
  readonly box: Box;
  /** How much it covers all the same, weighed. */
  readonly covers: number;
}

const gap = 10;
const gridStep = 16;
/** Nothing is shown in part only. */
const perPxOutside = 1e5;

/** What it costs to cover something, for each px of it. */
export const weights = {
  machine: 10,
  mark: 6,
  cable: 0.8,
  words: 0.15,
  cableByMark: 0.12,
  other: 3,
} as const;

/** What is to be placed: how large it is, and how much it costs to be away, for each px. */
export interface Beside extends Size {
  readonly perPxAway: number;
}

/**
 * The best place for something beside the first of some boxes, or else near to any of them: what is about one
 * machine stands together.
 */
export function placeBeside(
  anchors: readonly [Box, ...Box[]],
  { perPxAway, ...size }: Beside,
  room: Box,
  obstacles: readonly Obstacle[],
): Placed {
  let best: Placed | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const box of candidates(anchors[0], size, room)) {
    const away = perPxAway * Math.min(...anchors.map((anchor) => awayFrom(box, anchor)));
    if (away >= least) continue;
    const covers = costOf(box, room, obstacles);
    if (away + covers >= least) continue;
    least = away + covers;
    best = { box, covers };
  }
  return best ?? { box: { ...size, x: anchors[0].x, y: anchors[0].y }, covers: Number.POSITIVE_INFINITY };
}

/** Right of it, left, below and above, in line with its ends or its middle; then anywhere in the room. */
function* candidates(anchor: Box, size: Size, room: Box): Generator<Box> {
  const aligned = (start: number, length: number, own: number): number[] => [
    start,
    start + (length - own) / 2,
    start + length - own,
  ];
  // Rather a little nearer than a gap than partly outside.
  const [left, right] = [room.x, room.x + room.width - size.width];
  const [top, bottom] = [room.y, room.y + room.height - size.height];
  for (const y of aligned(anchor.y, anchor.height, size.height)) {
    yield { ...size, x: Math.min(anchor.x + anchor.width + gap, right), y };
    yield { ...size, x: Math.max(anchor.x - gap - size.width, left), y };
  }
  for (const x of aligned(anchor.x, anchor.width, size.width)) {
    yield { ...size, x, y: Math.min(anchor.y + anchor.height + gap, bottom) };
    yield { ...size, x, y: Math.max(anchor.y - gap - size.height, top) };
  }
  for (let y = room.y; y + size.height <= room.y + room.height; y += gridStep) {
    for (let x = room.x; x + size.width <= room.x + room.width; x += gridStep) yield { ...size, x, y };
  }
}

/** How far apart the borders of two boxes are; a bit where they are in the way of each other's words. */
function awayFrom(box: Box, anchor: Box): number {
  const dx = Math.max(0, anchor.x - (box.x + box.width), box.x - (anchor.x + anchor.width));
  const dy = Math.max(0, anchor.y - (box.y + box.height), box.y - (anchor.y + anchor.height));
  return Math.max(0, Math.hypot(dx, dy) - gap);
}

function costOf(box: Box, room: Box, obstacles: readonly Obstacle[]): number {
  const outside =
    Math.max(0, room.x - box.x) +
    Math.max(0, room.y - box.y) +
    Math.max(0, box.x + box.width - (room.x + room.width)) +
    Math.max(0, box.y + box.height - (room.y + room.height));
  let cost = perPxOutside * outside;
  for (const { box: other, weight } of obstacles) cost += weight * overlap(box, other);
  return cost;
}

/** The boxes that a frame of a size takes up one after the other on its way along a cable. */
export function corridor({ from, to }: Line, { width, height }: Size): Box[] {
  const steps = Math.max(1, Math.ceil(distance(from, to) / 30));
  return Array.from({ length: steps + 1 }, (_, step) => {
    const { x, y } = between(from, to, step / steps);
    return { x: x - width / 2, y: y - height / 2, width, height };
  });
}

/** A line from a card to the machine it is about; `undefined` where it stands beside it, or beside others. */
export function leaderOf(box: Box, [anchor, ...others]: readonly [Box, ...Box[]]): Line | undefined {
  if ([anchor, ...others].some((other) => awayFrom(box, other) < 8)) return undefined;
  const from = nearest(box, anchor);
  return { from, to: nearest(anchor, { x: from.x, y: from.y, width: 0, height: 0 }) };
}

/** The point of a box's border that is nearest to the middle of another one. */
function nearest(box: Box, other: Box): Point {
  const x = other.x + other.width / 2;
  const y = other.y + other.height / 2;
  return {
    x: Math.max(box.x, Math.min(x, box.x + box.width)),
    y: Math.max(box.y, Math.min(y, box.y + box.height)),
  };
}
