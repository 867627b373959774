/**
 * Where everything on the stage is, and how large it is drawn: chosen so that a screen of any shape shows all
 * machines as large as can be and still enough of each cable to see what travels on it.
 *
 * Machines stand as the scenario places them, upright or, where the room is better used so, turned over its
 * diagonal: then what was left is on top, and cables run downwards, which leaves room for words beside them.
 * Cards show less where little room is. A machine that somebody dragged stands where it was dropped.
 */

import { foldedPlaces, rankedPlaces } from "./automatic.ts";
import { type Box, boxAround, crosses, middleOf, type Point, type Size } from "./geometry.ts";
import type { Joint } from "./ranks.ts";
import { type Solution, solve, type Wanted, widerAlongX } from "./solve.ts";

/** How much a card shows, most first. */
export const densities = ["full", "compact", "tiny"] as const;
export type Density = (typeof densities)[number];

/** A machine or segment. */
export interface Placeable {
  readonly id: string;
  readonly isSource: boolean;
  readonly isSegment: boolean;
  /** In the units of the scenario. */
  readonly at: Point | undefined;
  readonly size: (density: Density) => Size;
}

export interface LayoutTask {
  readonly parts: readonly Placeable[];
  readonly joints: readonly Joint[];
  /** The room on the screen, in px. */
  readonly room: Size;
  /** 1.5 on a projector: everything is larger by this. */
  readonly scale: number;
  /** Where machines were dragged to, in the units of the scenario. */
  readonly dragged: Readonly<Record<string, Point>>;
}

export interface Layout {
  readonly density: Density;
  /** All boxes, by id, in px of the world. */
  readonly boxes: ReadonlyMap<string, Box>;
  /** The size of the world; `zoom` makes it fit the room. */
  readonly world: Size;
  readonly zoom: number;
  readonly arrangement: Arrangement;
}

/** As the scenario has it, the same turned over its diagonal, or made from the way of a request. */
const arrangements = ["given", "turned", "folded", "ranked", "sideways"] as const;
export type Arrangement = (typeof arrangements)[number];

/** What of a scenario's own drawing is kept, where it has one: whoever drew it had a reason. */
const faith: Readonly<Record<Arrangement, number>> = {
  given: 1,
  turned: 1,
  folded: 1,
  ranked: 0.9,
  sideways: 0.9,
};

/** The extent of a scenario's drawing: dragged places are told in its units. */
export const scenarioExtent: Size = { width: 800, height: 420 };

/** From a point of the world to the units of the scenario, and back. */
export const toScenario = ({ x, y }: Point, world: Size): Point => ({
  x: (x / world.width) * scenarioExtent.width,
  y: (y / world.height) * scenarioExtent.height,
});
export const fromScenario = ({ x, y }: Point, world: Size): Point => ({
  x: (x / scenarioExtent.width) * world.width,
  y: (y / scenarioExtent.height) * world.height,
});

const margin = 14;
const pad = 20;
const gaps = { least: 20, most: 76 };
const zooms = [1.35, 1.2, 1.1, 1, 0.94, 0.88, 0.82, 0.76, 0.7, 0.62, 0.54];

/** How much a person gets out of a card of a density, of 1. */
const worth: Readonly<Record<Density, number>> = { full: 1, compact: 0.75, tiny: 0.45 };

/** A gap that shows a whole frame with room to move. */
const goodGap = 74;

/** How large frames and words beside them are drawn. */
export const markScale: Readonly<Record<Density, number>> = { full: 1, compact: 0.85, tiny: 0.75 };

/** The best of all ways to place the parts. */
export function layOut(task: LayoutTask): Layout {
  const joined = new Set(task.joints.flatMap(([one, other]) => [`${one}|${other}`, `${other}|${one}`]));
  const isJoined = (one: string, other: string): boolean => joined.has(`${one}|${other}`);
  const isPlaced = task.parts.every(({ at }) => at !== undefined);
  const ways = isPlaced ? arrangements : (["folded", "ranked", "sideways"] as const);
  let best: Candidate | undefined;
  for (const density of densities) {
    for (const zoom of zooms) {
      // However long its cables would be, it could not be better.
      if (zoom > mostZoom[density] * 1.13) continue;
      if (best !== undefined && legibility(density, zoom) <= best.score) break;
      for (const arrangement of ways) {
        const found = candidateOf(task, isJoined, { density, arrangement, zoom: zoom * task.scale });
        if (found === undefined) continue;
        const score = found.score * (isPlaced ? faith[arrangement] : 1);
        if (score > (best?.score ?? 0)) best = { ...found, score };
      }
    }
  }
  return best === undefined ? emptyLayout(task.room) : withDragged(best.layout, task.dragged);
}

const emptyLayout = (room: Size): Layout => ({
  density: "full",
  boxes: new Map(),
  world: room,
  zoom: 1,
  arrangement: "given",
});

