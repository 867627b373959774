/**
 * The terminals: a tab for each machine and for further terminals of it, the chosen one below. The emulator
 * is loaded when terminals are first shown.
 */

import "./terminals.css";
import type { TerminalName } from "#lab/lab-command";
import { loadTerminalWords, type TerminalWords } from "#words/terminal-words";
import type { App } from "../app.ts";
import type { View, ViewMaker } from "../page.ts";
import type { PageState } from "../store.ts";
import { isLeap } from "./leap.ts";
import { keyOf, lookThrough, standingOf } from "./pieces.ts";
import {
  createPlaces,
  forgetPlaces,
  isAsked,
  nameInput,
  type Place,
  type Places,
  placeOf,
  showNow,
  showStill,
  textOf,
} from "./places.ts";
import { drawTabs, type Hint, type Tab, type TabsState } from "./tabs.ts";
import { drawTouchKeys } from "./touch-keys.ts";

export interface Terminals {
  readonly view: ViewMaker;
  /** Puts a line into a terminal of a node in which nothing runs; `enter` sends it. */
  readonly typeAt: (node: string, line: string, enter: boolean) => void;
  /** Puts the cursor into the chosen terminal. */
  readonly focus: () => void;
  readonly text: (name: TerminalName) => Promise<string>;
}

/** The terminals on the page. */
interface Panel {
  readonly app: App;
  readonly places: Places;
  readonly bar: HTMLElement;
  readonly screens: HTMLElement;
  readonly touch: HTMLElement;
  /** Further terminals that a person opened, and how many pieces they had then. */
  readonly further: Map<string, { readonly name: TerminalName; readonly pieces: number }>;
  /** What the row of tabs shows. */
  drawn: string;
  /** Whether the cursor of the page is in a terminal. */
  isFocused: boolean;
}

/** Terminals of one machine at most. */
const mostTerminals = 9;

export async function createTerminals(app: App): Promise<Terminals> {
  let words = await loadTerminalWords(app.page.store.state().language);
  let panel: Panel | undefined;
  return {
    view: (host) => {
      panel = panelIn(host, app, words);
      return viewOf(panel, (loaded) => {
        words = loaded;
      });
    },
    typeAt: (node, line, enter) => {
      if (panel !== undefined) void typeAt(panel, node, line, enter);
    },
    focus: () => {
      if (panel !== undefined) void enter(panel);
    },
    text: async (name) =>
      panel === undefined ? "" : textOf((await shownPlace(panel, name)).emulator.terminal),
  };
}

function panelIn(host: HTMLElement, app: App, words: TerminalWords): Panel {
  const child = (name: string): HTMLElement => {
    const made = document.createElement("div");
    made.className = name;
    host.append(made);
    return made;
  };
  const [bar, screens, touch] = [child("terminal-bar"), child("terminal-screens"), child("terminal-keys")];
  const places = createPlaces(app, screens, words);
  return { app, places, bar, screens, touch, further: new Map(), drawn: "", isFocused: false };
}

function viewOf(panel: Panel, onWords: (words: TerminalWords) => void): View {
  const { places, screens } = panel;
  const setFocused = (isFocused: boolean) => () => {
    panel.isFocused = isFocused;
    drawBar(panel);
  };
  screens.addEventListener("focusin", setFocused(true));
  screens.addEventListener("focusout", setFocused(false));
  const useWords = async ({ language }: PageState): Promise<void> => {
    places.words = await loadTerminalWords(language);
    onWords(places.words);
    for (const place of places.open.values()) nameInput(place, places.words);
    drawKeys(panel);
    drawBar(panel);
  };
  drawKeys(panel);
  show(panel);
  for (const reach of ["pointerenter", "pointerdown", "focusin"]) {
    screens.addEventListener(reach, () => show(panel), { capture: true });
  }
  return {
    update(state, before) {
      if (state.language !== before.language) void useWords(state);
      if (state.theme !== before.theme || state.isProjector !== before.isProjector) restyle(panel);
      const isOther = state.scenario !== before.scenario;
      if (isOther || state.player.play === "loading") forget(panel);
      if (isOther) show(panel);
      else if (watched.some((name) => state[name] !== before[name]))
        show(panel, isLeap(state, before) && !isReached(panel));
    },
    resize: () => measure(panel),
    close: () => forget(panel),
  };
}

