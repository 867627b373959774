/**
 * Two runs side by side: what differs first, both stages under one clock, and below them why, hop tables and
 * tables of both.
 */

import { html, render } from "lit/html.js";
import { type Both, type Difference, firstDifference, placeIn, type Side, sides } from "#lab/compare";
import { createTableComparer, type TableComparer, type TableDifference } from "#lab/compare-tables";
import type { CompareTab, CompareWords } from "#words/compare-words";
import type { InspectorWords } from "#words/inspector-words";
import { loadInspectorWords } from "#words/load-inspector";
import type { App } from "../app.ts";
import type { View } from "../page.ts";
import type { PageState } from "../store.ts";
import { momentText } from "../time-text.ts";
import { createStage } from "../topology/topology-view.ts";
import { createDetail, type Detail } from "./detail.ts";
import { createFirst, type FirstView } from "./first.ts";
import { listenForKeys } from "./keys.ts";
import { type ComparePlayer, createComparePlayer } from "./player.ts";
import { drawPlayer } from "./player-bar.ts";
import type { ComparedRuns } from "./runs.ts";
import { createSidePage, type SidePage } from "./side.ts";
import { drawSide, marksOf } from "./side-list.ts";
import { flightsAlone, markFrames, markMachines } from "./stage-marks.ts";

export interface BoardParts {
  readonly app: App;
  readonly compared: ComparedRuns;
  readonly words: CompareWords;
  /** Leads back to the choice. */
  readonly again: () => void;
}

export interface Board {
  update(state: PageState, before: PageState): void;
  reword(words: CompareWords): void;
  close(): void;
}

/** The board as it stands, for its parts. */
export interface BoardState {
  readonly app: App;
  readonly compared: ComparedRuns;
  readonly player: ComparePlayer;
  readonly pages: Both<SidePage>;
  readonly difference: Difference | undefined;
  readonly hosts: Hosts;
  readonly again: () => void;
  words: CompareWords;
  inspectorWords: InspectorWords;
  tab: CompareTab;
  tables: readonly TableDifference[];
}

interface Hosts {
  readonly root: HTMLElement;
  readonly head: HTMLElement;
  readonly first: HTMLElement;
  readonly stages: Both<HTMLElement>;
  readonly labels: Both<HTMLElement>;
  readonly lists: Both<HTMLElement>;
  readonly player: HTMLElement;
  readonly detail: HTMLElement;
}

interface Views {
  readonly stages: Both<View>;
  readonly first: FirstView;
  readonly detail: Detail;
  readonly compareTables: TableComparer;
  /** When tables and lists were brought up to date last. */
  readAt: number;
}

/** While it plays, tables are not read faster than this, in milliseconds. */
const readingMillis = 250;

/** Makes the board; it stands at what differs first. */
export async function createBoard(host: HTMLElement, parts: BoardParts): Promise<Board> {
  const { app, compared, words, again } = parts;
  const inspectorWords = await loadInspectorWords(app.page.store.state().language);
  let isDue = true;
  const player = createComparePlayer(compared.comparison, () => {
    isDue = true;
  });
  if (!compared.isSameNetwork) player.setMode("events");
  const pages = new Map<Side, SidePage>();
  for (const side of sides) pages.set(side, createSidePage(side, { app, compared, player, pages }));
  const board: BoardState = {
    ...{ app, compared, player, words, inspectorWords, again, tab: "why", tables: [] },
    pages: { one: pageOf(pages, "one"), other: pageOf(pages, "other") },
    difference: firstDifference(compared.comparison),
    hosts: hostsIn(host),
  };
  const views = viewsOf(board);
  goToFirst(board);
  const stop = listenForKeys(host, board);
  let last = performance.now();
  let ticking = requestAnimationFrame(function tick(now) {
    ticking = requestAnimationFrame(tick);
    player.frame(Math.min(100, now - last));
    last = now;
    if (isDue) {
      isDue = false;
      show(board);
      drawPlayer(board);
    }
    for (const side of sides) board.pages[side].store.flush();
    refresh(board, views, now);
  });
  return {
    update: (state, before) => follow(board, views, { state, before }),
    reword: (next) => {
      board.words = next;
      void reword(board, views);
    },
    close: () => {
      cancelAnimationFrame(ticking);
      stop();
      for (const side of sides) views.stages[side].close?.();
      views.detail.close();
      board.hosts.root.remove();
    },
  };
}

function pageOf(pages: ReadonlyMap<Side, SidePage>, side: Side): SidePage {
  const page = pages.get(side);
  if (page === undefined) throw new Error(`there is no page ${side}`);
  return page;
}

