/**
 * The view "inside" of the packet face: the way of the chosen packet in one machine, station by station, with
 * the verdict at each, the switches that gave it, and the event it is read from.
 *
 * Arrow keys go from station to station; the one that is gone to tells more.
 */

import "./host-path.css";
import { html, nothing } from "lit/html.js";
import type { Page } from "#ui/page";
import type { PageState } from "#ui/store";
import { goTo } from "#ui/why/explanation-template";
import { namesOf } from "#ui/why/names-of";
import type { Language } from "#ui/why/tell";
import { type ExplainWords, loadExplain } from "#words/explain-words";
import { type HostPathWords, loadHostPath } from "#words/host-path-words";
import type { LanguageCode } from "#words/languages";
import type { PacketModel } from "../packet/packet-model.ts";
import {
  createInsideModeller,
  eventOfStation,
  type Inside,
  type StationKey,
  stationAt,
  stationOfEvent,
} from "./inside-model.ts";
import { passageTemplate, type Telling } from "./passage-template.ts";

export interface InsidePart {
  /** Equal for states that look the same. */
  readonly signOf: (state: PageState, model: PacketModel) => string;
  readonly template: (state: PageState, model: PacketModel) => unknown;
}

interface Words {
  readonly language: LanguageCode;
  readonly path: HostPathWords;
  readonly explain: ExplainWords;
}

interface Part {
  readonly host: HTMLElement;
  readonly page: Page;
  readonly redraw: () => void;
  readonly model: ReturnType<typeof createInsideModeller>;
  words: Words | undefined;
  /** The visit chosen by hand, for as long as the same event is looked at. */
  visit: { readonly event: number; readonly at: number } | undefined;
  /** The station gone to, for as long as the same event of the same visit is looked at. */
  current: { readonly place: string; readonly key: StationKey } | undefined;
  /** The place whose station was brought into sight. */
  seen: string;
}

/** Makes the view; `redraw` is called when its words have come or a key was pressed. */
export function createInsidePart(host: HTMLElement, page: Page, redraw: () => void): InsidePart {
  const part: Part = {
    host,
    page,
    redraw,
    model: createInsideModeller(),
    words: undefined,
    visit: undefined,
    current: undefined,
    seen: "",
  };
  return {
    signOf: (state, model) => signOf(insideOf(part, state, model), state),
    template: (state, model) => template(part, state, model),
  };
}

function insideOf(part: Part, state: PageState, { chosen }: PacketModel): Inside | undefined {
  const scenario = part.page.scenario();
  if (scenario === undefined) return undefined;
  const asked = { recording: part.page.recording(), scenario, state, chosen, visit: undefined };
  const inside = part.model(asked);
  const byHand = part.visit?.event === inside?.event ? part.visit?.at : undefined;
  return byHand === undefined ? inside : part.model({ ...asked, visit: byHand });
}

function signOf(inside: Inside | undefined, { selection }: PageState): string {
  if (inside === undefined) return "";
  const { visits, visit, last, event } = inside;
  const seen = visit.events.filter(({ id }) => id <= last).length;
  return [event, selection.node, visits.length, visit.events[0]?.id, visit.events.length, seen].join(" ");
}

function template(part: Part, state: PageState, model: PacketModel) {
  const { words } = part;
  if (words?.language !== state.language) void load(part, state.language);
  if (words === undefined) return nothing;
  const inside = insideOf(part, state, model);
  if (inside === undefined) return html`<p class="empty">${words.path.nothing}</p>`;
  bringIntoSight(part, placeOf(inside));
  const language: Language = { words: words.explain, names: namesOf(model.names.text) };
  const telling: Telling = {
    page: part.page,
    words: words.path,
    language,
    inside,
    current: currentOf(part, inside),
    onGo: (key) => go(part, inside, key),
  };
  return html`<section class="host-path" aria-labelledby="host-path-title">
    <h2 id="host-path-title">${words.path.title(inside.path.node)}</h2>
    ${visitsTemplate(part, inside, words.path)}
    <p class="note">${words.path.keys}</p>
    <div @keydown=${(event: KeyboardEvent) => pressed(part, inside, event)}>
      ${inside.path.passages.map((_, at) => passageTemplate(telling, at))}
    </div>
  </section>`;
}

/** The station that tells more, when it has been drawn. */
function bringIntoSight(part: Part, place: string): void {
  if (part.seen === place) return;
  part.seen = place;
  requestAnimationFrame(() =>
    part.host.querySelector(".host-stations > [aria-current]")?.scrollIntoView({ block: "nearest" }),
  );
}

async function load(part: Part, language: LanguageCode): Promise<void> {
  const [path, explain] = await Promise.all([loadHostPath(language), loadExplain(language)]);
  if (part.page.store.state().language !== language || part.words?.language === language) return;
  part.words = { language, path, explain };
  part.redraw();
}

/** The machines that the packet came to, in order. */
function visitsTemplate(part: Part, { visits, visit, event }: Inside, words: HostPathWords) {
  const choose = (at: number): void => {
    part.visit = { event, at };
    part.redraw();
  };
  return html`<ol class="host-visits" aria-label=${words.visits}>
    ${visits.map((each, at) => {
      const time = visits.slice(0, at + 1).filter(({ node }) => node === each.node).length;
      const isOnly = visits.filter(({ node }) => node === each.node).length === 1;
      return html`<li>
        <button
          type="button"
          aria-current=${each === visit ? "true" : "false"}
          @click=${() => choose(at)}
        >${isOnly ? each.node : words.again(each.node, time)}</button>
      </li>`;
    })}
  </ol>`;
}

const placeOf = ({ event, visit }: Inside): string => `${event} ${visit.events[0]?.id}`;

const currentOf = ({ current }: Part, inside: Inside): StationKey =>
  current?.place === placeOf(inside) && stationAt(inside, current.key) !== undefined
    ? current.key
    : stationOfEvent(inside, inside.event);

/** Goes to the event of a station, which stays the one that is told of. */
function go(part: Part, inside: Inside, key: StationKey): void {
  const station = stationAt(inside, key);
  const event = station === undefined ? undefined : eventOfStation(station);
  part.current = { place: placeOf({ ...inside, event: event ?? inside.event }), key };
  if (event === undefined) {
    part.redraw();
    return;
  }
  // Stays with the machine: the event may be told of by what another one sent.
  part.visit = { event, at: inside.visits.indexOf(inside.visit) };
  goTo(part.page, event);
}

const moves: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => Math.min(at + 1, count - 1),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_at, count) => count - 1,
};

function pressed(part: Part, inside: Inside, event: KeyboardEvent): void {
  const move = moves[event.key];
  if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  const keys = inside.path.passages.flatMap(({ stations }, passage) =>
    stations.map((_, at): StationKey => ({ passage, at })),
  );
  const { passage, at } = currentOf(part, inside);
  const now = keys.findIndex((key) => key.passage === passage && key.at === at);
  const next = keys[move(now, keys.length)];
  const list = event.currentTarget;
  if (next === undefined || !(list instanceof HTMLElement)) return;
  part.current = { place: placeOf(inside), key: next };
  part.redraw();
  list.querySelector<HTMLElement>(`[data-station="${next.passage}-${next.at}"]`)?.focus();
}
