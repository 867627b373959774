/**
 * The marks of the stage in bare D3, as one writes it who has nothing else to care for: one data join a frame
 * of the screen, no layout, no words that keep off one another, nothing used again. What the stage costs is
 * compared with this.
 */

import "../src/ui/style/tokens.css";
import "../src/ui/topology/topology.css";
import { select } from "d3-selection";
import type { BareFlight, BareRun } from "./bare-run.ts";

/** What the runner plays it by. */
export interface Bare {
  /** Plays a run: so many nanoseconds of it pass in a millisecond. */
  play(run: BareRun, nanosPerMilli: number): void;
}

const rowHeight = 12.5;
const rowGap = 1.5;
const width = 68;
const mostStacked = 300;

const bare: Bare = {
  play(run, nanosPerMilli) {
    document.body.replaceChildren();
    document.body.style.margin = "0";
    const svg = select(document.body)
      .append("svg")
      .attr("class", "stage-drawing")
      .attr("width", run.width)
      .attr("height", run.height);
    const world = svg.append("g").attr("transform", run.transform);
    addStill(world.node(), run.still);
    const layer = world.append("g");
    const began = performance.now();
    const draw = (): void => {
      show(layer, run, run.from + (performance.now() - began) * nanosPerMilli);
      requestAnimationFrame(draw);
    };
    requestAnimationFrame(draw);
  },
};

Object.assign(globalThis, { bare });

/** What stands still: the stage's own cards and cables. */
function addStill(world: SVGGElement | null, markup: string): void {
  const parsed = new DOMParser().parseFromString(markup, "image/svg+xml");
  world?.append(document.importNode(parsed.documentElement, true));
}

type Layer = ReturnType<typeof groupOf>;
const groupOf = () => select(document.createElementNS("http://www.w3.org/2000/svg", "g"));

function show(layer: Pick<Layer, "selectAll">, { flights }: BareRun, now: number): void {
  const inFlight = flights.filter(({ sentAt, arrivesAt }) => sentAt <= now && now < arrivesAt);
  const look = inFlight.length > mostStacked ? "shape" : "stack";
  layer
    .selectAll<SVGGElement, BareFlight>("g.frame")
    .data(inFlight, ({ id }) => `${look} ${id}`)
    .join((enter) => {
      const group = enter.append("g").attr("class", "frame");
      if (look === "shape")
        group.append("path").attr("class", shapeClass).attr("d", "M-7-4.5H3L8 0L3 4.5H-7z");
      else group.each(addStack);
      return group;
    })
    .attr("transform", ({ from, to, sentAt, arrivesAt }) => {
      const part = (now - sentAt) / (arrivesAt - sentAt);
      return `translate(${from.x + (to.x - from.x) * part},${from.y + (to.y - from.y) * part})`;
    });
}

const shapeClass = ({ layers }: BareFlight): string => `layer-${layers.at(-1)?.layer}`;

function addStack(this: SVGGElement, { layers }: BareFlight): void {
  const group = select(this);
  const height = layers.length * (rowHeight + rowGap) + 5;
  group
    .append("rect")
    .attr("class", "shell")
    .attr("x", -width / 2)
    .attr("y", -height / 2)
    .attr("width", width)
    .attr("height", height)
    .attr("rx", 5);
  layers.forEach(({ layer, word }, row) => {
    const y = -height / 2 + 3 + row * (rowHeight + rowGap);
    group
      .append("rect")
      .attr("class", `layer-${layer}`)
      .attr("x", -width / 2 + 3)
      .attr("y", y)
      .attr("width", width - 6)
      .attr("height", rowHeight)
      .attr("rx", 2.5);
    group
      .append("text")
      .attr("font-size", 9)
      .attr("class", `on-${layer}`)
      .attr("y", y + rowHeight / 2)
      .text(word);
  });
}
