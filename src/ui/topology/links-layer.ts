/**
 * Cables, and the segments they lead to: switches and hubs as boxes with ports, a direct cable as a name on
 * its line. A cable whose device is down or has no carrier is broken.
 */

import { type Selection, select } from "d3-selection";
import type { StageWords } from "#words/stage-words";
import type { Cable, Line } from "./cables.ts";
import { type Box, between, distance } from "./geometry.ts";
import type { Density } from "./layout.ts";
import { isSmall, portsShown, type SegmentCard, segmentFont, segmentText } from "./segment.ts";

export interface LinksData {
  readonly cables: readonly Cable[];
  readonly lines: ReadonlyMap<string, Line>;
  readonly segments: readonly SegmentCard[];
  readonly boxes: ReadonlyMap<string, Box>;
  readonly density: Density;
  readonly words: StageWords;
  /** Cables with an end that is down or without a carrier. */
  readonly broken: ReadonlySet<string>;
  /** Machines with several cables: theirs are named at their ends. */
  readonly named: ReadonlySet<string>;
}

type Group<Datum> = Selection<SVGGElement, Datum, SVGGElement, unknown>;

export interface LinksLayer {
  show(data: LinksData): void;
}

export function createLinksLayer(wires: SVGGElement, boxes: SVGGElement): LinksLayer {
  const wireLayer = select(wires);
  const boxLayer = select(boxes);
  return {
    show(data) {
      const shown = data.cables.filter(({ key }) => data.lines.has(key));
      wireLayer
        .selectAll<SVGGElement, Cable>("g.cable")
        .data(shown, ({ key }) => key)
        .join((enter) => {
          const group = enter
            .append("g")
            .attr("class", "cable")
            .attr("data-key", ({ key }) => key);
          group.append("line").attr("class", "wire");
          group.append("circle").attr("class", "plug").attr("r", 3.5);
          group.append("circle").attr("class", "plug").attr("r", 3.5);
          group.append("path").attr("class", "break").attr("d", "M-6-6L6 6M6-6L-6 6");
          group.append("text").attr("class", "end-name");
          return group;
        })
        .call(drawCables, data);
      boxLayer
        .selectAll<SVGGElement, SegmentCard>("g.segment")
        .data(data.segments, ({ id }) => id)
        .join((enter) =>
          enter
            .append("g")
            .attr("data-id", ({ id }) => id)
            .attr("tabindex", 0)
            .attr("role", "button"),
        )
        .call(drawSegments, data);
    },
  };
}

function drawCables(groups: Group<Cable>, { lines, broken, named, boxes }: LinksData): void {
  const lineOf = ({ key }: Cable): Line => lines.get(key) ?? { from: { x: 0, y: 0 }, to: { x: 0, y: 0 } };
  groups.classed("is-broken", ({ key }) => broken.has(key));
  groups
    .select("line")
    .attr("x1", (cable) => lineOf(cable).from.x)
    .attr("y1", (cable) => lineOf(cable).from.y)
    .attr("x2", (cable) => lineOf(cable).to.x)
    .attr("y2", (cable) => lineOf(cable).to.y);
  groups.each(function (cable) {
    const { from, to } = lineOf(cable);
    const middle = between(from, to, 0.5);
    const group = select(this);
    group
      .selectAll<SVGCircleElement, unknown>("circle")
      .attr("cx", (_, index) => (index === 0 ? from.x : to.x))
      .attr("cy", (_, index) => (index === 0 ? from.y : to.y));
    group.select("path").attr("transform", `translate(${middle.x},${middle.y})`);
    const { x, y, anchor } = nameOfEnd({ from, to }, boxes.get(cable.node));
    group
      .select("text")
      .attr("x", x)
      .attr("y", y)
      .attr("text-anchor", anchor)
      .text(named.has(cable.node) ? cable.device : "");
  });
}

const endNameAway = 13;
/** As large as topology.css has it. */
export const endNameSize = 11;

/** Beside the end of a line, outside the box it leaves: not on the line. */
export function nameOfEnd(
  { from, to }: Line,
  box: Box | undefined,
): { x: number; y: number; anchor: string } {
  const length = distance(from, to) || 1;
  const dx = (to.x - from.x) / length;
  const dy = (to.y - from.y) / length;
  const isBeside = box !== undefined && (from.x <= box.x + 1 || from.x >= box.x + box.width - 1);
  if (isBeside) return { x: from.x + Math.sign(dx) * 9, y: from.y - 10, anchor: dx < 0 ? "end" : "start" };
  const along = endNameAway / Math.max(0.3, Math.abs(dy));
  const isRight = dx >= 0;
  // On the side that the line leans away from.
  return {
    x: from.x + dx * along + (isRight ? -9 : 9),
    y: from.y + dy * along,
    anchor: isRight ? "end" : "start",
  };
}

function drawSegments(groups: Group<SegmentCard>, { boxes, density, words }: LinksData): void {
  groups
    .attr("class", (card) => `segment is-${card.kind}${isSmall(card) ? " is-small" : ""}`)
    .attr("aria-label", ({ id, kind, network }) =>
      [words.segments[kind], id, ...(network === undefined ? [] : [network])].join(" "),
    )
    .attr("transform", ({ id }) => {
      const box = boxes.get(id);
      return box === undefined ? null : `translate(${box.x},${box.y})`;
    });
  groups.each(function (card) {
    const box = boxes.get(card.id);
    if (box === undefined) return;
    const said = JSON.stringify([card, box.width, box.height, density]);
    if (this.dataset.drawn === said) return;
    this.dataset.drawn = said;
    drawSegment(this, card, { box, density });
  });
}

function drawSegment(
  node: SVGGElement,
  card: SegmentCard,
  { box, density }: { readonly box: Box; readonly density: Density },
): void {
  node.replaceChildren();
  const group = select(node);
  const isCable = card.kind === "cable";
  const radius = isSmall(card) ? box.height / 2 : 7;
  group
    .append("rect")
    .attr("class", isCable ? "cable-name" : "switch")
    .attr("width", box.width)
    .attr("height", box.height)
    .attr("rx", radius);
  const isPlain = isCable || isSmall(card);
  group
    .append("text")
    .attr("class", "segment-name")
    .attr("font-size", segmentFont(card, density))
    .attr("x", isPlain ? box.width / 2 : 13)
    .attr("y", box.height / 2)
    .attr("text-anchor", isPlain ? "middle" : "start")
    .text(segmentText(card, density));
  if (isPlain) return;
  const count = portsShown(card);
  for (let port = 0; port < count; port++) {
    const x = box.width - 12 - (count - port) * 12 + 2;
    const mark = group.append(card.kind === "hub" ? "circle" : "rect").attr("class", "port");
    if (card.kind === "hub")
      mark
        .attr("cx", x + 4)
        .attr("cy", box.height / 2)
        .attr("r", 4);
    else
      mark
        .attr("x", x)
        .attr("y", box.height / 2 - 4.5)
        .attr("width", 8)
        .attr("height", 9)
        .attr("rx", 1.5);
  }
}