/** Whether somebody is at a terminal. */
const isReached = ({ screens }: Panel): boolean => screens.matches(":hover, :focus-within");

const watched = ["terminal", "moment", "head", "player", "scenario", "isProjector"] as const;

function forget(panel: Panel): void {
  forgetPlaces(panel.places);
  panel.further.clear();
}

function restyle(panel: Panel): void {
  for (const { emulator } of panel.places.open.values()) emulator.restyle();
}

/** Gives the chosen terminal the room that there is. */
function measure({ app, places }: Panel): void {
  const { terminal } = app.page.store.state();
  const place = terminal === undefined ? undefined : places.open.get(keyOf(terminal));
  if (place?.emulator.measure() === true) place.screen.resize();
}

const drawKeys = ({ app, places, touch }: Panel): void =>
  drawTouchKeys(touch, places.words.keys, (data) => {
    const { terminal } = app.page.store.state();
    if (terminal !== undefined) places.open.get(keyOf(terminal))?.screen.press(data);
  });

/** Shows the chosen terminal and the row of tabs as they are at the shown moment; a picture may do. */
function show(panel: Panel, isStill = false): void {
  const { app, places } = panel;
  const { page } = app;
  if (page.store.state().player.play === "loading") return;
  lookThrough(places.index, page.recording());
  const names = tabsOf(panel).map(({ name }) => name);
  const { terminal } = page.store.state();
  const isThere = terminal !== undefined && names.some((name) => keyOf(name) === keyOf(terminal));
  const name = isThere ? terminal : firstOf(panel, terminal?.node);
  if (name === undefined) return;
  if (!isThere) choose(panel, name, panel.isFocused);
  for (const place of places.open.values()) {
    const isHidden = keyOf(place.name) !== keyOf(name);
    if (place.host.hidden === isHidden) continue;
    place.host.hidden = isHidden;
    measure(panel);
  }
  const isPictured = isStill && showStill(places, name);
  if (isPictured || places.open.has(keyOf(name))) {
    if (!isPictured) showNow(places, name);
  } else void shownPlace(panel, name).then(() => show(panel));
  drawBar(panel);
}

/** The first terminal of a machine, or of the one where people begin. */
function firstOf({ app }: Panel, node: string | undefined): TerminalName | undefined {
  const nodes = app.page.scenario()?.nodes ?? [];
  const first = nodes.find(({ name }) => name === node) ?? nodes.find(({ kind }) => kind === "client");
  const name = first?.name ?? nodes[0]?.name;
  return name === undefined ? undefined : { node: name, number: 0 };
}

async function shownPlace({ places }: Panel, name: TerminalName): Promise<Place> {
  const place = await placeOf(places, name);
  showNow(places, name);
  return place;
}

function choose(panel: Panel, name: TerminalName, enters: boolean): void {
  panel.app.page.store.patch({ terminal: name });
  if (enters) void enter(panel);
}

/** Puts the cursor into the chosen terminal, whatever hides it. */
async function enter(panel: Panel): Promise<void> {
  const { store } = panel.app.page;
  const { folded, isProjector, terminal } = store.state();
  if (terminal === undefined) return;
  if (folded.includes("terminals")) {
    store.patch({ folded: folded.filter((name) => name !== "terminals") });
  }
  const isOver = isProjector || isNarrow();
  if (isOver) store.patch({ sheet: "terminals" });
  const place = await shownPlace(panel, terminal);
  store.flush();
  measure(panel);
  if (isOver) place.emulator.appear();
  place.screen.focus();
}

