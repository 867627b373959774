/**
 * The comparison of two runs, in a dialog: first what with, then both side by side, over the whole window.
 * Esc or the button leads back to the experiment, which is as it was.
 */

import "./compare.css";
import { html, nothing, render } from "lit/html.js";
import { type CompareWords, loadCompareWords } from "#words/compare-words";
import type { LanguageCode } from "#words/languages";
import type { App } from "../app.ts";
import type { View, ViewMaker } from "../page.ts";
import type { PageState } from "../store.ts";
import { type Board, createBoard } from "./board.ts";
import { chooseTemplate } from "./choose.ts";
import { type Choice, runsOf } from "./runs.ts";

interface Shown {
  readonly app: App;
  readonly host: HTMLElement;
  readonly over: AbortController;
  words: CompareWords | undefined;
  language: LanguageCode;
  phase: "choose" | "working" | "board";
  /** Why there is no second run. */
  failure: string | undefined;
  board: Board | undefined;
}

/** The dialog of an app. */
export const compareDialogOf =
  (app: App): ViewMaker =>
  (host) =>
    createCompare(app, host);

function createCompare(app: App, host: HTMLElement): View {
  const { language, wished } = app.page.store.state();
  const over = new AbortController();
  const shown: Shown = {
    ...{ app, host, over, language, words: undefined, failure: undefined, board: undefined },
    phase: "choose",
  };
  app.page.player.pause();
  app.page.store.patch({ wished: undefined });
  // Clicks beside a control keep the keys of the comparison at work.
  host.tabIndex = -1;
  void load(shown, language).then(() => {
    if (wished !== undefined) void begin(shown, { kind: "line", ...wished });
  });
  return {
    update: (state, before) => update(shown, state, before),
    close: () => {
      over.abort();
      shown.board?.close();
      render(nothing, host);
    },
  };
}

function update(shown: Shown, state: PageState, before: PageState): void {
  if (state.language !== before.language) void load(shown, state.language);
  shown.board?.update(state, before);
}

async function load(shown: Shown, language: LanguageCode): Promise<void> {
  const words = await loadCompareWords(language);
  if (shown.over.signal.aborted) return;
  shown.words = words;
  shown.language = language;
  if (shown.phase === "board") shown.board?.reword(words);
  else await draw(shown);
}

/** The dialog's title is there once its words are. */
function nameDialog({ host, words }: Shown): void {
  const dialog = host.closest("dialog");
  dialog?.removeAttribute("aria-labelledby");
  dialog?.setAttribute("aria-label", words?.title ?? "");
}

async function draw(shown: Shown): Promise<void> {
  const { app, host, words, language, phase } = shown;
  if (words === undefined) return;
  const { scenarios } = await import("virtual:scenarios");
  const scenario = app.page.scenario();
  if (scenario === undefined || shown.over.signal.aborted || phase !== shown.phase) return;
  nameDialog(shown);
  const experiment = app.experiment();
  const open = app.page.store.state().scenario?.name;
  const onChoose = (choice: Choice): void => void begin(shown, choice);
  const choosing = { words, language, scenario, open, experiment, scenarios, onChoose };
  const status =
    phase === "working"
      ? html`<p role="status" class="compare-status">${words.working}</p>`
      : shown.failure === undefined
        ? nothing
        : html`<p role="alert" class="compare-status bad">${words.failed(shown.failure)}</p>`;
  host.classList.remove("is-board");
  render(html`${status}${chooseTemplate(choosing)}`, host);
  if (phase === "choose") host.querySelector<HTMLElement>("[data-first]")?.focus();
}

async function begin(shown: Shown, choice: Choice): Promise<void> {
  if (shown.phase === "working") return;
  const { app, over, host } = shown;
  shown.phase = "working";
  shown.failure = undefined;
  await draw(shown);
  try {
    const compared = await runsOf(app, choice, over.signal);
    if (over.signal.aborted || shown.words === undefined) return;
    shown.phase = "board";
    render(nothing, host);
    host.classList.add("is-board");
    const again = (): void => {
      shown.board?.close();
      shown.board = undefined;
      shown.phase = "choose";
      void draw(shown);
    };
    shown.board = await createBoard(host, { app, compared, words: shown.words, again });
    nameDialog(shown);
    // The keys of the board are at work at once.
    host.focus();
  } catch (failure) {
    if (over.signal.aborted) return;
    shown.phase = "choose";
    shown.failure = failure instanceof Error ? failure.message : String(failure);
    await draw(shown);
  }
}
