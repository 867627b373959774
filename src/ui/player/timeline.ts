/**
 * The timeline: all that is recorded on one line, frames as ticks in the colours of their layers, drops as
 * crosses, what was typed as marks below; the knob is the shown moment.
 *
 * It shares the ladder's axis: what happens takes room, idle time hardly any.
 */

import { type Selection, select } from "d3-selection";
import { growScale, heightOf, lineAt, type Scale, scaleOf, type Target, targetAt } from "../ladder/scale.ts";
import { tellAtOnce, tellingFor } from "../ladder/shared-telling.ts";
import { positionOfId, tellOn } from "../ladder/telling.ts";
import type { Page } from "../page.ts";
import type { PageState } from "../store.ts";
import { type Density, densityOf, growDensity, layerNames, spots, stripsOf } from "./density.ts";
import { allHits, growHits, type Hits, hitsOf } from "./hits.ts";

export interface Timeline {
  readonly element: SVGSVGElement;
  /** Shows a state, so wide; answers whether a part of the recording has still to be told. */
  show(state: PageState, width: number): boolean;
  /** The moment at a point from the left. */
  targetAt(x: number): Target;
}

/** Of the drawing, in pixels. */
const height = 38;
const foot = 21;
const track = 26;
const under = 36.5;
const strip = 3;
/** A recording that has only begun fills the line only in part. */
const leastFull = 900;
/** Left and right of the line, so that the knob does not stick out. */
const pad = 9;
/** As tokens.css has it; on a narrow screen, as layout.css has it, nothing is larger. */
const projectorZoom = 1.5;
const narrowest = 900;

const svgNamespace = "http://www.w3.org/2000/svg";

/** What is drawn, and of what. */
interface Shown {
  readonly parts: Parts;
  density: Density | undefined;
  hits: Hits | undefined;
  width: number;
  /** How many pixels a unit of the drawing has. */
  zoom: number;
  /** The places that have been drawn. */
  places: number;
}

export function createTimeline(page: Page): Timeline {
  const element = document.createElementNS(svgNamespace, "svg");
  element.setAttribute("class", "timeline-drawing");
  element.setAttribute("aria-hidden", "true");
  const parts = partsIn(element);
  const shown: Shown = { parts, density: undefined, hits: undefined, width: 0, zoom: 1, places: -1 };
  return {
    element,
    show(state, outerWidth) {
      shown.zoom = state.isProjector && innerWidth >= narrowest ? projectorZoom : 1;
      const width = Math.floor(outerWidth / shown.zoom);
      const isGrown = takeIn(shown, page, state);
      if (shown.density === undefined || width <= 2 * pad) return false;
      if (isGrown || width !== shown.width) drawMarks(shown, width);
      drawMoment(shown, state);
      return state.head.position > shown.density.scale.telling.rowOf.length;
    },
    targetAt(x) {
      if (shown.density === undefined) return { position: 0 };
      const { scale } = shown.density;
      return targetAt(scale, ((x / shown.zoom - pad) / Math.max(1, shown.width - 2 * pad)) * fullOf(scale));
    },
  };
}

type Parts = ReturnType<typeof partsIn>;

function partsIn(element: SVGSVGElement) {
  const root = select<SVGSVGElement, unknown>(element);
  return {
    root,
    band: root
      .append("rect")
      .attr("class", "band")
      .attr("rx", 3)
      .attr("y", 1)
      .attr("height", height - 2),
    ticks: layerNames.map((name) => root.append("path").attr("class", `ticks layer-${name}`)),
    ahead: root.append("path").attr("class", "ahead"),
    rest: root.append("path").attr("class", "rest"),
    done: root.append("path").attr("class", "done"),
    typed: root.append("path").attr("class", "typed"),
    hits: root.append("path").attr("class", "hits"),
    drops: root.append("path").attr("class", "drops"),
    knob: root.append("rect").attr("class", "knob").attr("rx", 6.5).attr("width", 17).attr("height", 13),
  };
}

const fullOf = (scale: Scale): number => Math.max(leastFull, heightOf(scale));

