/**
 * The terminals that were looked at, each with its place on the page: made when they are first needed, and
 * told what to show.
 */

import type { Terminal } from "@xterm/xterm";
import type { TerminalName } from "#lab/lab-command";
import type { TerminalWords } from "#words/terminal-words";
import type { App } from "../app.ts";
import { type Emulator, loadEmulator } from "./emulator.ts";
import { countAt, emptyPieceIndex, keyOf, lookThrough, type PieceIndex } from "./pieces.ts";
import { createScreen, type Screen } from "./screen.ts";
import { createStill, type Still } from "./still.ts";
import { panelId, tabId } from "./tabs.ts";

/** A terminal that is there. */
export interface Place {
  readonly name: TerminalName;
  readonly host: HTMLElement;
  readonly emulator: Emulator;
  readonly screen: Screen;
  /** Lies over the emulator while the moment leaps. */
  readonly still: Still;
}

export interface Places {
  readonly app: App;
  readonly host: HTMLElement;
  readonly index: PieceIndex;
  readonly opening: Map<string, Promise<Place>>;
  /** Those of them that are ready. */
  readonly open: Map<string, Place>;
  words: TerminalWords;
}

export const createPlaces = (app: App, host: HTMLElement, words: TerminalWords): Places => ({
  ...{ app, host, words, index: emptyPieceIndex(), opening: new Map(), open: new Map() },
});

/** The place of a terminal, made where it is not there yet. */
export function placeOf(places: Places, name: TerminalName): Promise<Place> {
  const key = keyOf(name);
  const known = places.opening.get(key) ?? makePlace(places, name);
  places.opening.set(key, known);
  return known;
}

async function makePlace(places: Places, name: TerminalName): Promise<Place> {
  const { app, open } = places;
  const host = document.createElement("div");
  host.className = "terminal-screen";
  host.id = panelId(name);
  host.dataset.ownKeys = "";
  host.setAttribute("role", "tabpanel");
  host.setAttribute("aria-label", keyOf(name));
  places.host.append(host);
  const leave = (): void => document.getElementById(tabId(name))?.focus();
  const emulator = await loadEmulator(host, { leave });
  const screen = createScreen({
    terminal: emulator.terminal,
    name,
    act: app.act,
    complete: app.complete,
    firstPrompt: app.promptOf(name.node),
    refresh: () => showNow(places, name),
    isAsked: () => isAsked(places, name),
  });
  const still = createStill(host, emulator.terminal);
  const place: Place = { name, host, emulator, screen, still };
  emulator.measure();
  nameInput(place, places.words);
  if (places.opening.has(keyOf(name))) open.set(keyOf(name), place);
  else close(place);
  return place;
}

/** Tells screen readers what the field is that takes what is typed. */
export const nameInput = ({ emulator, name }: Place, words: TerminalWords): void =>
  emulator.terminal.textarea?.setAttribute("aria-label", words.input(keyOf(name)));

/** Shows a terminal as it is at the shown moment. */
export function showNow({ app, index, open }: Places, name: TerminalName): void {
  const { page } = app;
  lookThrough(index, page.recording());
  const pieces = index.terminals.get(keyOf(name))?.pieces ?? [];
  const place = open.get(keyOf(name));
  place?.screen.show(pieces, countAt(pieces, page.store.state().moment));
  place?.still.hide();
}

/**
 * Shows a picture of a terminal as it is at the shown moment: at once, where the emulator would take a frame
 * or two. Answers `false` where only the emulator can show it.
 */
export function showStill({ app, index, open }: Places, name: TerminalName): boolean {
  const { page } = app;
  lookThrough(index, page.recording());
  const pieces = index.terminals.get(keyOf(name))?.pieces ?? [];
  const place = open.get(keyOf(name));
  const text = place?.screen.textAt(pieces, countAt(pieces, page.store.state().moment));
  if (place === undefined || text === undefined) return false;
  place.still.show(text);
  return true;
}

/** Whether a command in a terminal reads the keyboard now. */
export function isAsked({ app: { page } }: Places, { node, number }: TerminalName): boolean {
  if (page.player.isPast()) return false;
  const busy = page.status()?.busy.find((each) => each.node === node && each.number === number);
  return busy?.waitsFor === "keyboard";
}

function close({ screen, host }: Place): void {
  screen.close();
  host.remove();
}

/** Takes all of them away. */
export function forgetPlaces({ open, opening }: Places): void {
  for (const place of open.values()) close(place);
  open.clear();
  opening.clear();
}

/** What a terminal shows, row by row; rows that only go on because the screen is narrow are one. */
export async function textOf(terminal: Terminal): Promise<string> {
  await new Promise<void>((resolve) => terminal.write("", resolve));
  const { active } = terminal.buffer;
  const rows: string[] = [];
  for (let at = 0; at < active.length; at++) {
    const line = active.getLine(at);
    const text = line?.translateToString(active.getLine(at + 1)?.isWrapped !== true) ?? "";
    if (line?.isWrapped === true) rows[rows.length - 1] += text;
    else rows.push(text);
  }
  return rows.join("\n").trimEnd();
}
