/**
 * How long a frame is on each cable, one way: written on the cable that is pointed at, and in lessons on those
 * of a network where it differs.
 */

import { select } from "d3-selection";
import type { Scenario } from "#scenario/scenario";
import type { Nanos } from "#sim/engine/time";
import { spanText } from "../time-text.ts";
import type { Cable, Line } from "./cables.ts";
import { type Box, between, distance, type Point } from "./geometry.ts";
import { endNameSize } from "./links-layer.ts";
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

/** Beside the middle of a cable, to the right of it. */
export function placeOfDelay({ from, to }: Line): Point {
  const middle = between(from, to, 0.5);
  const length = distance(from, to) || 1;
  const side = to.y >= from.y ? 1 : -1;
  return {
    x: middle.x + (side * (to.y - from.y) * 10) / length,
    y: middle.y - (side * (to.x - from.x) * 10) / length,
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

/** Where they are written all the time: other words keep off. */
export function delayBoxes({ page, model, scene, measure }: Stage): Box[] {
  if (model === undefined || scene === undefined || page.store.state().lesson === undefined) return [];
  const uneven = unevenSegments(model.scenario, model.cables);
  return model.cables.flatMap((cable) => {
    const line = scene.lines.get(cable.key);
    if (line === undefined || !uneven.has(cable.segment)) return [];
    const width = measure(spanText(delayOf(model.scenario, cable)), endNameSize, "sans");
    const { x, y } = placeOfDelay(line);
    return [{ x, y: y - endNameSize / 2, width, height: endNameSize }];
  });
}
