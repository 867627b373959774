/**
 * Zooming and panning of the stage, by wheel, by fingers and by dragging its ground; and dragging of machines
 * and segments, whose places are kept in the page's state, in the units of the scenario.
 */

import { type D3DragEvent, drag } from "d3-drag";
import { select } from "d3-selection";
import { type D3ZoomEvent, type ZoomBehavior, zoom, zoomIdentity } from "d3-zoom";
import { middleOf, type Point } from "./geometry.ts";
import { toScenario } from "./layout.ts";
import { look, type Stage, transformOf } from "./stage.ts";

export interface Camera {
  /** Zooms by a factor around the middle. */
  by(factor: number): void;
  /** Shows everything. */
  fit(): void;
  /** Makes cards and segments draggable: they may be new. */
  refresh(): void;
  /** Moves a machine by so many px of the world. */
  nudge(id: string, by: Point): void;
  close(): void;
}

const smallest = 0.35;
const largest = 4;

/** A machine that was hardly moved was clicked. */
const clickDistance = 4;

export function createCamera(stage: Stage, moved: () => void): Camera {
  const svg = select(stage.svg);
  let isOurs = false;
  const behaviour: ZoomBehavior<SVGSVGElement, unknown> = zoom<SVGSVGElement, unknown>()
    .scaleExtent([smallest, largest])
    .clickDistance(clickDistance)
    .filter((event: Event) => isForCamera(event))
    .on("zoom", ({ transform }: D3ZoomEvent<SVGSVGElement, unknown>) => {
      if (!isOurs) stage.moved = { k: transform.k, x: transform.x, y: transform.y };
      look(stage);
      moved();
    });
  svg.call(behaviour).on("dblclick.zoom", null);
  const sync = (): void => {
    const { k, x, y } = transformOf(stage);
    isOurs = true;
    svg.call(behaviour.transform, zoomIdentity.translate(x, y).scale(k));
    isOurs = false;
  };
  const dragging = dragOf(stage, moved);
  return {
    by: (factor) => svg.call(behaviour.scaleBy, factor),
    fit() {
      stage.moved = undefined;
      sync();
      look(stage);
      moved();
    },
    refresh() {
      if (stage.moved === undefined) sync();
      select(stage.world).selectAll<SVGGElement, { id: string }>("g.machine, g.segment").call(dragging);
    },
    nudge(id, by) {
      const from = placeOf(stage, id);
      if (from !== undefined) putAt(stage, id, { x: from.x + by.x, y: from.y + by.y });
    },
    close() {
      svg.on(".zoom", null);
    },
  };
}

/** What is pressed on a machine moves that; the wheel zooms, and with Ctrl as browsers send a pinch. */
function isForCamera(event: Event): boolean {
  const target = event.target instanceof Element ? event.target : undefined;
  if (event.type === "wheel") return true;
  if (event instanceof MouseEvent && event.button !== 0) return false;
  return target?.closest(".machine, .segment, .frame, .mark, .beside") === null;
}

function dragOf(stage: Stage, moved: () => void) {
  let start: Point | undefined;
  let from: Point = { x: 0, y: 0 };
  type Dragged = D3DragEvent<SVGGElement, { id: string }, Point>;
  return drag<SVGGElement, { id: string }>()
    .clickDistance(clickDistance)
    .container(() => stage.world)
    .on("start", ({ x, y }: Dragged, { id }) => {
      start = placeOf(stage, id);
      from = { x, y };
    })
    .on("drag", ({ x, y }: Dragged, { id }) => {
      if (start === undefined || Math.hypot(x - from.x, y - from.y) < clickDistance) return;
      putAt(stage, id, { x: start.x + x - from.x, y: start.y + y - from.y });
      moved();
    });
}

/** Where the middle of a box is. */
function placeOf({ scene }: Stage, id: string): Point | undefined {
  const box = scene?.boxes.get(id);
  return box === undefined ? undefined : middleOf(box);
}

function putAt(stage: Stage, id: string, to: Point): void {
  const { layout, page } = stage;
  if (layout === undefined) return;
  const box = stage.scene?.boxes.get(id);
  const half = { x: (box?.width ?? 0) / 2, y: (box?.height ?? 0) / 2 };
  const { world } = layout;
  const inside = {
    x: Math.max(half.x, Math.min(world.width - half.x, to.x)),
    y: Math.max(half.y, Math.min(world.height - half.y, to.y)),
  };
  const { places } = page.store.state();
  page.store.patch({ places: { ...places, [id]: toScenario(inside, world) } });
}
