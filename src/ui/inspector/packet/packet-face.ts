/**
 * The packet face of the inspector: the hop table of what is selected, its fields, its bytes; tables that
 * were pinned stand above for comparison.
 *
 * With nothing selected it shows the packet of the shown moment. It draws only where something it shows is
 * another.
 */

import "./packet.css";
import { html, nothing, render } from "lit/html.js";
import { labelOf, lineOf } from "#ui/packet-label";
import type { Page, View } from "#ui/page";
import { type PacketView, type PageState, packetViews } from "#ui/store";
import type { InspectorWords } from "#words/inspector-words";
import type { InsidePart } from "../host-path/inside-part.ts";
import { tabsTemplate } from "../tabs.ts";
import { createFrameView, type FrameView } from "./frame-view.ts";
import { type HopTable, isLater } from "./hop-table.ts";
import { type HopsHost, hopsPart, pinnedTemplate } from "./hops-part.ts";
import { toText } from "./hops-view.ts";
import { createModeller, type Modeller, type PacketModel } from "./packet-model.ts";
import { createPins } from "./pins.ts";

interface Face extends HopsHost {
  readonly host: HTMLElement;
  readonly model: Modeller;
  readonly frames: FrameView;
  /** Made when it is first shown. */
  inside: InsidePart | undefined;
  /** Of the host, in pixels. */
  width: number;
  /** The column whose frame is shown where that is not the chosen one. */
  column: { readonly table: HopTable; readonly at: number } | undefined;
  drawn: string;
  /** What was drawn last. */
  view: PacketView | undefined;
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
      () => {
        draw(face);
        bringBytesIntoSight(host);
      },
      (text) => page.say(text),
    ),
    pins: createPins(),
    redraw: () => draw(face),
    isWhole: false,
    inside: undefined,
    width: host.clientWidth,
    pointed: undefined,
    pressed: undefined,
    column: undefined,
    shown: undefined,
    drawn: "",
    view: undefined,
    drawnAt: 0,
  };
  const observer = new ResizeObserver(([entry]) => {
    face.width = entry?.contentRect.width ?? face.width;
    if (page.store.state().packetView === "bytes") draw(face);
  });
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
  const isOther = state.packetView !== face.view;
  if (isPlaying && isFollowing && !isOther && performance.now() - face.drawnAt < readingMillis) return;
  const model = scenario === undefined ? undefined : face.model(page.recording(), scenario, state);
  const isNew = model?.table !== face.shown?.table;
  if (isNew) face.column = undefined;
  face.shown = model;
  const pinned = face.pins.update(page, state);
  const sign = `${signOf(state, model)} ${pinned} ${signOfInside(face, state)}`;
  if (sign === face.drawn && !isNew) return;
  face.drawn = sign;
  draw(face);
  bringIntoSight(face.host, isNew);
}

/** Scrolls a table that is wider than the panel to its selected column, and to where a column begins. */
function bringIntoSight(host: HTMLElement, isNew: boolean): void {
  const head = host.querySelector<HTMLElement>("#packet-view > .hops-scroll th.selected");
  const box = head?.closest<HTMLElement>(".hops-scroll");
  if (head === null || box === null || box === undefined) return;
  if (isNew) box.scrollLeft = 0;
  const heads = [...box.querySelectorAll<HTMLElement>("th.col")];
  const first = heads[0]?.offsetLeft ?? 0;
  const hidden = head.offsetLeft + head.offsetWidth - box.clientWidth;
  const isSeen = hidden <= box.scrollLeft && head.offsetLeft - first >= box.scrollLeft;
  if (isSeen) return;
  const start = heads.find(({ offsetLeft }) => offsetLeft - first >= hidden) ?? head;
  box.scrollLeft = start.offsetLeft - first;
}

/** Scrolls the bytes to those that are marked. */
function bringBytesIntoSight(host: HTMLElement): void {
  const box = host.querySelector<HTMLElement>(".dump");
  const mark = box?.querySelector<HTMLElement>(".byte.marked");
  if (box === null || mark === null || mark === undefined || box.scrollHeight <= box.clientHeight) return;
  const top = mark.offsetTop - box.offsetTop;
  const isSeen = top >= box.scrollTop && top + mark.offsetHeight <= box.scrollTop + box.clientHeight;
  if (!isSeen) box.scrollTop = top - box.clientHeight / 3;
}

/** Equal for states that look the same. */
function signOf(
  { language, addressing, moment, scenario, packetView }: PageState,
  model: PacketModel | undefined,
): string {
  const seen = model?.table.columns.filter((hop) => !isLater(hop, moment)).length;
  const ended = model?.ends.filter(({ position }) => position <= moment.position).length;
  const named = addressing === "roles" ? [...(model?.names.virtual ?? [])].join() : "";
  return [packetView, language, addressing, named, scenario?.name, seen, ended, model?.column].join(" ");
}

function signOfInside({ inside, shown }: Face, state: PageState): string {
  return state.packetView !== "inside" || inside === undefined || shown === undefined
    ? ""
    : inside.signOf(state, shown);
}

function draw(face: Face): void {
  const { page, host, shown } = face;
  const words = face.words();
  face.drawnAt = performance.now();
  const state = page.store.state();
  face.view = state.packetView;
  render(
    html`<div class="packet-face">
      <div class="face-bar">
        ${tabsTemplate({
          name: words.viewsName,
          tabs: packetViews.map((name) => ({ id: name, text: words.views[name] })),
          current: state.packetView,
          controls: "packet-view",
          onChoose: (name) => page.store.patch({ packetView: name }),
        })}
        <button type="button" class="button pin" ?disabled=${shown === undefined} @click=${() => pin(face)}>
          ${face.pins.has(shown?.table, page) ? words.unpin : words.pin}
        </button>
      </div>
      <div id="packet-view" role="tabpanel" aria-label=${words.views[state.packetView]}>
        ${
          state.packetView === "hops"
            ? face.pins.all().map((one) => pinnedTemplate(face, one, state))
            : nothing
        }
        ${
          shown === undefined
            ? html`<p class="empty">${words.hops.howToSelect}</p>`
            : viewTemplate(face, shown, state)
        }
      </div>
    </div>`,
    host,
  );
}

function viewTemplate(face: Face, model: PacketModel, state: PageState) {
  const view = state.packetView;
  if (view === "hops") return hopsPart(face, model, state);
  if (view === "inside") return insideTemplate(face, model, state);
  const words = face.words();
  const at = face.column?.table === model.table ? face.column.at : model.column;
  const hop = model.table.columns[at];
  if (hop === undefined) return nothing;
  const hasBytes = view === "bytes";
  return html`${hopChooser(face, model, at)}
  ${face.frames.template({ frame: hop.frame, words, names: model.names, hasBytes, width: face.width })}`;
}

function insideTemplate(face: Face, model: PacketModel, state: PageState) {
  if (face.inside !== undefined) return face.inside.template(state, model);
  void loadInside(face);
  return html`<p class="empty">${face.words().loading}</p>`;
}

async function loadInside(face: Face): Promise<void> {
  const { createInsidePart } = await import("../host-path/inside-part.ts");
  face.inside ??= createInsidePart(face.host, face.page, () => draw(face));
  draw(face);
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
    <button
      type="button"
      class="button"
      ?disabled=${at === 0}
      aria-label=${name(at - 1)}
      @click=${go(at - 1)}
    >‹</button>
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

function pin(face: Face): void {
  if (face.shown !== undefined) face.pins.toggle(face.shown, face.page);
  draw(face);
}
