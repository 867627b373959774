/**
 * The packet face of the inspector: the hop table of what is selected, its fields, its bytes; tables that were
 * pinned stand above for comparison.
 *
 * With nothing selected it shows the packet of the shown moment. It draws only where something it shows is
 * another.
 */

import "./packet.css";
import { html, nothing, render } from "lit";
import type { InspectorWords } from "#words/inspector-words";
import { labelOf, lineOf } from "../../packet-label.ts";
import type { Page, View } from "../../page.ts";
import type { PageState } from "../../store.ts";
import { tabsTemplate } from "../tabs.ts";
import { cellText } from "./cell-text.ts";
import { createFrameView, type FrameView } from "./frame-view.ts";
import { factsOf } from "./hop-summary.ts";
import { type HopTable, isLater } from "./hop-table.ts";
import {
  type CellPlace,
  changeTexts,
  eventOfCell,
  type HopsShown,
  hopsTemplate,
  toText,
} from "./hops-view.ts";
import { createModeller, type Modeller, type PacketModel } from "./packet-model.ts";
import { createPins, type Pin, type Pins } from "./pins.ts";

const viewNames = ["hops", "fields", "bytes"] as const;
type ViewName = (typeof viewNames)[number];

/** A marked cell that is explained below its table. */
interface Told {
  readonly table: HopTable;
  readonly place: CellPlace;
}

interface Face {
  readonly host: HTMLElement;
  readonly page: Page;
  readonly words: () => InspectorWords;
  readonly model: Modeller;
  readonly frames: FrameView;
  readonly pins: Pins;
  view: ViewName;
  /** What the pointer or the focus is on, and what was pressed, which stays. */
  pointed: Told | undefined;
  pressed: Told | undefined;
  /** The column whose frame is shown where that is not the chosen one. */
  column: { readonly table: HopTable; readonly at: number } | undefined;
  shown: PacketModel | undefined;
  drawn: string;
  drawnAt: number;
}

/** Makes the face; `words` answers those of the language at hand. */
export function createPacketFace(host: HTMLElement, page: Page, words: () => InspectorWords): View {
  const face: Face = {
    host,
    page,
    words,
    model: createModeller(),
    frames: createFrameView(
      () => draw(face),
      (text) => page.say(text),
    ),
    pins: createPins(),
    view: "hops",
    pointed: undefined,
    pressed: undefined,
    column: undefined,
    shown: undefined,
    drawn: "",
    drawnAt: 0,
  };
  const observer = new ResizeObserver(() => draw(face));
  observer.observe(host);
  update(face, page.store.state());
  return {
    update: (state) => update(face, state),
    close: () => {
      observer.disconnect();
      render(nothing, host);
    },
  };
}

/** While it plays and nothing is selected, packets come faster than they can be read: not all are shown. */
const readingMillis = 250;

function update(face: Face, state: PageState): void {
  const { page } = face;
  const scenario = page.scenario();
  const isPlaying = state.player.play === "playing";
  const isFollowing = state.selection.event === undefined && state.selection.flight === undefined;
  if (isPlaying && isFollowing && performance.now() - face.drawnAt < readingMillis) return;
  const model = scenario === undefined ? undefined : face.model(page.recording(), scenario, state);
  const isNew = model?.table !== face.shown?.table;
  if (isNew) face.column = undefined;
  face.shown = model;
  const pinned = face.pins.update(page, state);
  const sign = `${signOf(state, model)} ${pinned}`;
  if (sign === face.drawn && !isNew) return;
  face.drawn = sign;
  draw(face);
  bringIntoSight(face.host);
}

/** Scrolls a table that is wider than the panel to its selected column. */
function bringIntoSight(host: HTMLElement): void {
  const head = host.querySelector<HTMLElement>("#packet-view > .hops-scroll th.selected");
  const box = head?.closest<HTMLElement>(".hops-scroll");
  if (head === null || box === null || box === undefined) return;
  const names = box.querySelector<HTMLElement>("th[scope='row']")?.offsetWidth ?? 0;
  const [left, right] = [head.offsetLeft - names, head.offsetLeft + head.offsetWidth];
  if (box.scrollLeft > left) box.scrollLeft = left;
  else if (right > box.scrollLeft + box.clientWidth) box.scrollLeft = right - box.clientWidth;
}

/** Equal for states that look the same. */
function signOf(
  { language, addressing, moment, scenario }: PageState,
  model: PacketModel | undefined,
): string {
  const seen = model?.table.columns.filter((hop) => !isLater(hop, moment)).length;
  const ended = model?.ends.filter(({ position }) => position <= moment.position).length;
  const named = addressing === "roles" ? [...(model?.names.virtual ?? [])].join() : "";
  return [language, addressing, named, scenario?.name, seen, ended, model?.column].join(" ");
}

