/**
 * How long a frame is on each cable, one way: written on the cable that is pointed at, and where it differs
 * in a network while a lesson asks something there.
 */

import { select } from "d3-selection";
import type { Scenario } from "#scenario/scenario";
import type { Nanos } from "#sim/engine/time";
import { spanText } from "../time-text.ts";
import type { Cable, Line } from "./cables.ts";
import { between, distance, type Point } from "./geometry.ts";
import type { Stage } from "./stage.ts";

/** Of a cable that nothing is said about. */
const plainDelay = 10_000 as Nanos;

/** What a cable's device says of it, else its segment, else what is so of a plain one. */
export function delayOf({ nodes, segments }: Scenario, { node, device, segment }: Cable): Nanos {
  const own = nodes.find(({ name }) => name === node)?.devices.find(({ name }) => name === device);
  return own?.delay ?? segments.find(({ name }) => name === segment)?.delay ?? plainDelay;
}

/** Networks whose cables differ: there it decides who is first. */
export function unevenSegments(scenario: Scenario, cables: readonly Cable[]): ReadonlySet<string> {
  const first = new Map<string, Nanos>();
  return new Set(
    cables.flatMap((cable) => {
      const delay = delayOf(scenario, cable);
      const known = first.get(cable.segment) ?? delay;
      first.set(cable.segment, known);
      return known === delay ? [] : [cable.segment];
    }),
  );
}

/** Beside a cable, to the right of it, off the machine: there frames stand, and what is said of them. */
function placeOfDelay({ from, to }: Line): Point {
  const place = between(from, to, 0.74);
  const length = distance(from, to) || 1;
  const side = to.y >= from.y ? 1 : -1;
  return {
    x: place.x + (side * (to.y - from.y) * 10) / length,
    y: place.y - (side * (to.x - from.x) * 10) / length,
  };
}

/** Writes them; hidden ones are shown by topology.css. */
export function showDelays({ layers, model, scene }: Stage): void {
  if (model === undefined || scene === undefined) return;
  const uneven = unevenSegments(model.scenario, model.cables);
  select(layers.wires)
    .selectAll<SVGGElement, Cable>("g.cable")
    .classed("is-uneven", ({ segment }) => uneven.has(segment))
    .each(function (cable) {
      const line = scene.lines.get(cable.key);
      if (line === undefined) return;
      const { x, y } = placeOfDelay(line);
      select(this)
        .selectAll("text.delay")
        .data([spanText(delayOf(model.scenario, cable))])
        .join("text")
        .attr("class", "delay")
        .attr("x", x)
        .attr("y", y)
        .text((text) => text);
    });
}
