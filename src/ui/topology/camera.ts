/**
 * Zooming and panning of the stage, by wheel, by fingers and by dragging its ground; and dragging of machines
 * and segments, whose places are kept in the page's state, in the units of the scenario.
 */

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
  /** The layout has changed: what fits is another part of the world. */
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
  const pane = select(stage.pane);
  let isOurs = false;
  const behaviour: ZoomBehavior<HTMLElement, unknown> = zoom<HTMLElement, unknown>()
    .scaleExtent([smallest, largest])
    .clickDistance(clickDistance)
    .filter((event: Event) => isForCamera(event))
    .on("zoom", ({ transform }: D3ZoomEvent<HTMLElement, unknown>) => {
      if (!isOurs) stage.moved = { k: transform.k, x: transform.x, y: transform.y };
      look(stage);
      moved();
    });
  pane.call(behaviour).on("dblclick.zoom", null);
  const sync = (): void => {
    const { k, x, y } = transformOf(stage);
    isOurs = true;
    pane.call(behaviour.transform, zoomIdentity.translate(x, y).scale(k));
    isOurs = false;
  };
  const stopDrags = listenForDrags(stage, moved);
  return {
    by: (factor) => pane.call(behaviour.scaleBy, factor),
    fit() {
      stage.moved = undefined;
      sync();
      look(stage);
      moved();
    },
    refresh() {
      if (stage.moved === undefined) sync();
    },
    nudge(id, by) {
      const from = placeOf(stage, id);
      if (from !== undefined) putAt(stage, id, { x: from.x + by.x, y: from.y + by.y });
    },
    close() {
      stopDrags();
      pane.on(".zoom", null);
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

/**
 * Listens for a pointer that drags a machine; one listener for all of them, for a browser has more to draw
 * wherever one listens for touches. Answers how to stop it.
 */
function listenForDrags(stage: Stage, moved: () => void): () => void {
  const { pane } = stage;
  let dragged: { readonly id: string; readonly start: Point; readonly from: Point } | undefined;
  let isMoving = false;
  const onDown = (event: PointerEvent): void => {
    const id = event.button === 0 ? idOf(event.target) : undefined;
    const start = id === undefined ? undefined : placeOf(stage, id);
    if (id === undefined || start === undefined) return;
    dragged = { id, start, from: { x: event.clientX, y: event.clientY } };
    isMoving = false;
  };
  const onMove = ({ clientX, clientY, pointerId }: PointerEvent): void => {
    if (dragged === undefined) return;
    const { k } = transformOf(stage);
    const { id, start, from } = dragged;
    if (!isMoving && Math.hypot(clientX - from.x, clientY - from.y) < clickDistance) return;
    if (!isMoving) pane.setPointerCapture(pointerId);
    isMoving = true;
    putAt(stage, id, { x: start.x + (clientX - from.x) / k, y: start.y + (clientY - from.y) / k });
    moved();
  };
  const onUp = (): void => {
    dragged = undefined;
  };
  /** Whoever drags does not click. */
  const onClick = (event: MouseEvent): void => {
    if (isMoving) event.stopImmediatePropagation();
    isMoving = false;
  };
  const listeners = [
    ["pointerdown", onDown],
    ["pointermove", onMove],
    ["pointerup", onUp],
    ["pointercancel", onUp],
    ["click", onClick],
  ] as const;
  for (const [name, listener] of listeners) pane.addEventListener(name, listener as EventListener);
  return () => {
    for (const [name, listener] of listeners) pane.removeEventListener(name, listener as EventListener);
  };
}

function idOf(target: EventTarget | null): string | undefined {
  return target instanceof Element
    ? target.closest<SVGGElement>(".machine, .segment")?.dataset.id
    : undefined;
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
