/**
 * Cables as lines: which ends a cable has, where it leaves the boxes it joins, and the way a frame takes
 * along it, which begins and ends where the whole frame shows.
 */

import type { CableEnd } from "#lab/batch";
import type { Scenario } from "#scenario/scenario";
import { type Box, boxAround, distance, exitOf, middleOf, type Point, type Size } from "./geometry.ts";

/** A device of a machine and what it is plugged into: a segment's box, or the device at the other end. */
export interface Cable {
  readonly key: string;
  readonly node: string;
  readonly device: string;
  /** The segment, or the machine at the other end of a cable that joins two devices directly. */
  readonly to: string;
  /** The other device, where there is no box between. */
  readonly peer: string | undefined;
  /** The segment's name. */
  readonly segment: string;
}

export interface Line {
  readonly from: Point;
  readonly to: Point;
}

export const endKey = (node: string, device: string): string => `${node} ${device}`;

/** The cables of a scenario: one a device; of a direct cable one for both devices. */
export function cablesOf({ nodes, segments }: Scenario): Cable[] {
  const direct = new Set(segments.filter(({ kind }) => kind === "cable").map(({ name }) => name));
  const loose = new Map<string, Cable>();
  const cables: Cable[] = [];
  for (const { name: node, devices } of nodes) {
    for (const { name: device, segment } of devices) {
      const begun = loose.get(segment);
      const cable = { key: endKey(node, device), node, device, to: segment, peer: undefined, segment };
      if (!direct.has(segment)) cables.push(cable);
      else if (begun === undefined) loose.set(segment, cable);
      else cables.push({ ...begun, to: node, peer: device });
    }
  }
  return cables;
}

/** The line of each cable. Several from one box to the same other one run side by side. */
export function cableLines(cables: readonly Cable[], boxes: ReadonlyMap<string, Box>): Map<string, Line> {
  const lines = new Map<string, Line>();
  const counts = new Map<string, number>();
  for (const { node, to } of cables) counts.set(`${node} ${to}`, (counts.get(`${node} ${to}`) ?? 0) + 1);
  const seen = new Map<string, number>();
  for (const { key, node, to } of cables) {
    const from = boxes.get(node);
    const end = boxes.get(to);
    if (from === undefined || end === undefined) continue;
    const pair = `${node} ${to}`;
    const index = seen.get(pair) ?? 0;
    seen.set(pair, index + 1);
    lines.set(key, lineBetween(from, end, (index - ((counts.get(pair) ?? 1) - 1) / 2) * sideBySide));
  }
  return lines;
}

const sideBySide = 22;

function lineBetween(from: Box, to: Box, aside: number): Line {
  const a = middleOf(from);
  const b = middleOf(to);
  const length = distance(a, b) || 1;
  const shift = { x: (-(b.y - a.y) / length) * aside, y: ((b.x - a.x) / length) * aside };
  const moved = (point: Point): Point => ({ x: point.x + shift.x, y: point.y + shift.y });
  return { from: moved(exitOf(from, b)), to: moved(exitOf(to, a)) };
}

export interface FlightEnds {
  readonly from: CableEnd;
  readonly to: CableEnd;
}

/** A cable by either of its ends, and whether a frame runs along it from the machine outwards. */
export interface CableIndex {
  readonly byEnd: ReadonlyMap<string, { readonly cable: Cable; readonly isStart: boolean }>;
}

export function indexOf(cables: readonly Cable[]): CableIndex {
  const byEnd = new Map<string, { cable: Cable; isStart: boolean }>();
  for (const cable of cables) {
    byEnd.set(cable.key, { cable, isStart: true });
    if (cable.peer !== undefined) byEnd.set(endKey(cable.to, cable.peer), { cable, isStart: false });
  }
  return { byEnd };
}

/** The line that a frame travels, from its sender on; `undefined` where no such cable is drawn. */
export function lineOfFlight(
  { from, to }: FlightEnds,
  { byEnd }: CableIndex,
  lines: ReadonlyMap<string, Line>,
): Line | undefined {
  const start = byEnd.get(endKey(from.node, from.device));
  const end = byEnd.get(endKey(to.node, to.device));
  const found = start ?? end;
  const line = found === undefined ? undefined : lines.get(found.cable.key);
  if (found === undefined || line === undefined) return undefined;
  const isForwards = start === undefined ? !found.isStart : found.isStart;
  return isForwards ? line : { from: line.to, to: line.from };
}

/** How much of a short cable a frame moves along at least, in px. */
const leastTravel = 14;
const clearance = 3;

/** The way of the middle of a frame of a size: so that it stands beside what it left and what it reaches. */
export function wayOf({ from, to }: Line, size: Size): Line {
  const length = distance(from, to);
  if (length === 0) return { from, to };
  const dx = (to.x - from.x) / length;
  const dy = (to.y - from.y) / length;
  const exit = exitOf(boxAround({ x: 0, y: 0 }, size), { x: dx, y: dy });
  const inset = Math.min(Math.hypot(exit.x, exit.y) + clearance, Math.max(0, (length - leastTravel) / 2));
  return {
    from: { x: from.x + dx * inset, y: from.y + dy * inset },
    to: { x: to.x - dx * inset, y: to.y - dy * inset },
  };
}
