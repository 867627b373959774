/**
 * Draws a picture of the ladder: joins its shapes to SVG elements. Everything it draws it finds in the
 * picture and the texts; it keeps nothing but the elements.
 */

import { type Selection, select } from "d3-selection";
import { spanText } from "../time-text.ts";
import { drawStops, type StopLook } from "./drawn-stops.ts";
import type { Lanes } from "./lanes.ts";
import { headOf, type Label, labelsOf, lineEnd, noteLayout, type Writing } from "./lettering.ts";
import type { ArrowShape, NoteShape, PauseShape, Picture } from "./picture.ts";
import type { Stop } from "./stops.ts";

export interface Drawing {
  /** Heights count from the top of everything; the window shows those from `top` on. */
  draw(picture: Picture, sight: DrawnSight, writing: Writing): void;
  /** The rows that can be pointed at. */
  drawStops(stops: readonly Stop[], look: Omit<StopLook, "anchor">, top: number): void;
}

export interface DrawnSight {
  readonly lanes: Lanes;
  readonly top: number;
  readonly height: number;
  /** The text of the shown moment. */
  readonly now: string;
  /** The machine that is selected. */
  readonly node: string | undefined;
}

type Group = Selection<SVGGElement, unknown, null, undefined>;

/** Coordinates in SVG are short floats: they count from a place near the window, moved in such steps. */
const anchorStep = 2048;
const anchorOf = (top: number): number => Math.floor(top / anchorStep) * anchorStep;

/** Makes the elements that stay. */
export function createDrawing(svg: SVGSVGElement): Drawing {
  const root = select(svg);
  const lanes = root.append("g").attr("class", "lanes");
  const moving = root.append("g");
  const stops = moving.append("g").attr("role", "presentation");
  const band = moving.append("rect").attr("class", "band").attr("rx", 5);
  const pauses = moving.append("g");
  const arrows = moving.append("g");
  const notes = moving.append("g");
  const labels = moving.append("g");
  const now = moving.append("g").attr("class", "now");
  now.append("line");
  now.append("rect").attr("rx", 4);
  now.append("text");
  return {
    draw(picture, sight, writing) {
      const anchor = anchorOf(sight.top);
      svg.setAttribute("width", `${sight.lanes.width}`);
      svg.setAttribute("height", `${sight.height}`);
      moving.attr("transform", `translate(0,${anchor - sight.top})`);
      drawLanes(lanes, sight);
      drawBand(band, picture.band, sight.lanes, anchor);
      drawPauses(pauses, picture, sight.lanes, anchor);
      drawArrows(arrows, picture.arrows, anchor);
      drawNotes(notes, picture.notes, { anchor, writing, lanes: sight.lanes });
      drawLabels(labels, labelsOf(picture.arrows, sight.lanes, writing), anchor);
      drawNow(now, picture.now - anchor, sight);
    },
    drawStops: (shapes, look, top) => drawStops(stops, shapes, { ...look, anchor: anchorOf(top) }),
  };
}

function drawLanes(group: Group, { lanes, height, node }: DrawnSight): void {
  group
    .selectAll<SVGLineElement, string>("line")
    .data(lanes.names, (name) => name)
    .join("line")
    .classed("chosen", (name) => name === node)
    .attr("x1", (name) => (lanes.xs.get(name) ?? 0) + 0.5)
    .attr("x2", (name) => (lanes.xs.get(name) ?? 0) + 0.5)
    .attr("y2", height);
}

function drawBand(
  band: Selection<SVGRectElement, unknown, null, undefined>,
  shape: Picture["band"],
  { width, gutter }: Lanes,
  anchor: number,
): void {
  band.attr("visibility", shape === undefined ? "hidden" : null);
  if (shape === undefined) return;
  band
    .attr("x", gutter - 4)
    .attr("width", Math.max(0, width - gutter - 4))
    .attr("y", shape.top - anchor)
    .attr("height", shape.bottom - shape.top);
}

function drawPauses(group: Group, { pauses: shapes, now }: Picture, lanes: Lanes, anchor: number): void {
  // The shown moment is written in the same place.
  const isCovered = (y: number): boolean => lanes.gutter >= roomForTime && Math.abs(y - now) < roomOfNow;
  const joined = group
    .selectAll<SVGGElement, PauseShape>("g")
    .data(shapes, ({ key }) => key)
    .join((enter) => {
      const made = enter.append("g").attr("class", "pause");
      made.append("line");
      made.append("text");
      return made;
    })
    .attr("transform", ({ y }) => `translate(0,${Math.round(y - anchor)})`);
  joined
    .select("line")
    .attr("x1", lanes.gutter - 4)
    .attr("x2", lanes.width - 8)
    .attr("y1", 0.5)
    .attr("y2", 0.5);
  joined
    .select("text")
    .attr("x", lanes.gutter >= roomForTime ? lanes.gutter - 10 : 2)
    .attr("y", 4)
    .text(({ pause, y }) => (isCovered(y) ? "" : `+${spanText(pause)}`))
    .attr("class", lanes.gutter >= roomForTime ? "beside" : "within");
}

