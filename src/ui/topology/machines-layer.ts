/**
 * The cards of the machines, joined to the tables of the shown moment. A card is drawn anew only where it
 * says something else; otherwise it is moved.
 */

import { type Selection, select } from "d3-selection";
import type { NodeKindName } from "#sim/nodes/node";
import type { StageWords } from "#words/stage-words";
import { type Card, type CardLine, type Chip, cardMetrics, chipText, linesAt } from "./card.ts";
import type { Box } from "./geometry.ts";
import { iconSize, icons } from "./icons.ts";
import type { Density } from "./layout.ts";
import type { Names } from "./names.ts";
import { seenWords } from "./seen-words.ts";
import { cutTo, type Measure } from "./text-width.ts";

export interface MachinesData {
  readonly cards: readonly Card[];
  readonly boxes: ReadonlyMap<string, Box>;
  readonly density: Density;
  readonly names: Names;
  readonly words: StageWords;
  readonly measure: Measure;
}

type Group = Selection<SVGGElement, Card, SVGGElement, unknown>;
type Part = Selection<SVGGElement, unknown, null, undefined>;

export interface MachinesLayer {
  show(data: MachinesData): void;
  /** Outlines the machine whose decision is looked at, and the one that is selected. */
  mark(deciding: string | undefined, selected: string | undefined): void;
  readonly nodeOf: (id: string) => SVGGElement | undefined;
}

export function createMachinesLayer(root: SVGGElement): MachinesLayer {
  const layer = select(root);
  const drawn = new WeakMap<SVGGElement, string>();
  let groups: Group = layer.selectAll<SVGGElement, Card>("g.machine");
  return {
    show(data) {
      groups = layer
        .selectAll<SVGGElement, Card>("g.machine")
        .data(data.cards, ({ id }) => id)
        .join((enter) =>
          enter
            .append("g")
            .attr("class", "machine")
            .attr("data-id", ({ id }) => id)
            .attr("tabindex", 0)
            .attr("role", "button"),
        );
      groups.attr("transform", ({ id }) => {
        const box = data.boxes.get(id);
        return box === undefined ? null : `translate(${box.x},${box.y})`;
      });
      groups.each(function (card) {
        const said = signatureOf(card, data);
        if (drawn.get(this) === said) return;
        drawn.set(this, said);
        draw(this, card, data);
      });
    },
    mark(deciding, selected) {
      groups
        .classed("is-deciding", ({ id }) => id === deciding)
        .classed("is-selected", ({ id }) => id === selected)
        .attr("aria-pressed", ({ id }) => String(id === selected));
    },
    nodeOf: (id) => groups.nodes().find((node) => select<SVGGElement, Card>(node).datum().id === id),
  };
}

function signatureOf(card: Card, { boxes, density, names, words }: MachinesData): string {
  const box = boxes.get(card.id);
  const shown = [...card.lines, ...card.chips].map(({ address }) => names.text(address ?? ""));
  return JSON.stringify([card, box?.width, box?.height, density, shown, words.name]);
}

function draw(node: SVGGElement, card: Card, data: MachinesData): void {
  const { density, boxes, words } = data;
  const box = boxes.get(card.id);
  if (box === undefined) return;
  const metrics = cardMetrics[density];
  const group = select<SVGGElement, unknown>(node) as unknown as Part;
  node.replaceChildren();
  group.attr("data-density", density);
  const outline = (name: string, by: number): void => {
    group
      .append("rect")
      .attr("class", name)
      .attr("x", -by)
      .attr("y", -by)
      .attr("width", box.width + 2 * by)
      .attr("height", box.height + 2 * by)
      .attr("rx", 10 + by);
  };
  outline("ring", 4);
  outline("card", 0);
  const scale = metrics.icon / iconSize;
  group
    .append("path")
    .attr("class", "icon")
    .attr("d", icons[card.kind as NodeKindName])
    .attr("transform", `translate(${metrics.padX},${(metrics.head - metrics.icon) / 2}) scale(${scale})`);
  const nameX = metrics.padX + metrics.icon + 9;
  group
    .append("text")
    .attr("class", "machine-name")
    .attr("font-size", metrics.name)
    .attr("x", nameX)
    .attr("y", metrics.head / 2)
    .text(
      cutTo(
        card.id,
        { size: metrics.name, face: "bold", limit: box.width - nameX - metrics.padX + 4 },
        data.measure,
      ),
    );
  if (card.folded > 0) {
    group
      .append("text")
      .attr("class", "folded")
      .attr("x", box.width - metrics.padX)
      .attr("y", metrics.head / 2)
      .text(words.more(card.folded));
  }
  drawLines(group, card, data);
  group.attr("aria-label", [seenWords(node), ...unseenOf(card, density, words)].join(", "));
}

