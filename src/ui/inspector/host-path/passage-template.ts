/**
 * One passage through the stations as HTML: the line with its dots, and for each station its verdict, the
 * values of switches, and, where somebody has gone to it, all that happened there.
 */

import { html, nothing, svg } from "lit/html.js";
import type { Page } from "#ui/page";
import { chipsOf } from "#ui/why/chips";
import { chipTemplate, goTo } from "#ui/why/explanation-template";
import { isKind } from "#ui/why/past";
import type { StepFact } from "#ui/why/steps";
import { type Language, textOf } from "#ui/why/tell";
import { toneOf } from "#ui/why/tones";
import type { HostPathWords } from "#words/host-path-words";
import { packetText } from "#words/names";
import type { Passage, Station } from "./host-path.ts";
import { eventOfStation, type Inside, type StationKey } from "./inside-model.ts";
import { type Lane, laneOf, type Piece, piecesOf } from "./rail.ts";

export interface Telling {
  readonly page: Page;
  readonly words: HostPathWords;
  readonly language: Language;
  readonly inside: Inside;
  /** The station that tells more. */
  readonly current: StationKey;
  readonly onGo: (key: StationKey) => void;
}

/** The stations of a passage, the first of which may be far from where the packet came in. */
export function passageTemplate(telling: Telling, passage: number) {
  const found = telling.inside.path.passages[passage];
  if (found === undefined) return nothing;
  const order = found.stations.map(({ name }) => name);
  const pieces = piecesOf(order, found.way);
  const future = futureOf(found, telling.inside.last);
  return html`<h3 class="host-beginning">${beginningOf(found, telling)}</h3>
    <ol class="host-stations">
      ${found.stations.map((station, at) =>
        stationTemplate(telling, { station, key: { passage, at }, pieces, future }),
      )}
    </ol>`;
}

function beginningOf({ beginning, packet, stations }: Passage, { words, language }: Telling): string {
  const { names } = language;
  const device = deviceOf(stations.find(({ name }) => name === "device-in")) ?? "";
  const text = packet === undefined ? "" : packetText(packet, names, language.words.captions.terms);
  return words.beginnings[beginning](text, device);
}

function deviceOf(station: Station | undefined): string | undefined {
  const event = station?.steps.findLast(({ link }) => "device" in link.traced.event)?.link.traced.event;
  return event !== undefined && "device" in event ? event.device : undefined;
}

/** From which station on nothing has happened yet at the shown moment. */
function futureOf({ stations, way }: Passage, last: number): number {
  const seen = way.findLast((at) => (stations[at]?.events[0] ?? Number.POSITIVE_INFINITY) <= last);
  return seen ?? -1;
}

interface Row {
  readonly station: Station;
  readonly key: StationKey;
  readonly pieces: readonly Piece[];
  /** Stations further down lie in the future. */
  readonly future: number;
}

function stationTemplate(telling: Telling, row: Row) {
  const { words, current, onGo } = telling;
  const { station, key, future } = row;
  const { state, isDeciding } = station;
  const isCurrent = current.passage === key.passage && current.at === key.at;
  const isLater = state !== "unreached" && key.at > future;
  const event = eventOfStation(station);
  return html`<li
    data-state=${state}
    data-name=${station.name}
    ?data-deciding=${isDeciding}
    ?data-later=${isLater}
    aria-current=${isCurrent ? "step" : nothing}
  >
    ${railTemplate(row)}
    <div class="host-row">
      <button
        type="button"
        class="host-station"
        data-station=${`${key.passage}-${key.at}`}
        tabindex=${isCurrent ? 0 : -1}
        title=${event === undefined ? nothing : words.goTo}
        ?data-leads=${event !== undefined}
        @click=${() => onGo(key)}
      >
        <b>${words.stations[station.name]}</b>
        <span class="host-verdict">${verdictOf(station, telling)}</span>
        ${marksTemplate(words, isDeciding, isLater, state)}
      </button>
      ${chipsTemplate(station, telling)} ${isCurrent ? detailTemplate(station, telling) : nothing}
    </div>
  </li>`;
}

