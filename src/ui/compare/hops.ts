/**
 * The hop tables of what is chosen in both runs, beside each other, with the cells marked that differ.
 */

import { html, nothing, render } from "lit/html.js";
import type { Flight } from "#lab/batch";
import { type Both, placeIn, type Side, sides } from "#lab/compare";
import type { Recording } from "#lab/recording";
import { tcpFlags } from "#sim/wire/tcp";
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
  const sign = sides.flatMap((side) => [models[side]?.table, models[side]?.names]);
  if (hops.drawn.length > 0 && sign.every((value, at) => value === hops.drawn[at])) return;
  hops.drawn = sign;
  const { one, other } = models;
  const against =
    one === undefined || other === undefined
      ? undefined
      : compareHops({ one: one.table, other: other.table }, board.compared.names);
  const { words } = board;
  const sum = against && sumOf(against);
  render(
    html`<p class="compare-sum">
        ${sum === undefined ? nothing : words.hops.sum(sum.cells, sum.hops)}
        <span class="muted">${words.hops.hint}</span>
        <button class="link" @click=${() => chooseRequest(board)}>${words.hops.request}</button>
      </p>
      <div class="compare-pair">
        ${sides.map((side) => sideTemplate(board, side, models[side], against))}
      </div>`,
    host,
  );
}

/** The first SYN that was put on a cable, or the first packet where there is none. */
function firstRequest({ inFlight: { flights } }: Recording): Flight | undefined {
  const packets = flights.filter(({ frame }) => frame.payload.kind === "ipv4");
  const isSyn = ({ frame: { payload } }: Flight): boolean =>
    payload.kind === "ipv4" && payload.payload.kind === "tcp" && payload.payload.flags === tcpFlags.syn;
  return packets.find(isSyn) ?? packets[0];
}

/** Chooses the first request of each run, wherever it is in it. */
function chooseRequest({ pages, compared, player }: BoardState): void {
  for (const side of sides) {
    const { recording } = compared.runs[side];
    const found = firstRequest(recording);
    if (found === undefined) continue;
    if (side === "one") player.goTo(side, placeIn(recording, found.cause));
    pages[side].store.change((draft) => {
      draft.selection = { flight: found.id, event: undefined, node: undefined };
    });
  }
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
  const { page } = board.pages[side];
  const { table, names } = model;
  const [first] = table.columns;
  const { differs, alone } = board.words.hops;
  return {
    table,
    words: board.inspectorWords.hops,
    naming: names,
    // The whole life of both is compared, wherever the clock stands.
    position: Number.POSITIVE_INFINITY,
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