function hostsIn(host: HTMLElement): Hosts {
  const root = child(host, "compare-board");
  const head = child(root, "compare-head");
  const first = child(root, "compare-first");
  const both = child(root, "compare-stages");
  const side = { one: child(both, "compare-side is-one"), other: child(both, "compare-side is-other") };
  const each = (name: string): Both<HTMLElement> => ({
    one: child(side.one, name),
    other: child(side.other, name),
  });
  return {
    root,
    head,
    first,
    labels: each("compare-label"),
    stages: each("compare-stage"),
    lists: each("compare-list"),
    player: child(root, "compare-player"),
    detail: child(root, "compare-detail"),
  };
}

function child(parent: HTMLElement, name: string): HTMLElement {
  const made = document.createElement("div");
  made.className = name;
  parent.append(made);
  return made;
}

function viewsOf(board: BoardState): Views {
  const { pages, hosts, compared } = board;
  const stages = {
    one: createStage(hosts.stages.one, pages.one.page),
    other: createStage(hosts.stages.other, pages.other.page),
  };
  const views: Views = {
    stages,
    first: createFirst(board, () => goToFirst(board)),
    detail: createDetail(board),
    compareTables: createTableComparer(
      compared.comparison.runs,
      compared.isSameNetwork ? undefined : compared.names,
    ),
    readAt: 0,
  };
  for (const side of sides) {
    pages[side].store.listen((state, before) => {
      stages[side].update(state, before);
      views.detail.update(side, state, before);
      views.readAt = state.selection === before.selection ? views.readAt : 0;
    });
  }
  drawHead(board);
  return views;
}

function drawHead({ hosts, words, again, compared }: BoardState): void {
  render(
    html`<h2 tabindex="-1">${words.title}</h2>
      <button class="button" @click=${again}>${words.again}</button>`,
    hosts.head,
  );
  for (const side of sides) {
    const name = words.runName(compared.runs[side].name, momentText);
    hosts.stages[side].setAttribute("role", "region");
    hosts.stages[side].setAttribute("aria-label", words.stageOf(name));
  }
}

/** Events of both runs so few steps apart are looked at together. */
const together = 10;

/** Goes to what differs first, and chooses it in both runs. */
function goToFirst({ difference, player, pages, compared }: BoardState): void {
  if (difference === undefined) return;
  const steps = sides.flatMap((side) => {
    const event = difference[side];
    return event === undefined ? [] : [player.stepOf(side, placeIn(compared.runs[side].recording, event.id))];
  });
  const first = Math.min(...steps);
  player.goToStep(Math.max(...steps.filter((step) => step - first <= together)));
  for (const side of sides) {
    const chosen = difference[side] ?? difference.common?.[side];
    pages[side].store.change((draft) => {
      draft.selection = { event: chosen?.id, flight: undefined, node: undefined };
    });
  }
}

/** Tells both pages what the clock shows. */
function show({ player, pages }: BoardState): void {
  const shown = player.shown();
  const play = player.isPlaying() ? "playing" : "paused";
  for (const side of sides) {
    pages[side].store.change((draft) => {
      const { moment } = draft;
      if (moment.at !== shown[side].at || moment.position !== shown[side].position) {
        draft.moment = { ...shown[side] };
      }
      draft.player.play = play;
      draft.player.speed = player.speed();
    });
  }
}

/** Brings everything but the stages themselves up to date. */
function refresh(board: BoardState, views: Views, now: number): void {
  const { player, pages, compared, hosts, words } = board;
  const shown = player.shown();
  for (const side of sides) {
    const alone = flightsAlone(compared.comparison, side, shown[side]);
    markFrames(hosts.stages[side], alone, words.marks.frame);
  }
  const isReadable = !player.isPlaying() || now - views.readAt > readingMillis;
  const moments = [pages.one.store.state().moment, pages.other.store.state().moment];
  const isSame = moments.every((moment, at) => moment === drawnMoments.get(board)?.[at]);
  if (!isReadable || (isSame && views.readAt > 0)) {
    for (const side of sides) markMachines(hosts.stages[side], marksOf(board, side));
    return;
  }
  views.readAt = now;
  drawnMoments.set(board, moments);
  board.tables = views.compareTables(shown);
  for (const side of sides) {
    markMachines(hosts.stages[side], marksOf(board, side));
    drawSide(board, side);
  }
  views.first.draw();
  views.detail.draw();
}

const drawnMoments = new WeakMap<BoardState, readonly unknown[]>();

/** What of the page concerns both runs. */
function follow(
  board: BoardState,
  views: Views,
  { state, before }: { readonly state: PageState; readonly before: PageState },
): void {
  const { language, theme, isStill, addressing } = state;
  for (const side of sides) board.pages[side].store.patch({ language, theme, isStill, addressing });
  // A language that had to be loaded is told as a change from another one.
  if (language !== before.language) views.readAt = 0;
}

async function reword(board: BoardState, views: Views): Promise<void> {
  board.inspectorWords = await loadInspectorWords(board.app.page.store.state().language);
  views.readAt = 0;
  drawHead(board);
  drawPlayer(board);
  await views.first.reword();
  views.detail.reword();
}
