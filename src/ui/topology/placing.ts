/**
 * Where words go beside what they belong to, so that they cover neither machines nor one another: to the
 * right, else to the left, below, above, or there to one side. Where there is no room anywhere there are
 * fewer words, and else none, unless they must be there.
 */

import { type Box, grown, isInside, overlap, type Size } from "./geometry.ts";

export const sides = [
  "right",
  "left",
  "below",
  "above",
  "above-left",
  "above-right",
  "below-left",
  "below-right",
] as const;
export type Side = (typeof sides)[number];

export interface Labelled {
  readonly key: string;
  /** What it belongs to. */
  readonly box: Box;
  readonly size: Size;
  /** With fewer words. */
  readonly shortSize: Size;
  /** The side it was on when it was placed last: it stays there while it can. */
  readonly last: Side | undefined;
  /** It is shown even where it covers something. */
  readonly isNeeded: boolean;
}

export interface PlacedLabel {
  readonly key: string;
  readonly side: Side;
  readonly box: Box;
  readonly isShort: boolean;
}

const gap = 6;

/** A label's box on a side of what it belongs to. */
export function besides({ x, y, width, height }: Box, size: Size, side: Side): Box {
  switch (side) {
    case "right":
      return { ...size, x: x + width + gap, y: y + (height - size.height) / 2 };
    case "left":
      return { ...size, x: x - gap - size.width, y: y + (height - size.height) / 2 };
    case "below":
      return { ...size, x: x + (width - size.width) / 2, y: y + height + gap };
    case "above":
      return { ...size, x: x + (width - size.width) / 2, y: y - gap - size.height };
    // In line with the other end of it.
    case "above-left":
      return { ...size, x: x + width - size.width, y: y - gap - size.height };
    case "above-right":
      return { ...size, x, y: y - gap - size.height };
    case "below-left":
      return { ...size, x: x + width - size.width, y: y + height + gap };
    case "below-right":
      return { ...size, x, y: y + height + gap };
  }
}

export interface Surroundings {
  /** What does not move: machines, segments, tables. */
  readonly fixed: readonly Box[];
  /** Frames, by the keys of their labels. */
  readonly frames: readonly { readonly key: string; readonly box: Box }[];
  /** Where words can be seen. */
  readonly room: Box;
}

/** Places labels, those that are needed first, then in the order given. */
export function placeLabels(labels: readonly Labelled[], surroundings: Surroundings): PlacedLabel[] {
  const placed: PlacedLabel[] = [];
  const ordered = [...labels].sort((one, other) => Number(other.isNeeded) - Number(one.isNeeded));
  for (const label of ordered) {
    const costs = (box: Box): number => costOf(label.key, box, { ...surroundings, placed });
    const full = bestSide(label, label.size, costs);
    const isShort = full.cost > 0;
    const { side, box, cost } = isShort ? bestSide(label, label.shortSize, costs) : full;
    if (cost === 0 || label.isNeeded) placed.push({ key: label.key, side, box, isShort });
  }
  return placed;
}

interface Best {
  readonly side: Side;
  readonly box: Box;
  readonly cost: number;
}

function bestSide({ box, last }: Labelled, size: Size, costs: (box: Box) => number): Best {
  const order = last === undefined ? sides : [last, ...sides.filter((side) => side !== last)];
  let best: Best | undefined;
  for (const side of order) {
    const at = besides(box, size, side);
    const cost = costs(at);
    if (best === undefined || cost < best.cost) best = { side, box: at, cost };
    if (cost === 0) break;
  }
  return best ?? { side: "right", box: besides(box, size, "right"), cost: Number.POSITIVE_INFINITY };
}

interface Taken extends Surroundings {
  readonly placed: readonly PlacedLabel[];
}

const outside = 1e6;

/** How much a label would cover: nothing where it is free. */
function costOf(key: string, box: Box, { fixed, room, frames, placed }: Taken): number {
  let cost = isInside(box, room) ? 0 : outside;
  for (const other of fixed) cost += 4 * overlap(box, other);
  for (const other of placed) cost += 2 * overlap(box, other.box);
  for (const other of frames) if (other.key !== key) cost += overlap(box, grown(other.box, 1));
  return cost;
}