function draw(face: Face): void {
  const { page, host, shown } = face;
  const words = face.words();
  face.drawnAt = performance.now();
  const state = page.store.state();
  render(
    html`<div class="packet-face">
      <div class="face-bar">
        ${tabsTemplate({
          name: words.viewsName,
          tabs: viewNames.map((name) => ({ id: name, text: words.views[name] })),
          current: face.view,
          controls: "packet-view",
          onChoose: (name) => {
            face.view = name;
            draw(face);
          },
        })}
        <button type="button" class="button pin" ?disabled=${shown === undefined} @click=${() => pin(face)}>
          ${face.pins.has(shown?.table) ? words.unpin : words.pin}
        </button>
      </div>
      <div id="packet-view" role="tabpanel" aria-label=${words.views[face.view]}>
        ${face.view === "hops" ? face.pins.all().map((one) => pinnedTemplate(face, one, state)) : nothing}
        ${shown === undefined ? html`<p class="empty">${words.hops.howToSelect}</p>` : viewTemplate(face, shown, state)}
      </div>
    </div>`,
    host,
  );
}

function viewTemplate(face: Face, model: PacketModel, state: PageState) {
  if (face.view === "hops") return hopsPart(face, model, state);
  const words = face.words();
  const at = face.column?.table === model.table ? face.column.at : model.column;
  const hop = model.table.columns[at];
  if (hop === undefined) return nothing;
  const width = face.host.clientWidth;
  const hasBytes = face.view === "bytes";
  return html`${hopChooser(face, model, at)}
  ${face.frames.template({ frame: hop.frame, words, names: model.names, hasBytes, width })}`;
}

/** Which hop's frame is shown: to the one before and after. */
function hopChooser(face: Face, { table, names }: PacketModel, at: number) {
  const words = face.words();
  const hop = table.columns[at];
  if (hop === undefined) return nothing;
  const go = (to: number) => () => {
    face.column = { table, at: to };
    draw(face);
  };
  const what = lineOf(labelOf(hop.frame, names, face.page.words().stage.packet));
  const name = (index: number): string => {
    const other = table.columns[index];
    return other === undefined ? "" : words.fields.frame(other.from, toText(other, words.hops));
  };
  return html`<div class="hop-chooser">
    <button type="button" class="button" ?disabled=${at === 0} aria-label=${name(at - 1)} @click=${go(at - 1)}>‹</button>
    <span><b>${name(at)}</b> <span class="muted">${what}</span></span>
    <button
      type="button"
      class="button"
      ?disabled=${at >= table.columns.length - 1}
      aria-label=${name(at + 1)}
      @click=${go(at + 1)}
    >›</button>
  </div>`;
}

function hopsShown(face: Face, model: PacketModel, position: number): HopsShown {
  const { page } = face;
  const { table } = model;
  return {
    table,
    words: face.words().hops,
    naming: model.names,
    position,
    selected: model === face.shown ? model.column : -1,
    onColumn: (hop) => {
      page.player.seek({ position: hop.position });
      page.select({ flight: hop.flights[0]?.id, event: undefined });
    },
    onCell: (place, isPress) => {
      const told = place === undefined ? undefined : { table, place };
      if (isPress) face.pressed = told;
      face.pointed = told;
      draw(face);
    },
  };
}

function hopsPart(face: Face, model: PacketModel, state: PageState) {
  const { position } = state.moment;
  const shown = hopsShown(face, model, position);
  const { hops } = face.words();
  const { names } = model;
  const facts = factsOf(model.table, position, {
    value: (value) => cellText(value, names),
    address: names.text,
  });
  const ends = model.ends.filter((end) => end.position <= position);
  return html`${hopsTemplate(shown)}
    ${ends.map(
      ({ node, reason, event }) => html`<p class="hop-end">
        <span class="bad">✕ ${hops.ends(node, face.page.words().stage.drops[reason])}</span>
        ${whyButton(face, event)}
      </p>`,
    )}
    <p class="hop-summary">${hops.summary(facts)}</p>
    ${detailTemplate(face, shown)}`;
}

/** What the marked cell at hand says; else how to ask one. */
function detailTemplate(face: Face, shown: HopsShown) {
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

function whyButton({ page, words }: Face, event: number) {
  const ask = (): void => {
    page.select({ event, flight: undefined });
    page.store.patch({ face: "why" });
  };
  return html`<button type="button" class="link" @click=${ask}>${words().hops.why}</button>`;
}

function pin(face: Face): void {
  if (face.shown !== undefined) face.pins.toggle(face.shown, face.page);
  draw(face);
}

function pinnedTemplate(face: Face, one: Pin, state: PageState) {
  const words = face.words();
  const { model } = one;
  if (model.table === face.shown?.table) return nothing;
  const shown = hopsShown(face, model, one.positionAt(face.page, state));
  const [first] = model.table.columns;
  const what =
    first === undefined ? "" : lineOf(labelOf(first.frame, model.names, face.page.words().stage.packet));
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
          draw(face);
        }}
      >
        ${words.unpin}
      </button>
    </header>
    ${hopsTemplate(shown)}${isTold ? detailTemplate(face, shown) : nothing}
  </section>`;
}
