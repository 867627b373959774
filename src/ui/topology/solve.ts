/**
 * Boxes put where they are wanted, as far as they fit without overlapping.
 *
 * Each pair of boxes is kept apart along one axis: the one along which they are wanted farther apart. Along
 * an axis that gives an order with distances to keep, so the place of each box lies between the longest way
 * from the one side and the longest from the other. Boxes that a cable joins are kept farther apart, to see
 * what travels between them: as far as the room allows.
 */

import type { Point, Size } from "./geometry.ts";

/** What is to be placed: its size, and where it is wanted, both axes from 0 to 1. */
export interface Wanted extends Size {
  readonly id: string;
  readonly target: Point;
}

export interface Solution {
  /** The middle of each box. */
  readonly places: ReadonlyMap<string, Point>;
  /** The room it takes, at least the one that was given. */
  readonly room: Size;
  /** How far apart joined boxes are along each axis at least. */
  readonly gap: Size;
}

export interface Limits {
  readonly margin: number;
  /** Between boxes that nothing joins. */
  readonly pad: number;
  /** Between joined ones: at least, and no more than is of use. */
  readonly gap: { readonly least: number; readonly most: number };
}

type Axis = "x" | "y";
const sideOf = { x: "width", y: "height" } as const;

/** Keeps `after` so far behind `before`. */
interface Apart {
  readonly before: number;
  readonly after: number;
  readonly sizes: number;
  readonly isJoined: boolean;
}

/** Frames are wider than high: along x a gap needs more room to show as much of a cable. */
export const widerAlongX = 1.3;

const steps = 12;

/** Places boxes in a room; `joined` says of two ids whether a cable joins them. */
export function solve(
  boxes: readonly Wanted[],
  joined: (one: string, other: string) => boolean,
  room: Size,
  limits: Limits,
): Solution {
  const wanted = { x: wantedAlong("x", boxes, room, limits), y: wantedAlong("y", boxes, room, limits) };
  const apart = { x: [] as Apart[], y: [] as Apart[] };
  for (let one = 0; one < boxes.length; one++) {
    for (let other = one + 1; other < boxes.length; other++) {
      keepApart(boxes, { one, other }, wanted, { apart, joined, pad: limits.pad });
    }
  }
  const alongX = solveAxis("x", boxes, wanted.x, { apart: apart.x, room: room.width, limits });
  const alongY = solveAxis("y", boxes, wanted.y, { apart: apart.y, room: room.height, limits });
  const places = boxes.map(
    ({ id }, index) => [id, { x: alongX.at[index] ?? 0, y: alongY.at[index] ?? 0 }] as const,
  );
  return {
    places: new Map(places),
    room: { width: alongX.room, height: alongY.room },
    gap: { width: alongX.gap, height: alongY.gap },
  };
}

/** Where each box is wanted in the room, in px: boxes wanted at one place stand in one line. */
function wantedAlong(axis: Axis, boxes: readonly Wanted[], room: Size, { margin }: Limits): number[] {
  const side = sideOf[axis];
  const halfAt = (isThere: (target: number) => boolean): number =>
    Math.max(0, ...boxes.filter(({ target }) => isThere(target[axis])).map((box) => box[side] / 2));
  const low = margin + halfAt((target) => target < nearEdge);
  const high = room[side] - margin - halfAt((target) => target > 1 - nearEdge);
  return boxes.map((box) => {
    const half = margin + box[side] / 2;
    return Math.max(half, Math.min(room[side] - half, low + (high - low) * box.target[axis]));
  });
}

/** What is wanted so near to an edge makes room there for itself. */
const nearEdge = 0.15;

interface Keeping {
  readonly apart: { readonly x: Apart[]; readonly y: Apart[] };
  readonly joined: (one: string, other: string) => boolean;
  readonly pad: number;
}