/** Tells what is new; answers whether anything is. */
function takeIn(shown: Shown, page: Page, { player }: PageState): boolean {
  const scenario = page.scenario();
  if (scenario === undefined) return false;
  const recording = page.recording();
  if (shown.density?.scale.telling.recording !== recording) {
    shown.density = densityOf(scaleOf(tellingFor(recording, scenario), () => true));
    shown.places = -1;
  }
  const { density, hits } = shown;
  tellOn(density.scale.telling, tellAtOnce);
  growScale(density.scale);
  growDensity(density);
  const isOther = hits?.recording !== recording || hits.breakpoints !== player.breakpoints;
  if (isOther) shown.hits = hitsOf(recording, player.breakpoints);
  const isGrown = density.scale.rows.length !== shown.places;
  if (shown.hits !== undefined && (isGrown || isOther)) growHits(shown.hits);
  return isGrown || isOther;
}

function drawMarks(shown: Shown, width: number): void {
  const { density, parts, hits } = shown;
  if (density === undefined) return;
  const { scale } = density;
  shown.width = width;
  shown.places = scale.rows.length;
  const { zoom } = shown;
  parts.root
    .attr("viewBox", `0 0 ${width} ${height}`)
    .attr("width", width * zoom)
    .attr("height", height * zoom);
  const sizes = { width: width - 2 * pad, full: fullOf(scale) };
  const end = pad + Math.min(1, heightOf(scale) / sizes.full) * sizes.width;
  parts.rest.attr("d", lineTo(end));
  parts.ahead.attr("d", end < width - 2 * pad ? `M${end + 8} ${track}H${width - pad}` : "");
  for (const [index, path] of tickPaths(density, width - 2 * pad).entries())
    parts.ticks[index]?.attr("d", path);
  const draw = (part: Path, places: readonly number[], apart: number, shape: string): void => {
    const found = spots(scale, places, { ...sizes, apart });
    part.attr("d", found.map((x) => `M${x + pad} ${shape}`).join(""));
  };
  draw(parts.drops, density.drops, 7, "8m-4 -4l8 8m0 -8l-8 8");
  draw(parts.typed, density.typed, 5, `${under}m-3 0h6l-3 -5z`);
  const { rowOf } = scale.telling;
  const places =
    hits === undefined ? [] : allHits(hits).map((after) => scale.places[rowOf[after - 1] ?? -1] ?? -1);
  draw(
    parts.hits,
    places.filter((place) => place >= 0),
    6,
    `${under - 2.5}m-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0z`,
  );
}

type Path = Selection<SVGPathElement, unknown, null, undefined>;

const lineTo = (x: number): string => `M${pad} ${track}H${x}`;

/** For each layer the ticks of its frames; where many are in one strip, they stand on one another. */
function tickPaths(density: Density, width: number): string[] {
  const ticks = layerNames.map(() => "");
  for (const { x, counts, total } of stripsOf(density, { width, full: fullOf(density.scale), strip })) {
    const tall = Math.min(18, 8 + 1.7 * Math.log2(total));
    let y = foot;
    for (const [index, count] of counts.entries()) {
      if (count === 0) continue;
      const part = (tall * count) / total;
      ticks[index] += `M${x + pad} ${y.toFixed(1)}v${(-part).toFixed(1)}`;
      y -= part;
    }
  }
  return ticks;
}

function drawMoment({ density, parts, width }: Shown, { moment, selection }: PageState): void {
  if (density === undefined) return;
  const { scale } = density;
  const xOf = (y: number): number => pad + Math.min(1, y / fullOf(scale)) * (width - 2 * pad);
  const knob = Math.round(xOf(lineAt(scale, moment)) * 2) / 2;
  parts.done.attr("d", lineTo(knob));
  parts.knob.attr("x", knob - 8.5).attr("y", track - 6.5);
  const chosen = heightOfEvent(scale, selection.event);
  parts.band.attr("visibility", chosen === undefined ? "hidden" : null);
  if (chosen !== undefined) parts.band.attr("x", xOf(chosen) - 4).attr("width", 8);
}

function heightOfEvent({ telling, places, ys }: Scale, event: number | undefined): number | undefined {
  if (event === undefined) return undefined;
  const row = telling.rowOf[positionOfId(telling.recording, event)] ?? -1;
  return ys[places[row] ?? -1];
}