/** As layout.css has it. */
const isNarrow = (): boolean => matchMedia("(max-width: 899px)").matches;

async function typeAt(panel: Panel, node: string, line: string, sends: boolean): Promise<void> {
  const name = idleTerminal(panel, node);
  choose(panel, name, true);
  (await shownPlace(panel, name)).screen.put(line, sends);
}

/** A terminal of a machine in which nothing runs; another one where all are busy. */
function idleTerminal(panel: Panel, node: string): TerminalName {
  lookThrough(panel.places.index, panel.app.page.recording());
  const idle = tabsOf(panel).find(({ name, isBusy }) => name.node === node && !isBusy);
  return idle?.name ?? openAnother(panel, node) ?? { node, number: 0 };
}

/** Opens another terminal of a machine, unless it has as many as it may. */
function openAnother(panel: Panel, node: string): TerminalName | undefined {
  const taken = new Set(
    tabsOf(panel)
      .filter(({ name }) => name.node === node)
      .map(({ name }) => name.number),
  );
  const number = Array.from({ length: mostTerminals }, (_, at) => at).find((at) => !taken.has(at));
  if (number === undefined) return undefined;
  const name = { node, number };
  const pieces = panel.places.index.terminals.get(keyOf(name))?.pieces.length ?? 0;
  panel.further.set(keyOf(name), { name, pieces });
  return name;
}

/** Terminals there are: the first of each machine, and those that were opened besides and not left again. */
function tabsOf({ app, places, further }: Panel): Tab[] {
  const { page } = app;
  const { terminals } = places.index;
  const { moment } = page.store.state();
  const known = new Map([...terminals.values(), ...further.values()].map(({ name }) => [keyOf(name), name]));
  const isThere = (name: TerminalName): boolean => {
    const own = terminals.get(keyOf(name));
    const isNew = further.get(keyOf(name))?.pieces === (own?.pieces.length ?? 0);
    return name.number > 0 && (isNew || !standingOf(own, moment).hasExited);
  };
  return (page.scenario()?.nodes ?? []).flatMap(({ name: node }) =>
    [{ node, number: 0 }, ...[...known.values()].filter((name) => name.node === node && isThere(name))]
      .sort((one, other) => one.number - other.number)
      .map((name) => ({ name, isBusy: standingOf(terminals.get(keyOf(name)), moment).isRunning })),
  );
}

/** Draws the row of tabs where something in it is another. */
function drawBar(panel: Panel): void {
  const { app, places, bar } = panel;
  const { page } = app;
  const { terminal, isProjector } = page.store.state();
  const state: TabsState = {
    label: page.words().page.panels.terminals,
    tabs: tabsOf(panel),
    chosen: terminal,
    hint: hintOf(panel),
    hasLog: page.recording().log.length > 0,
    canClose: isProjector,
  };
  const drawn = JSON.stringify([state, places.words.undo]);
  if (drawn === panel.drawn) return;
  panel.drawn = drawn;
  panel.screens.toggleAttribute("data-past", state.hint === "branches");
  drawTabs(bar, state, places.words, {
    choose: (name, enters) => choose(panel, name, enters),
    another: (node) => {
      const name = openAnother(panel, node);
      if (name !== undefined) choose(panel, name, true);
    },
    undo: page.undo,
    close: () => page.store.patch({ sheet: undefined }),
  });
}

function hintOf({ app, places, isFocused }: Panel): Hint | undefined {
  const { page } = app;
  const { terminal, moment } = page.store.state();
  if (terminal === undefined) return undefined;
  if (page.player.isPast()) return "branches";
  const editor = places.open.get(keyOf(terminal))?.screen.editor();
  if (editor !== undefined) return editor === "nano" ? "nano" : "vi";
  if (isAsked(places, terminal)) return "reads";
  if (standingOf(places.index.terminals.get(keyOf(terminal)), moment).isRunning) return "runs";
  return isFocused ? "leave" : undefined;
}