function drawLines(group: Part, card: Card, data: MachinesData): void {
  const { density, boxes } = data;
  const metrics = cardMetrics[density];
  const width = boxes.get(card.id)?.width ?? 0;
  let y = metrics.head - (metrics.line > 0 ? 3 : 0);
  for (const line of linesAt(card, density)) {
    drawLine(group, line, y + metrics.line / 2, data);
    y += metrics.line;
  }
  y += metrics.line > 0 ? 3 : 0;
  for (const chip of card.chips) {
    drawChip(
      group,
      chip,
      { x: metrics.padX, y, width: width - 2 * metrics.padX, height: metrics.chip - 4 },
      data,
    );
    y += metrics.chip;
  }
}

function drawLine(group: Part, line: CardLine, y: number, { density, names, words }: MachinesData): void {
  const metrics = cardMetrics[density];
  const row = group.append("g").attr("class", `line is-${line.state}${line.isGateway ? " is-gateway" : ""}`);
  if (metrics.column > 0) {
    row
      .append("text")
      .attr("class", "device")
      .attr("font-size", metrics.text - 0.5)
      .attr("x", metrics.padX)
      .attr("y", y)
      .text(line.head);
  }
  row
    .append("text")
    .attr("class", "address")
    .attr("font-size", metrics.text)
    .attr("x", metrics.padX + metrics.column)
    .attr("y", y)
    .text(stateText(line, words) ?? (line.address === undefined ? "—" : names.text(line.address)));
}

/** A device that is not up: what is wrong matters more than its address. */
function stateText({ state }: CardLine, words: StageWords): string | undefined {
  if (state === "up") return undefined;
  return state === "down" ? words.down : words.noCarrier;
}

function drawChip(group: Part, chip: Chip, box: Box, { density, names, words }: MachinesData): void {
  const address = names.text(chip.address);
  const part = group.append("g").attr("class", `chip ${chip.isAnswered ? "is-answered" : "is-hidden"}`);
  part
    .append("rect")
    .attr("x", box.x)
    .attr("y", box.y)
    .attr("width", box.width)
    .attr("height", box.height)
    .attr("rx", 5);
  part
    .append("text")
    .attr("font-size", cardMetrics[density].chipText)
    .attr("x", box.x + 8)
    .attr("y", box.y + box.height / 2)
    .text(chipText(address, chip, density));
  part.append("title").text(chip.isAnswered ? words.answersFor(address) : words.hides(address, chip.device));
}

/** What a card says by its looks, or has no room for. */
function unseenOf(card: Card, density: Density, words: StageWords): string[] {
  const shown = linesAt(card, density);
  const unseen = card.lines.filter((line) => !shown.includes(line));
  const said = unseen.map(({ head, address, state, isGateway }) => {
    if (isGateway) return words.gateway(address ?? "");
    const how = state === "up" ? "" : state === "down" ? ` ${words.down}` : ` ${words.noCarrier}`;
    return `${head} ${address ?? words.noAddress}${how}`;
  });
  return [words.kinds[card.kind as NodeKindName], ...said];
}
