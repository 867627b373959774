/**
 * The frames that are in flight at the shown moment.
 *
 * What a frame looks like is drawn once, and its elements are used again for the next frame with the same
 * headers; from one picture to the next only its place changes. Up to `mostLabelled` frames carry words;
 * above `mostStacked` a frame is one shape, and they are drawn together.
 */

import type { Flight } from "#lab/batch";
import { type Layer, layersOf } from "../layer.ts";
import { type CableIndex, type Line, lineOfFlight, wayOf } from "./cables.ts";
import { createCrowd } from "./crowd-layer.ts";
import { stackOf, stackSize } from "./frame-mark.ts";
import { type Box, boxAround, type Point, type Size } from "./geometry.ts";
import { type Place, placeOf } from "./motion.ts";
import { createPiles, piled } from "./piles.ts";

export const mostLabelled = 40;
export const mostStacked = 300;

/** A frame that is drawn. */
export interface FrameMark {
  readonly flight: Flight;
  readonly layers: readonly Layer[];
  readonly node: SVGGElement;
  readonly way: Line;
  readonly size: Size;
  /** What it looks like: elements are used again for the same look. */
  readonly look: string;
  place: Place;
}

export interface FramesData {
  readonly flights: readonly Flight[];
  readonly now: number;
  readonly isStill: boolean;
  readonly index: CableIndex;
  readonly lines: ReadonlyMap<string, Line>;
  /** How large frames are drawn. */
  readonly scale: number;
}

export interface FramesLayer {
  show(data: FramesData): readonly FrameMark[];
  /** Marks a frame that is selected, or those that an event put on a cable. */
  select(isSelected: (flight: Flight) => boolean): void;
  /** Draws every frame anew: cables have moved. */
  reset(): void;
  /** The frame that an element shows; where one shows many, the one that is nearest to a place. */
  readonly markOf: (node: Element, point: Point | undefined) => FrameMark | undefined;
}

/** Not drawn anywhere yet. */
const nowhere: Place = { x: Number.NaN, y: Number.NaN, fall: 0 };

/** Elements of a look kept for later: more would be made only to be looked at again and again. */
const mostSpare = 10;

/**
 * Where elements wait that are not used: to be drawn again at once. Taken out of the drawing, or not
 * displayed, they would have to be laid out anew.
 */
const aside = "translate(-9999,-9999)";

export function createFramesLayer(root: SVGGElement): FramesLayer {
  const marks = new Map<number, FrameMark>();
  const spares = createSpares();
  const byNode = new WeakMap<Element, FrameMark>();
  let isSelected: (flight: Flight) => boolean = () => false;
  const piles = createPiles();
  const crowd = createCrowd(root);
  let isStacked = true;
  const drop = (mark: FrameMark): void => {
    marks.delete(mark.flight.id);
    piles.remove(mark.flight);
    park(mark.node);
    spares.keep(mark.look, mark.node);
  };
  const add = (flight: Flight, { index, lines, scale, flights }: FramesData): void => {
    const line = lineOfFlight(flight, index, lines);
    if (line === undefined) return;
    const layers = layersOf(flight.frame);
    const words = layers.map(({ word }) => word).join(" ");
    const look = `${words} ${scale}`;
    const node = spares.take(look) ?? made(root, layers, scale);
    node.removeAttribute("aria-hidden");
    node.dataset.flight = `${flight.id}`;
    const size = stackSize(layers.length, scale);
    const step = flights.length <= mostLabelled ? pileStep : crowdedStep;
    const way = piled(wayOf(line, size), piles.add(flight), step * scale);
    const mark: FrameMark = { flight, layers, node, way, size, look, place: nowhere };
    node.classList.toggle("is-selected", isSelected(flight));
    marks.set(flight.id, mark);
    byNode.set(node, mark);
  };
  const reset = (): void => {
    for (const mark of [...marks.values()]) drop(mark);
    spares.thinOut();
    crowd.clear();
  };
  return {
    show(data) {
      const { flights, now, isStill } = data;
      if (isStacked !== flights.length <= mostStacked) {
        reset();
        isStacked = !isStacked;
      }
      if (!isStacked) return crowd.show(data);
      // Those that are gone first: after a leap all are others, and are drawn with the same elements.
      const wanted = new Set(flights.map(({ id }) => id));
      for (const [id, mark] of marks) if (!wanted.has(id)) drop(mark);
      for (const flight of flights) if (!marks.has(flight.id)) add(flight, data);
      spares.thinOut();
      for (const mark of marks.values()) move(mark, now, isStill);
      const shown = flights.flatMap(({ id }) => marks.get(id) ?? []);
      if (shown.length <= mostLabelled) stackUp(root, shown);
      return shown;
    },
    select(isNowSelected) {
      isSelected = isNowSelected;
      crowd.select(isSelected);
      for (const { node, flight } of marks.values()) {
        node.classList.toggle("is-selected", isSelected(flight));
      }
    },
    reset,
    markOf: (node, point) => byNode.get(node) ?? (point && crowd.markAt(node, point)),
  };
}

/** Elements of frames that are gone, by how they look, to be used again for others that look alike. */
function createSpares() {
  const byLook = new Map<string, SVGGElement[]>();
  return {
    keep(look: string, node: SVGGElement): void {
      const kept = byLook.get(look) ?? [];
      kept.push(node);
      byLook.set(look, kept);
    },
    take: (look: string): SVGGElement | undefined => byLook.get(look)?.pop(),
    thinOut(): void {
      for (const kept of byLook.values()) {
        for (const node of kept.splice(mostSpare)) node.remove();
      }
    },
  };
}

/** Later frames lie on earlier ones, whichever elements they are drawn with. */
function stackUp(root: SVGGElement, marks: readonly FrameMark[]): void {
  const isOver = (mark: FrameMark, at: number): boolean => {
    const below = marks[at - 1]?.node;
    return below === undefined || (below.compareDocumentPosition(mark.node) & following) !== 0;
  };
  if (!marks.every(isOver)) root.append(...marks.map(({ node }) => node));
}

/** As `Node.DOCUMENT_POSITION_FOLLOWING`. */
const following = 4;

function park(node: SVGGElement): void {
  node.setAttribute("transform", aside);
  node.setAttribute("aria-hidden", "true");
  for (const name of ["role", "tabindex", "aria-label"]) node.removeAttribute(name);
}

/** New elements: a stack of a scale. */
function made(root: SVGGElement, layers: readonly Layer[], scale: number): SVGGElement {
  const node = stackOf(layers, scale);
  root.append(node);
  return node;
}

const pileStep = 9;
/** Among many. */
const crowdedStep = 2;

/** All that is done for a frame from one picture to the next. */
function move(mark: FrameMark, now: number, isStill: boolean): void {
  const place = placeOf(mark.flight, mark.way, now, isStill);
  const { x, y, fall } = mark.place;
  if (x === place.x && y === place.y && fall === place.fall) return;
  mark.place = place;
  const turn = place.fall > 0 ? ` rotate(${place.fall * 24})` : "";
  mark.node.setAttribute("transform", `translate(${place.x.toFixed(1)},${place.y.toFixed(1)})${turn}`);
}

/** Where a frame is drawn. */
export const boxOfMark = ({ place, size }: FrameMark): Box => boxAround(place, size);
