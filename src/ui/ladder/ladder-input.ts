/**
 * What a person does to the ladder: scrolls, points at rows, walks along them by the keyboard, goes back to
 * the shown moment.
 */

import { draw, fullHeight, goWithMoment, type Ladder, scrollTo, viewportOf } from "./ladder.ts";
import { lanesOf } from "./lanes.ts";
import type { Model } from "./model.ts";
import { lineAt, targetAt, targetOf } from "./scale.ts";
import { isInSight, reveal } from "./scroll.ts";
import { nextStop, type Stop, stopAt, stopOfRow } from "./stops.ts";

/** A click so near to a lane at which a frame arrived means the arrival. */
const nearLane = 16;

/** Listens for as long as the frame is there. */
export function listenToLadder(ladder: Ladder): void {
  const { scroller, svg, back } = ladder.frame;
  scroller.addEventListener("scroll", () => scrolled(ladder), { passive: true });
  svg.addEventListener("click", (event) => clicked(ladder, event));
  scroller.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (pressed(ladder, event.key)) event.preventDefault();
  });
  back.addEventListener("click", () => backToMoment(ladder));
}

function backToMoment(ladder: Ladder): void {
  const { page, frame } = ladder;
  ladder.isFollowing = true;
  goWithMoment(ladder, page.store.state().moment, "leaping");
  frame.scroller.focus({ preventScroll: true });
  draw(ladder);
}

/** The window was scrolled, by a person unless it is where it was put. */
function scrolled(ladder: Ladder): void {
  const { scrollTop } = ladder.frame.scroller;
  if (Math.abs(scrollTop - ladder.top) < 1 || ladder.model === undefined) return;
  ladder.top = scrollTop;
  const y = lineAt(ladder.model.scale, ladder.page.store.state().moment);
  ladder.isFollowing = isInSight(viewportOf(ladder), y);
  draw(ladder);
}

function clicked(ladder: Ladder, event: MouseEvent): void {
  const { model, frame, page } = ladder;
  if (model === undefined) return;
  const box = frame.svg.getBoundingClientRect();
  const target = event.target instanceof Element ? event.target.closest("[data-place]") : null;
  const stop = target === null ? undefined : stopAt(model.scale, Number(target.getAttribute("data-place")));
  if (stop !== undefined) {
    choose(ladder, model, stop, event.clientX - box.left);
    return;
  }
  page.player.pause();
  page.player.seek(targetAt(model.scale, ladder.top + event.clientY - box.top));
  page.select({ event: undefined, flight: undefined });
}

/** Shows the moment of a row and selects its event. */
function choose(ladder: Ladder, model: Model, stop: Stop, x: number | undefined): void {
  const { page } = ladder;
  const place = x === undefined ? stop.place : placeNear(ladder, model, stop, x);
  const { telling } = model.scale;
  const row = telling.rows[model.scale.rows[place] ?? -1];
  if (row === undefined) return;
  ladder.cursor = stop.place;
  page.player.pause();
  page.player.seek(targetOf(model.scale, place));
  const event =
    row.after > 0 && stop.mark.kind !== "typed" ? telling.recording.events[row.after - 1]?.id : undefined;
  page.select({ event, flight: undefined });
  if (event === undefined) draw(ladder);
  else if (page.store.state().face === "node") page.store.patch({ face: "why" });
}

/** The place of the arrival that a click near its lane means; otherwise that of the stop. */
function placeNear(ladder: Ladder, model: Model, { mark, place }: Stop, x: number): number {
  const { rows, scale } = { rows: model.telling.rows, scale: model.scale };
  if (mark.kind !== "sending" || rows[scale.rows[place] ?? -1]?.arrival !== -1) return place;
  const lanes = lanesOf(model.order, ladder.width);
  const near = mark.arrivals.find(
    (arrival) =>
      scale.places[arrival.row] === place + 1 && Math.abs((lanes.xs.get(arrival.node) ?? -99) - x) < nearLane,
  );
  return near === undefined ? place : place + 1;
}

/** Does what a key means; answers whether it means anything here. */
function pressed(ladder: Ladder, key: string): boolean {
  const { model, height } = ladder;
  if (model === undefined) return false;
  switch (key) {
    case "ArrowDown":
    case "ArrowUp":
      return walk(ladder, model, key === "ArrowDown" ? 1 : -1);
    case "PageDown":
    case "PageUp":
      return leap(ladder, model, key === "PageDown" ? height * 0.85 : -height * 0.85);
    case "Home":
      return walkTo(ladder, nextStop(model.scale, -1, 1));
    case "End":
      return walkTo(ladder, nextStop(model.scale, model.scale.rows.length, -1));
    case "Enter": {
      const stop = ladder.cursor === undefined ? undefined : stopAt(model.scale, ladder.cursor);
      if (stop !== undefined) choose(ladder, model, stop, undefined);
      return stop !== undefined;
    }
    case "Escape":
      ladder.page.select({ event: undefined, flight: undefined });
      return true;
  }
  return false;
}

function walk(ladder: Ladder, model: Model, by: 1 | -1): boolean {
  const from = ladder.cursor;
  return walkTo(ladder, from === undefined ? startOf(ladder, model) : nextStop(model.scale, from, by));
}

/** Where walking begins: at the selected event, or where the moment is. */
function startOf(ladder: Ladder, model: Model): Stop | undefined {
  const { scale, telling, chain } = model;
  const chosen = stopOfRow(scale, telling.rowOf[chain?.position ?? -1] ?? -1);
  if (chosen !== undefined) return chosen;
  const y = lineAt(scale, ladder.page.store.state().moment);
  const place = scale.ys.findLastIndex((other) => other <= y);
  return stopAt(scale, place) ?? nextStop(scale, place, -1) ?? nextStop(scale, -1, 1);
}

/** A window's height further, as far as there is anything. */
function leap(ladder: Ladder, model: Model, by: number): boolean {
  const { scale } = model;
  const from = scale.ys[ladder.cursor ?? startOf(ladder, model)?.place ?? 0] ?? 0;
  const goal = Math.max(0, Math.min(from + by, fullHeight(ladder)));
  const place = scale.ys.findLastIndex((y) => y <= goal);
  return walkTo(ladder, stopAt(scale, place) ?? nextStop(scale, place, 1) ?? nextStop(scale, place, -1));
}

function walkTo(ladder: Ladder, stop: Stop | undefined): boolean {
  if (stop === undefined) return true;
  ladder.cursor = stop.place;
  const range = { from: stop.top, to: stop.bottom };
  const y = lineAt((ladder.model as Model).scale, ladder.page.store.state().moment);
  scrollTo(ladder, reveal(viewportOf(ladder), range, fullHeight(ladder)));
  ladder.isFollowing = isInSight(viewportOf(ladder), y);
  draw(ladder);
  return true;
}
