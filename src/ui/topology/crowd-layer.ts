/**
 * The frames of a crowd: where very many are in flight each is one shape without words, and the shapes of a
 * kind are one path. What costs the browser is the number of elements that move, not of shapes.
 */

import type { Flight } from "#lab/batch";
import { type LayerName, layersOf } from "../layer.ts";
import { type Line, lineOfFlight, wayOf } from "./cables.ts";
import { element, kindOfFrame, outlineOf } from "./frame-mark.ts";
import type { FrameMark, FramesData } from "./frames-layer.ts";
import { distance, type Point, type Size } from "./geometry.ts";
import { placeOf } from "./motion.ts";
import { createPiles, piled } from "./piles.ts";

export interface CrowdLayer {
  show(data: FramesData): readonly FrameMark[];
  /** Rings those that are selected. */
  select(isSelected: (flight: Flight) => boolean): void;
  /** Takes them all away. */
  clear(): void;
  /** The frame at a place, of those that one element shows. */
  markAt(node: Element, point: Point): FrameMark | undefined;
}

/** Shapes that are one path. */
interface Group {
  readonly node: SVGGElement;
  readonly path: SVGPathElement;
  readonly outline: string;
  /** What it shows in the picture that is being drawn. */
  shapes: string;
}

interface CrowdMark extends FrameMark {
  readonly group: Group;
}

const shapeSize: Size = { width: 16, height: 16 };
/** Of those that lie on one another. */
const pileStep = 2;

export function createCrowd(root: SVGGElement): CrowdLayer {
  const marks = new Map<number, CrowdMark>();
  const groups = new Map<LayerName, Group>();
  const piles = createPiles();
  const rings = element("path", { class: "crowd-ring" });
  let shown: readonly CrowdMark[] = [];
  let isSelected: (flight: Flight) => boolean = () => false;
  const add = (flight: Flight, { index, lines }: FramesData): void => {
    const line = lineOfFlight(flight, index, lines);
    if (line === undefined) return;
    const layers = layersOf(flight.frame);
    const look = kindOfFrame(layers);
    const group = groups.get(look) ?? newGroup(root, look);
    groups.set(look, group);
    const way: Line = piled(wayOf(line, shapeSize), piles.add(flight), pileStep);
    const place = { ...way.from, fall: 0 };
    marks.set(flight.id, { flight, layers, node: group.node, way, size: shapeSize, look, place, group });
  };
  const ring = (): void => {
    const outlines = shown.filter(({ flight }) => isSelected(flight)).map(({ place }) => circleAround(place));
    rings.setAttribute("d", outlines.join(""));
  };
  return {
    show(data) {
      const wanted = new Set(data.flights.map(({ id }) => id));
      for (const [id, { flight }] of marks) {
        if (wanted.has(id)) continue;
        marks.delete(id);
        piles.remove(flight);
      }
      for (const flight of data.flights) if (!marks.has(flight.id)) add(flight, data);
      shown = data.flights.flatMap(({ id }) => marks.get(id) ?? []);
      for (const mark of shown) {
        mark.place = placeOf(mark.flight, mark.way, data.now, data.isStill);
        mark.group.shapes += `M${tenths(mark.place.x)} ${tenths(mark.place.y)}${mark.group.outline}`;
      }
      for (const group of groups.values()) draw(group);
      if (rings.parentNode === null) root.append(rings);
      ring();
      return shown;
    },
    select(isNowSelected) {
      isSelected = isNowSelected;
      ring();
    },
    clear() {
      marks.clear();
      piles.clear();
      for (const { node } of groups.values()) node.remove();
      groups.clear();
      rings.remove();
      shown = [];
    },
    markAt: (node, point) => nearest(shown, node, point),
  };
}

function newGroup(root: SVGGElement, look: LayerName): Group {
  const node = element("g", { class: "frame is-shape" });
  const path = element("path", { class: `layer-${look}` });
  node.append(path);
  root.prepend(node);
  return { node, path, outline: outlineOf(look), shapes: "" };
}

function draw(group: Group): void {
  group.path.setAttribute("d", group.shapes);
  group.shapes = "";
}

const tenths = (length: number): number => Math.round(length * 10) / 10;

/** Two half circles: an arc cannot end where it began. */
const circle = `a12 12 0 1 0 24 0a12 12 0 1 0-24 0z`;
const ringRadius = 12;

const circleAround = ({ x, y }: Point): string => `M${tenths(x - ringRadius)} ${tenths(y)}${circle}`;

function nearest(marks: readonly FrameMark[], node: Element, point: Point): FrameMark | undefined {
  let found: FrameMark | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const mark of marks) {
    const away = mark.node === node ? distance(mark.place, point) : Number.POSITIVE_INFINITY;
    if (away >= least) continue;
    least = away;
    found = mark;
  }
  return found;
}
