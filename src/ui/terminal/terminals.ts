/**
 * The terminals: a tab for each machine (and for further terminals of it that were opened), the one that is
 * chosen below. The emulator is loaded when terminals are first shown.
 */

import "./terminals.css";
import { html, nothing, render } from "lit/html.js";
import type { TerminalName } from "#lab/lab-command";
import type { App } from "../app.ts";
import type { Page, View, ViewMaker } from "../page.ts";
import type { PageState } from "../store.ts";
import { atRest } from "./at-rest.ts";
import { loadEmulator } from "./emulator.ts";
import { createScreen, type Screen } from "./screen.ts";

export interface Terminals {
  readonly view: ViewMaker;
  readonly typeAt: (node: string, line: string, enter: boolean) => void;
  readonly focus: () => void;
}

/** A terminal that is shown or may be, with its place on the page. */
interface Place {
  readonly name: TerminalName;
  readonly host: HTMLElement;
  screen: Screen | undefined;
  measure: (() => void) | undefined;
  /** Comes when its emulator is there; begun when it is first shown. */
  opening: Promise<Place> | undefined;
}

export const keyOf = ({ node, number }: TerminalName): string =>
  number === 0 ? node : `${node} ${number + 1}`;

export function createTerminals(app: App): Terminals {
  const { page } = app;
  const places = new Map<string, Place>();
  let host: HTMLElement | undefined;
  const choose = (name: TerminalName): void => page.store.patch({ terminal: name });
  const current = (): Place | undefined => {
    const { terminal } = page.store.state();
    return terminal === undefined ? undefined : places.get(keyOf(terminal));
  };
  const focus = (): void => {
    const state = page.store.state();
    if (state.folded.includes("terminals")) {
      page.store.patch({ folded: state.folded.filter((name) => name !== "terminals") });
    }
    current()?.screen?.focus();
  };
  const typeAt = async (node: string, line: string, enter: boolean): Promise<void> => {
    if (host === undefined) return;
    const name = { node, number: 0 };
    page.store.patch({
      terminal: name,
      sheet: page.store.state().sheet === undefined ? undefined : "terminals",
    });
    const place = await openPlace(app, placeFor(places, screensOf(host), name));
    place.screen?.put(line, enter);
    place.screen?.focus();
  };
  return {
    view: (given) => {
      host = given;
      return createView(given, app, { places, choose });
    },
    typeAt: (node, line, enter) => void typeAt(node, line, enter),
    focus,
  };
}

interface Parts {
  readonly places: Map<string, Place>;
  readonly choose: (name: TerminalName) => void;
}

function createView(host: HTMLElement, app: App, { places, choose }: Parts): View {
  const { page } = app;
  const tabs = document.createElement("div");
  const screens = document.createElement("div");
  tabs.className = "terminal-tabs";
  screens.className = "terminal-screens";
  host.replaceChildren(tabs, screens);
  let drawn = "";
  const show = async (state: PageState): Promise<void> => {
    const { pieces } = page.recording();
    const { language, scenario, terminal: chosen } = state;
    const sign = `${language} ${scenario?.name} ${pieces.length} ${JSON.stringify(chosen)}`;
    if (sign !== drawn) drawTabs(tabs, page, choose);
    drawn = sign;
    const { terminal } = state;
    for (const [key, place] of places) place.host.hidden = terminal === undefined || key !== keyOf(terminal);
    if (terminal === undefined) return;
    const place = await openPlace(app, placeFor(places, screens, terminal));
    place.screen?.show(page.recording(), page.store.state().moment);
  };
  const forget = (): void => {
    for (const { screen, host: place } of places.values()) {
      screen?.close();
      place.remove();
    }
    places.clear();
  };
  const begin = (state: PageState): void => {
    const first = page.scenario()?.nodes;
    const node = first?.find(({ kind }) => kind === "client") ?? first?.[0];
    if (state.terminal === undefined && node !== undefined) choose({ node: node.name, number: 0 });
    void show(page.store.state());
  };
  begin(page.store.state());
  const beginAtRest = atRest(begin);
  return {
    update(state, before) {
      if (state.scenario !== before.scenario) forget();
      const isSame =
        state.terminal === before.terminal &&
        state.moment === before.moment &&
        state.head === before.head &&
        state.language === before.language &&
        state.scenario === before.scenario;
      if (!isSame) beginAtRest(state, before);
    },
    resize() {
      for (const { measure, host: place, screen } of places.values()) {
        if (place.hidden) continue;
        measure?.();
        screen?.resize();
      }
    },
    close: forget,
  };
}

const screensOf = (host: HTMLElement): HTMLElement =>
  host.querySelector<HTMLElement>(".terminal-screens") ?? host;

function placeFor(places: Map<string, Place>, screens: HTMLElement, name: TerminalName): Place {
  const known = places.get(keyOf(name));
  if (known !== undefined) return known;
  const host = document.createElement("div");
  host.className = "terminal-screen";
  host.dataset.ownKeys = "";
  host.setAttribute("role", "tabpanel");
  host.setAttribute("aria-label", keyOf(name));
  screens.append(host);
  const made: Place = { name, host, screen: undefined, measure: undefined, opening: undefined };
  places.set(keyOf(name), made);
  return made;
}

/** Its emulator is loaded once, however often it is asked for meanwhile. */
function openPlace(app: App, place: Place): Promise<Place> {
  place.opening ??= fill(app, place);
  return place.opening;
}

async function fill(app: App, place: Place): Promise<Place> {
  const { terminal, measure } = await loadEmulator(place.host);
  const { name } = place;
  place.measure = measure;
  place.screen = createScreen({
    terminal,
    name,
    act: app.act,
    complete: app.complete,
    firstPrompt: app.promptOf(name.node),
  });
  measure();
  return place;
}

/** Terminals there are: one of each machine, and those that were opened besides. */
function namesOf(page: Page): TerminalName[] {
  const further = page
    .recording()
    .pieces.filter(({ terminal }) => terminal.number > 0)
    .map(({ terminal }) => terminal);
  const distinct = new Map(further.map((name) => [keyOf(name), name]));
  return (page.scenario()?.nodes ?? []).flatMap(({ name: node }) => [
    { node, number: 0 },
    ...[...distinct.values()].filter((name) => name.node === node),
  ]);
}

function drawTabs(host: HTMLElement, page: Page, choose: (name: TerminalName) => void): void {
  const chosen = page.store.state().terminal;
  const names = namesOf(page);
  const isChosen = (name: TerminalName): boolean => chosen !== undefined && keyOf(name) === keyOf(chosen);
  const move = (event: KeyboardEvent): void => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const next = names[names.findIndex(isChosen) + by];
    if (by === 0 || next === undefined) return;
    event.preventDefault();
    choose(next);
  };
  host.setAttribute("role", "tablist");
  host.setAttribute("aria-label", page.words().page.panels.terminals);
  render(
    names.map(
      (name) => html`<button
        role="tab"
        aria-selected=${isChosen(name)}
        tabindex=${isChosen(name) ? 0 : -1}
        @click=${() => choose(name)}
        @keydown=${move}
      >
        ${keyOf(name)}
      </button>`,
    ),
    host,
  );
  if (names.length === 0) render(nothing, host);
}
