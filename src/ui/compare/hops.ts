/**
 * The hop tables of what is chosen in both runs, beside each other, with the cells marked that differ.
 */

import { html, nothing, render } from "lit/html.js";
import { type Both, type Side, sides } from "#lab/compare";
import { type CellPlace, type HopsShown, hopsTemplate } from "../inspector/packet/hops-view.ts";
import { createModeller, type PacketModel } from "../inspector/packet/packet-model.ts";
import { labelOf, lineOf } from "../packet-label.ts";
import { momentText } from "../time-text.ts";
import type { BoardState } from "./board.ts";
import { cellName, compareHops, type HopsCompared, sumOf } from "./hops-compared.ts";

export interface HopsView {
  draw(): void;
  reword(): void;
}

interface Hops {
  readonly host: HTMLElement;
  readonly board: BoardState;
  readonly modellers: Both<ReturnType<typeof createModeller>>;
  drawn: readonly unknown[];
}

export function createHops(host: HTMLElement, board: BoardState): HopsView {
  const hops: Hops = {
    ...{ host, board, drawn: [] },
    modellers: { one: createModeller(), other: createModeller() },
  };
  return {
    draw: () => draw(hops),
    reword: () => {
      hops.drawn = [];
    },
  };
}

function draw(hops: Hops): void {
  const { host, board, modellers } = hops;
  const model = (side: Side): PacketModel | undefined => {
    const { recording, scenario } = board.compared.runs[side];
    return modellers[side](recording, scenario, board.pages[side].store.state());
  };
  const models = { one: model("one"), other: model("other") };
  const positions = {
    one: board.pages.one.store.state().moment.position,
    other: board.pages.other.store.state().moment.position,
  };
  const sign = sides.flatMap((side) => [models[side]?.table, models[side]?.names, positions[side]]);
  if (hops.drawn.length > 0 && sign.every((value, at) => value === hops.drawn[at])) return;
  hops.drawn = sign;
  const { one, other } = models;
  const against =
    one === undefined || other === undefined
      ? undefined
      : compareHops({ one: one.table, other: other.table }, positions, board.compared.names);
  const { words } = board;
  const sum = against && sumOf(against);
  render(
    html`<p class="compare-sum">
        ${sum === undefined ? nothing : words.hops.sum(sum.cells, sum.hops)}
        <span class="muted">${words.hops.hint}</span>
      </p>
      <div class="compare-pair">
        ${sides.map((side) => sideTemplate(board, side, models[side], against))}
      </div>`,
    host,
  );
}

function sideTemplate(
  board: BoardState,
  side: Side,
  model: PacketModel | undefined,
  against: HopsCompared | undefined,
) {
  const name = board.words.runName(board.compared.runs[side].name, momentText);
  return html`<section class="compare-hops packet-face is-${side}">
    <h4>${name}</h4>
    ${
      model === undefined
        ? html`<p class="muted">${board.words.hops.none}</p>`
        : hopsTemplate(shownOf(board, side, model, against))
    }
  </section>`;
}

function shownOf(
  board: BoardState,
  side: Side,
  model: PacketModel,
  against: HopsCompared | undefined,
): HopsShown {
  const { page, store } = board.pages[side];
  const { table, names } = model;
  const [first] = table.columns;
  const { differs, alone } = board.words.hops;
  return {
    table,
    words: board.inspectorWords.hops,
    naming: names,
    position: store.state().moment.position,
    selected: model.column,
    isWhole: false,
    stop: undefined,
    about: first === undefined ? "" : lineOf(labelOf(first.frame, names, page.words().stage.packet)),
    against: {
      differs: ({ field, column }: CellPlace) => against?.cells[side].has(cellName(field, column)) ?? false,
      isAlone: (column) => against?.alone[side].has(column) ?? false,
      words: { differs, alone },
    },
    onColumn: (hop) => {
      page.player.seek({ position: hop.position });
      page.select({ flight: hop.flights[0]?.id, event: undefined });
    },
    onCell: () => {},
  };
}