function keepApart(
  boxes: readonly Wanted[],
  { one, other }: { readonly one: number; readonly other: number },
  wanted: { readonly x: readonly number[]; readonly y: readonly number[] },
  { apart, joined, pad }: Keeping,
): void {
  const first = boxes[one];
  const second = boxes[other];
  if (first === undefined || second === undefined) return;
  const needed = {
    x: (first.width + second.width) / 2 + pad,
    y: (first.height + second.height) / 2 + pad,
  };
  const away = (axis: Axis): number => (wanted[axis][other] ?? 0) - (wanted[axis][one] ?? 0);
  const axis: Axis = Math.abs(away("x")) / needed.x > Math.abs(away("y")) / needed.y ? "x" : "y";
  const isInOrder = away(axis) >= 0;
  apart[axis].push({
    before: isInOrder ? one : other,
    after: isInOrder ? other : one,
    sizes: (first[sideOf[axis]] + second[sideOf[axis]]) / 2,
    isJoined: joined(first.id, second.id),
  });
}

interface AxisTask {
  readonly apart: readonly Apart[];
  readonly room: number;
  readonly limits: Limits;
}

interface AxisSolution {
  readonly at: readonly number[];
  readonly room: number;
  readonly gap: number;
}

function solveAxis(
  axis: Axis,
  boxes: readonly Wanted[],
  wanted: readonly number[],
  task: AxisTask,
): AxisSolution {
  const order = boxes.map((_, index) => index);
  order.sort((one, other) => (wanted[one] ?? 0) - (wanted[other] ?? 0) || one - other);
  const way: Way = { order, sizes: boxes.map((box) => box[sideOf[axis]]), ...task };
  const factor = axis === "x" ? widerAlongX : 1;
  const least = task.limits.gap.least * factor;
  let gap = least;
  let high = task.limits.gap.most * factor;
  if (extentOf(way, high) <= task.room) gap = high;
  else if (extentOf(way, least) <= task.room) {
    for (let step = 0; step < steps; step++) {
      const middle = (gap + high) / 2;
      if (extentOf(way, middle) <= task.room) gap = middle;
      else high = middle;
    }
  }
  const room = Math.max(task.room, extentOf(way, gap));
  return { at: placed({ ...way, room }, wanted, gap), room, gap };
}

interface Way extends AxisTask {
  readonly order: readonly number[];
  readonly sizes: readonly number[];
}

const distanceOf = ({ sizes, isJoined }: Apart, { limits }: Way, gap: number): number =>
  sizes + (isJoined ? gap : limits.pad);

/** The earliest place of each box, one after the other. */
function earliest(way: Way, gap: number, wish?: (index: number, least: number) => number): number[] {
  const at = way.sizes.map((size) => way.limits.margin + size / 2);
  for (const index of way.order) {
    for (const pair of way.apart) {
      if (pair.after !== index) continue;
      at[index] = Math.max(at[index] ?? 0, (at[pair.before] ?? 0) + distanceOf(pair, way, gap));
    }
    at[index] = wish === undefined ? (at[index] ?? 0) : wish(index, at[index] ?? 0);
  }
  return at;
}

/** The room that all boxes together need. */
function extentOf(way: Way, gap: number): number {
  const ends = earliest(way, gap).map((at, index) => at + (way.sizes[index] ?? 0) / 2);
  return Math.max(0, ...ends) + way.limits.margin;
}

/** The latest place of each box at which those behind it still fit. */
function latest(way: Way, gap: number): number[] {
  const at = way.sizes.map((size) => way.room - way.limits.margin - size / 2);
  for (const index of [...way.order].reverse()) {
    for (const pair of way.apart) {
      if (pair.before !== index) continue;
      at[index] = Math.min(at[index] ?? 0, (at[pair.after] ?? 0) - distanceOf(pair, way, gap));
    }
  }
  return at;
}

/** As near to where each is wanted as those before and behind it allow. */
function placed(way: Way, wanted: readonly number[], gap: number): number[] {
  const last = latest(way, gap);
  return earliest(way, gap, (index, least) =>
    Math.max(least, Math.min(wanted[index] ?? 0, last[index] ?? least)),
  );
}
