/**
 * The hop table with what is said of it: where a packet ended, what the table comes to, who changed the cell
 * at hand; and the tables that are pinned above.
 */

import { html, nothing } from "lit/html.js";
import { labelOf, lineOf } from "#ui/packet-label";
import type { Page } from "#ui/page";
import type { PageState } from "#ui/store";
import type { InspectorWords } from "#words/inspector-words";
import { cellText } from "./cell-text.ts";
import { factsOf } from "./hop-summary.ts";
import type { HopTable } from "./hop-table.ts";
import { type CellPlace, changeTexts, eventOfCell, type HopsShown, hopsTemplate } from "./hops-view.ts";
import type { PacketModel } from "./packet-model.ts";
import type { Pin, Pins } from "./pins.ts";

/** A marked cell that is explained below its table. */
export interface Told {
  readonly table: HopTable;
  readonly place: CellPlace;
}

/** What the part needs of the face around it. */
export interface HopsHost {
  readonly page: Page;
  readonly words: () => InspectorWords;
  readonly pins: Pins;
  readonly redraw: () => void;
  /** What the pointer or the focus is on, and what was pressed, which stays. */
  pointed: Told | undefined;
  pressed: Told | undefined;
  shown: PacketModel | undefined;
  /** Whether fields that few ask for are shown as well. */
  isWhole: boolean;
}

/** What began the exchange of a model. */
function aboutOf({ page }: HopsHost, { table, names }: PacketModel): string {
  const [first] = table.columns;
  return first === undefined ? "" : lineOf(labelOf(first.frame, names, page.words().stage.packet));
}

function hopsShown(face: HopsHost, model: PacketModel, position: number): HopsShown {
  const { page } = face;
  const { table } = model;
  return {
    table,
    words: face.words().hops,
    naming: model.names,
    position,
    selected: model === face.shown ? model.column : -1,
    isWhole: face.isWhole,
    stop: [face.pointed, face.pressed].find((told) => told?.table === table)?.place,
    about: aboutOf(face, model),
    onColumn: (hop) => {
      page.player.seek({ position: hop.position });
      page.select({ flight: hop.flights[0]?.id, event: undefined });
    },
    onCell: (place, isPress) => {
      const told = place === undefined ? undefined : { table, place };
      if (isPress) face.pressed = told;
      face.pointed = told;
      face.redraw();
    },
  };
}

/** The table of a model. */
export function hopsPart(face: HopsHost, model: PacketModel, state: PageState) {
  const { position } = state.moment;
  const shown = hopsShown(face, model, position);
  const { hops } = face.words();
  const { names } = model;
  const facts = factsOf(model.table, position, {
    value: (value) => cellText(value, names),
    address: names.text,
  });
  const ends = model.ends.filter((end) => end.position <= position);
  return html`${hopsTemplate(shown)} ${wholeButton(face, model.table)}
    ${ends.map(
      ({ node, reason, event }) => html`<p class="hop-end">
        <span class="bad">✕ ${hops.ends(node, face.page.words().stage.drops[reason])}</span>
        ${whyButton(face, event)}
      </p>`,
    )}
    <p class="hop-summary">${hops.summary(facts)}</p>
    ${detailTemplate(face, shown)}`;
}

/** Shows all fields, or only those that matter most. */
function wholeButton(face: HopsHost, { groups }: HopTable) {
  const minor = groups.flatMap(({ rows }) => rows).filter(({ isMinor }) => isMinor).length;
  if (minor === 0) return nothing;
  const { hops } = face.words();
  const toggle = (): void => {
    face.isWhole = !face.isWhole;
    face.redraw();
  };
  const isOpen = face.isWhole ? "true" : "false";
  return html`<button type="button" class="link whole" aria-expanded=${isOpen} @click=${toggle}>
    ${face.isWhole ? hops.fewer : hops.more(minor)}
  </button>`;
}

/** What the marked cell at hand says; else how to ask one. */
function detailTemplate(face: HopsHost, shown: HopsShown) {
  const told = [face.pointed, face.pressed].find((one) => one?.table === shown.table);
  const texts = told === undefined ? undefined : changeTexts(shown, told.place);
  const hasMarks = shown.table.groups.some(({ rows }) =>
    rows.some(({ cells }) => cells.some(({ change }) => change)),
  );
  if (told === undefined || texts === undefined) {
    return hasMarks ? html`<p class="hop-detail muted">${shown.words.hint}</p>` : nothing;
  }
  const event = eventOfCell(shown.table, told.place);
  return html`<div class="hop-detail told">
    <b>${texts[0]}</b>
    <p>${texts[1]} ${event === undefined ? nothing : whyButton(face, event)}</p>
  </div>`;
}

function whyButton({ page, words }: HopsHost, event: number) {
  const ask = (): void => {
    page.select({ event, flight: undefined });
    page.store.patch({ face: "why" });
  };
  return html`<button type="button" class="link" @click=${ask}>${words().hops.why}</button>`;
}

/** A pinned table; nothing while it is the one that is shown anyway. */
export function pinnedTemplate(face: HopsHost, one: Pin, state: PageState) {
  const words = face.words();
  const { model } = one;
  const isOpen = one.recording === face.page.recording();
  if (isOpen && model.table.id === face.shown?.table.id) return nothing;
  const shown = hopsShown(face, model, one.positionAt(face.page, state));
  const what = aboutOf(face, model);
  const where = one.scenario === state.scenario ? "" : (one.scenario?.title[state.language] ?? "");
  const isTold = [face.pointed, face.pressed].some((told) => told?.table === model.table);
  return html`<section class="pinned" aria-label="${words.hops.pinned}: ${what}">
    <header>
      <span><b>${words.hops.pinned}</b> · ${what} <span class="muted">${where}</span></span>
      <button
        type="button"
        class="link"
        @click=${() => {
          face.pins.remove(one);
          face.redraw();
        }}
      >
        ${words.unpin}
      </button>
    </header>
    ${hopsTemplate(shown)}${isTold ? detailTemplate(face, shown) : nothing}
  </section>`;
}