interface Way {
  readonly density: Density;
  readonly arrangement: Arrangement;
  readonly zoom: number;
}

interface Candidate {
  readonly layout: Layout;
  readonly score: number;
}

function candidateOf(
  task: LayoutTask,
  isJoined: (one: string, other: string) => boolean,
  { density, arrangement, zoom }: Way,
): Candidate | undefined {
  const room = { width: task.room.width / zoom, height: task.room.height / zoom };
  const wanted = wantedOf(task, density, arrangement, room);
  if (wanted === undefined) return undefined;
  const solution = solve(wanted, isJoined, room, { margin, pad, gap: gaps });
  const boxes = new Map(
    wanted.map((box) => [box.id, boxAround(solution.places.get(box.id) ?? { x: 0, y: 0 }, box)] as const),
  );
  const fit = Math.min(task.room.width / solution.room.width, task.room.height / solution.room.height);
  const layout: Layout = { density, boxes, world: solution.room, zoom: fit, arrangement };
  return { layout, score: scoreOf(layout, solution, task) };
}

/** Large writing is worth most, up to a point; then what cards say. */
function legibility(density: Density, zoom: number): number {
  const small = zoom < smallestGood ? (zoom / smallestGood) ** 1.4 : 1;
  return Math.min(mostZoom[density], zoom) ** 0.9 * small * worth[density];
}

/** Writing that is smaller is hard to read. */
const smallestGood = 0.86;

/** Where there is room for more, the next density says more. */
const mostZoom: Readonly<Record<Density, number>> = { full: 1.2, compact: 1.1, tiny: 1 };

/** Then long cables, and cables that pass behind no machine. */
function scoreOf({ density, boxes, zoom }: Layout, { gap }: Solution, { joints, scale }: LayoutTask): number {
  const shortest = Math.min(gap.width / widerAlongX, gap.height) / markScale[density];
  const open = Math.min(1, shortest / goodGap) ** 0.6;
  return legibility(density, zoom / scale) * open * 0.7 ** hiddenCables(boxes, joints);
}

function hiddenCables(boxes: ReadonlyMap<string, Box>, joints: readonly Joint[]): number {
  let count = 0;
  for (const [one, other] of joints) {
    const from = boxes.get(one);
    const to = boxes.get(other);
    if (from === undefined || to === undefined) continue;
    for (const [id, box] of boxes) {
      if (id !== one && id !== other && crosses(middleOf(from), middleOf(to), box)) count++;
    }
  }
  return count;
}

function wantedOf(
  { parts, joints }: LayoutTask,
  density: Density,
  arrangement: Arrangement,
  room: Size,
): Wanted[] | undefined {
  const isTurned = arrangement === "turned" || arrangement === "sideways";
  const sized = parts.map((part) => ({ ...part, size: part.size(density) }));
  const wide = sized.map((part) => ({ ...part, width: isTurned ? part.size.height : part.size.width }));
  const targets = targetsOf(arrangement, wide, joints, isTurned ? room.height : room.width);
  return targets === undefined
    ? undefined
    : sized.map(({ id, size }) => {
        const target = targets.get(id) ?? { x: 0.5, y: 0.5 };
        return { id, ...size, target: isTurned ? { x: target.y, y: target.x } : target };
      });
}

function targetsOf(
  arrangement: Arrangement,
  parts: readonly (Omit<Placeable, "size"> & { readonly width: number })[],
  joints: readonly Joint[],
  width: number,
): ReadonlyMap<string, Point> | undefined {
  switch (arrangement) {
    case "given":
    case "turned":
      return givenPlaces(parts);
    case "folded":
      return foldedPlaces(parts, joints, width);
    case "ranked":
    case "sideways":
      return rankedPlaces(parts, joints, width);
  }
}

/** The places of the scenario, each axis from 0 to 1. */
function givenPlaces(parts: readonly Pick<Placeable, "id" | "at">[]): Map<string, Point> {
  const points = parts.map(({ at }) => at ?? { x: 0, y: 0 });
  const share = (value: number, all: readonly number[]): number => {
    const low = Math.min(...all);
    const extent = Math.max(...all) - low;
    return extent === 0 ? 0.5 : (value - low) / extent;
  };
  const allX = points.map(({ x }) => x);
  const allY = points.map(({ y }) => y);
  return new Map(
    parts.map(({ id }, index) => [
      id,
      { x: share(allX[index] ?? 0, allX), y: share(allY[index] ?? 0, allY) },
    ]),
  );
}

/** The same layout with what was dragged where it was dropped. */
export function withDragged(layout: Layout, dragged: Readonly<Record<string, Point>>): Layout {
  const boxes = new Map(layout.boxes);
  for (const [id, place] of Object.entries(dragged)) {
    const box = boxes.get(id);
    if (box !== undefined) boxes.set(id, boxAround(fromScenario(place, layout.world), box));
  }
  return { ...layout, boxes };
}
