/**
 * The lanes of the ladder: one for each machine, in an order that stays, evenly spread.
 */

import type { ScenarioNode } from "#scenario/scenario";

/**
 * The machines from left to right as they are drawn on the stage, so that frames seldom pass lanes they do
 * not touch; those without a place come where the file has them.
 */
export function laneOrder(nodes: readonly ScenarioNode[]): string[] {
  const placed = nodes.map((node, index) => ({ name: node.name, at: node.at, index }));
  if (placed.some(({ at }) => at === undefined)) return placed.map(({ name }) => name);
  placed.sort((one, other) => {
    const [a, b] = [one.at, other.at];
    return (a?.x ?? 0) - (b?.x ?? 0) || (a?.y ?? 0) - (b?.y ?? 0) || one.index - other.index;
  });
  return placed.map(({ name }) => name);
}

export interface Lanes {
  readonly names: readonly string[];
  /** From the left, in pixels. */
  readonly xs: ReadonlyMap<string, number>;
  /** Between two lanes. */
  readonly pitch: number;
  readonly width: number;
  /** Left of the first lane's share: what is written about time. */
  readonly gutter: number;
}

/** Left of the lanes is room for pauses, where there is any; else for the button of the filters. */
const gutterFor = (width: number): number => (width < 520 ? 38 : 84);

/** Spreads lanes over a width. */
export function lanesOf(names: readonly string[], width: number): Lanes {
  const gutter = gutterFor(width);
  const pitch = (width - gutter) / Math.max(1, names.length);
  const xs = new Map(names.map((name, index) => [name, Math.round(gutter + pitch * (index + 0.5))]));
  return { names, xs, pitch, width, gutter };
}

/** The order after a lane was taken to another place in it. */
export function movedTo(names: readonly string[], name: string, index: number): string[] {
  const others = names.filter((other) => other !== name);
  const place = Math.max(0, Math.min(others.length, index));
  return [...others.slice(0, place), name, ...others.slice(place)];
}

/** The place in the order that is nearest to a point from the left. */
export const indexAt = ({ gutter, pitch, names }: Lanes, x: number): number =>
  Math.max(0, Math.min(names.length - 1, Math.floor((x - gutter) / pitch)));