function marksTemplate(words: HostPathWords, isDeciding: boolean, isLater: boolean, state: Station["state"]) {
  return html`<span class="sr-only">(${words.states[state]})</span>
    ${isDeciding ? html`<span class="host-mark">${words.deciding}</span>` : nothing}
    ${isLater ? html`<span class="host-mark is-later">${words.later}</span>` : nothing}`;
}

/** What came of it at a station, in a few words. */
function verdictOf(station: Station, { words, language }: Telling): string {
  const { name, state, steps, bypass, setting } = station;
  if (bypass !== undefined) return words.bypasses[bypass];
  const last = steps.at(-1);
  if (last === undefined) return passedBy(setting, words) ?? words.states[state];
  const { traced } = last.link;
  if (isKind(traced, "frame-received") && name === "device-in") return words.arrivedBy(traced.event.device);
  if (isKind(traced, "frame-sent") && name === "device-out") return words.leftBy(traced.event.device);
  return textOf(last, language).title;
}

/** What a switch let pass that recorded nothing itself. */
function passedBy(setting: StepFact | undefined, words: HostPathWords): string | undefined {
  const decided = setting?.decided;
  if (decided === undefined) return undefined;
  return (
    (decided.field === "rp_filter" ? words.validated[decided.effective] : undefined) ?? words.states.passed
  );
}

function chipsTemplate(station: Station, telling: Telling) {
  const { page, inside, language } = telling;
  const { why } = language.words;
  const told = { page, words: why, event: inside.event };
  const steps = [...station.steps, ...(station.setting === undefined ? [] : [station.setting])];
  const chips = steps.flatMap((step) => chipsOf(step, why.effective));
  if (chips.length === 0) return nothing;
  const tone = station.state === "dropped" ? "bad" : "good";
  const fields = new Set(steps.flatMap(({ decided }) => (decided?.rule === "alone" ? [] : [decided?.field])));
  return html`<div data-tone=${tone}><p class="why-chips">
    ${[...fields].map((field) => (field === undefined ? nothing : html`<code>${field}</code>`))}
    ${chips.map((chip) => chipTemplate(chip, { node: inside.path.node }, told))}
  </p></div>`;
}

/** What is asked here, what was found on the way to the verdict, and what the verdict means. */
function detailTemplate({ name, steps }: Station, { words, language, page }: Telling) {
  const verdict = steps.at(-1);
  const before = steps.slice(0, -1).map((step) => factTemplate(step, page, language));
  return html`<div class="host-detail">
    <p>${words.asked[name]}</p>
    ${before.length === 0 ? nothing : html`<ul>${before}</ul>`}
    ${
      verdict === undefined
        ? nothing
        : html`<p data-tone=${toneOf(verdict)}>${textOf(verdict, language).detail}</p>`
    }
  </div>`;
}

function factTemplate(step: StepFact, page: Page, language: Language) {
  const { id } = step.link.traced;
  const { why } = language.words;
  return html`<li>
    <button type="button" class="why-link" title=${why.goTo(id)} @click=${() => goTo(page, id)}>
      ${textOf(step, language).title}
    </button>
    <span class="note">${why.event(id)}</span>
  </li>`;
}

const laneShare = 35;
const firstLane = 15;
const laneText = (lane: Lane): string => `${firstLane + lane * laneShare}%`;

/** Where in its row a dot is. */
const dotAt = "0.95em";
/** The same for a sign, whose type is three quarters as large. */
const signAt = "1.27em";

function railTemplate({ station, key, pieces, future }: Row) {
  const x = laneText(laneOf(station.name));
  const own = pieces.filter(({ row }) => row === key.at);
  return html`<svg class="host-rail" aria-hidden="true">
    ${own.map(
      ({ from, to, part, target }) => svg`<line
        class=${target > future ? "is-later" : ""}
        x1=${laneText(from)} x2=${laneText(to)}
        y1=${part === "below" ? dotAt : "0"} y2=${part === "above" ? dotAt : "100%"}
      />`,
    )}
    <circle cx=${x} cy=${dotAt} r="0.5em" />
    <text x=${x} y=${signAt} dy="0.35em">${signs[station.state]}</text>
  </svg>`;
}

const signs: Readonly<Record<Station["state"], string>> = {
  passed: "",
  silent: "",
  dropped: "✕",
  delivered: "✓",
  left: "✓",
  waiting: "…",
  unreached: "",
};