const arrowClass = ({
  sending,
  stage,
  isPale,
  isChosen,
  isFar,
  isTunnelled,
}: ArrowShape & Tunnelled): string =>
  [
    "arrow",
    `layer-${sending.layer}`,
    stage,
    isPale ? "pale" : "",
    isChosen ? "chosen" : "",
    isFar ? "far" : "",
    isTunnelled ? "tunnelled" : "",
  ].join(" ");

interface Tunnelled {
  readonly isTunnelled: boolean;
}

function drawArrows(group: Group, shapes: readonly ArrowShape[], anchor: number): void {
  group
    .selectAll<SVGGElement, ArrowShape>("g")
    .data(shapes, ({ key }) => key)
    .join((enter) => {
      const made = enter.append("g");
      made.append("path").attr("class", "casing");
      made.append("path").attr("class", "line");
      made.append("path").attr("class", "done");
      made.append("path").attr("class", "head");
      made.append("circle").attr("class", "dot").attr("r", 4);
      return made;
    })
    .each(function (shape) {
      paintArrow(this, shape, anchor);
    });
}

function paintArrow(group: SVGGElement, shape: ArrowShape, anchor: number): void {
  const [casing, line, done, head, dot] = group.children;
  const { x1, part } = shape;
  const y1 = shape.y1 - anchor;
  const end = lineEnd(shape);
  const path = `M${x1} ${y1}L${end.x} ${end.y - anchor}`;
  group.setAttribute("class", arrowClass({ ...shape, isTunnelled: shape.sending.isTunnelled }));
  casing?.setAttribute("d", shape.sending.isTunnelled ? path : "");
  line?.setAttribute("d", path);
  head?.setAttribute("d", shape.hasHead ? headOf(shape, anchor) : "");
  if (shape.stage !== "flying") return;
  const x = x1 + (shape.x2 - x1) * part;
  const y = y1 + (shape.y2 - shape.y1) * part;
  done?.setAttribute("d", `M${x1} ${y1}L${x} ${y}`);
  dot?.setAttribute("cx", `${x}`);
  dot?.setAttribute("cy", `${y}`);
}

interface NoteSetting {
  readonly anchor: number;
  readonly writing: Writing;
  readonly lanes: Lanes;
}

function drawNotes(
  group: Group,
  shapes: readonly NoteShape[],
  { anchor, writing, lanes }: NoteSetting,
): void {
  group
    .selectAll<SVGGElement, NoteShape>("g")
    .data(shapes, ({ key }) => key)
    .join((enter) => {
      const made = enter.append("g");
      made.append("path").attr("class", "way");
      made.append("path").attr("class", "sign");
      made.append("text");
      return made;
    })
    .each(function (shape) {
      const [way, sign, text] = this.children;
      const { tone, signPath, side, x, written } = noteLayout(shape, lanes, writing);
      const { from, stage, isPale, isChosen } = shape;
      this.setAttribute("class", `note ${tone} ${stage} ${isPale ? "pale" : ""} ${isChosen ? "chosen" : ""}`);
      this.setAttribute("transform", `translate(${shape.x},${Math.round(shape.y - anchor)})`);
      way?.setAttribute("d", from === undefined ? "" : `M${from.x - shape.x} ${from.y - shape.y}L0 0`);
      sign?.setAttribute("d", signPath);
      text?.setAttribute("x", `${x}`);
      text?.setAttribute("y", "4");
      text?.setAttribute("text-anchor", side === "right" ? "start" : "end");
      if (text !== undefined && text.textContent !== written) text.textContent = written;
    });
}

function drawLabels(group: Group, labels: readonly Label[], anchor: number): void {
  group
    .selectAll<SVGTextElement, Label>("text")
    .data(labels, ({ key }) => key)
    .join("text")
    .attr("class", ({ look }) => `label ${look}`)
    .attr("x", ({ x }) => x)
    .attr("y", ({ y }) => y - anchor)
    .each(function ({ text }) {
      if (this.textContent !== text) this.textContent = text;
    });
}

/** A narrow gutter has room for a mark only; the moment is told by the player too. */
const roomForTime = 60;
/** What the shown moment covers above and below its line. */
const roomOfNow = 15;
const highOfNow = 17;

/** `y` counts from the anchor. The text stays in the window where the line is at its edge. */
function drawNow(group: Group, y: number, { lanes, now, top, height }: DrawnSight): void {
  const { gutter, width } = lanes;
  const inWindow = y + anchorOf(top) - top;
  const isSeen = inWindow >= 0 && inWindow <= height;
  const half = highOfNow / 2 + 1;
  const shift = isSeen ? Math.max(half - inWindow, Math.min(0, height - half - inWindow)) : 0;
  const isWritten = gutter >= roomForTime;
  group.attr("transform", `translate(0,${Math.round(y) + 0.5})`);
  group
    .select("line")
    .attr("x1", isWritten ? gutter - 6 : 0)
    .attr("x2", width - 2);
  group
    .select("rect")
    .attr("x", 2)
    .attr("width", isWritten ? gutter - 8 : 6)
    .attr("y", shift - highOfNow / 2)
    .attr("height", highOfNow);
  group
    .select("text")
    .attr("x", gutter / 2 - 2)
    .attr("y", shift + 3.5)
    .text(isWritten ? now : "");
}
