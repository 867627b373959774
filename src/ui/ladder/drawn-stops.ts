/**
 * Draws the stops of the ladder: what is pointed at and what a screen reader reads, under arrows and notes.
 */

import type { Selection } from "d3-selection";
import type { Lanes } from "./lanes.ts";
import type { Stop } from "./stops.ts";

export interface StopLook {
  readonly lanes: Lanes;
  readonly anchor: number;
  /** The place that the keyboard is at. */
  readonly cursor: number | undefined;
  /** The row of the selected event. */
  readonly chosenRow: number | undefined;
  readonly sentence: (stop: Stop) => string;
}

/** The id of the element of a place. */
export const stopId = (place: number): string => `ladder-stop-${place}`;

/** Joins stops to elements; each carries its place in `data-place`. */
export function drawStops(
  group: Selection<SVGGElement, unknown, null, undefined>,
  stops: readonly Stop[],
  { lanes, anchor, cursor, chosenRow, sentence }: StopLook,
): void {
  group
    .selectAll<SVGRectElement, Stop>("rect")
    .data(stops, ({ place }) => place)
    .join((enter) => enter.append("rect").attr("role", "option").attr("rx", 5))
    .attr("id", ({ place }) => stopId(place))
    .attr("data-place", ({ place }) => place)
    .attr("class", ({ place }) => (place === cursor ? "stop cursor" : "stop"))
    .attr("aria-selected", ({ row }) => row === chosenRow)
    .attr("aria-label", sentence)
    .attr("x", lanes.gutter - 4)
    .attr("width", Math.max(0, lanes.width - lanes.gutter - 4))
    .attr("y", ({ top }) => top - anchor)
    .attr("height", ({ top, bottom }) => Math.max(1, bottom - top));
}
