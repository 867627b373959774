/**
 * The geometry of what the stage shows: the layout for the room there is, the boxes of the cards as they are
 * now, the lines of the cables. Made anew when the room, the scenario or a card's size changes; when a
 * machine is dragged only boxes and lines are.
 */

import { type CableIndex, cableLines, indexOf, type Line } from "./cables.ts";
import { cardSize } from "./card.ts";
import { type Box, boxAround, middleOf, type Point, type Size } from "./geometry.ts";
import { type Layout, layOut, type Placeable, withDragged } from "./layout.ts";
import type { Joint } from "./ranks.ts";
import { segmentSize } from "./segment.ts";
import type { Reserved } from "./sizes.ts";
import type { StageModel } from "./stage-model.ts";
import type { Measure } from "./text-width.ts";

export interface Scene {
  readonly layout: Layout;
  /** The cards and segments as they are drawn. */
  readonly boxes: ReadonlyMap<string, Box>;
  readonly lines: ReadonlyMap<string, Line>;
  readonly index: CableIndex;
  /** Machines with more than one cable. */
  readonly named: ReadonlySet<string>;
}

/** The room for the drawing, how much larger than usual it is to be, and how texts are measured. */
export interface Room {
  readonly room: Size;
  readonly scale: number;
  readonly measure: Measure;
}

export type Places = Readonly<Record<string, Point>>;

/** The layout of a model in a room. */
export function layoutFor(model: StageModel, reserved: Reserved, { room, scale, measure }: Room): Layout {
  const { scenario, segments, cables } = model;
  const machines = scenario.nodes.map(
    ({ name, kind, at }): Placeable => ({
      id: name,
      isSource: kind === "client",
      isSegment: false,
      at,
      size: (density) => reserved.size(name, density),
    }),
  );
  const between = scenario.segments.map(
    ({ name, at }): Placeable => ({
      id: name,
      isSource: false,
      isSegment: true,
      at,
      size: (density) => {
        const segment = segments.find(({ id }) => id === name);
        return segment === undefined ? { width: 60, height: 24 } : segmentSize(segment, density, measure);
      },
    }),
  );
  const joints = cables.flatMap(({ node, to, peer, segment }): Joint[] =>
    peer === undefined
      ? [[node, to]]
      : [
          [node, segment],
          [segment, to],
        ],
  );
  return layOut({ parts: [...machines, ...between], joints, room, scale, dragged: {} });
}

/** The boxes and lines of a model in a layout, with what was dragged where it was dropped. */
export function sceneOf(model: StageModel, layout: Layout, places: Places, measure: Measure): Scene {
  const { cards, segments, cables, names } = model;
  const placed = withDragged(layout, places).boxes;
  const boxes = new Map<string, Box>();
  const put = (id: string, size: Size): void => {
    const room = placed.get(id);
    if (room !== undefined) boxes.set(id, boxAround(middleOf(room), size));
  };
  for (const card of cards) put(card.id, cardSize(card, layout.density, names.text, measure));
  for (const segment of segments) put(segment.id, segmentSize(segment, layout.density, measure));
  const counts = new Map<string, number>();
  for (const { node } of cables) counts.set(node, (counts.get(node) ?? 0) + 1);
  const named = new Set([...counts].flatMap(([node, count]) => (count > 1 ? [node] : [])));
  return { layout, boxes, lines: cableLines(cables, boxes), index: indexOf(cables), named };
}
