/**
 * What differs first, in words: the event of each run with what decided it, what led to both, and the way to
 * that moment.
 */

import { html, nothing, render } from "lit/html.js";
import { type Side, sides } from "#lab/compare";
import type { TraceEvent } from "#sim/trace";
import { sentenceOf } from "#words/caption-words";
import { type ExplainWords, loadExplain } from "#words/explain-words";
import type { Names } from "#words/names";
import { momentText } from "../time-text.ts";
import { createNamer } from "../topology/names.ts";
import { explain } from "../why/explain.ts";
import { namesOf } from "../why/names-of.ts";
import { pastOf } from "../why/past-of.ts";
import type { BoardState } from "./board.ts";

export interface FirstView {
  draw(): void;
  /** Another language. */
  reword(): Promise<void>;
}

export function createFirst(board: BoardState, goThere: () => void): FirstView {
  let words: ExplainWords | undefined;
  let drawn = "";
  const namers = { one: createNamer(), other: createNamer() };
  const namesIn = (side: Side): Names => {
    const { recording, scenario } = board.compared.runs[side];
    const { moment, addressing } = board.pages[side].store.state();
    return namesOf(namers[side](recording, scenario, moment, addressing).text);
  };
  const draw = (): void => {
    const { language, addressing } = board.pages.one.store.state();
    const sign = `${language} ${addressing} ${words === undefined}`;
    if (sign === drawn) return;
    drawn = sign;
    render(firstTemplate({ board, words, namesIn, goThere }), board.hosts.first);
  };
  const reword = async (): Promise<void> => {
    words = await loadExplain(board.app.page.store.state().language);
    drawn = "";
    draw();
  };
  void reword();
  return { draw, reword };
}

interface First {
  readonly board: BoardState;
  readonly words: ExplainWords | undefined;
  readonly namesIn: (side: Side) => Names;
  readonly goThere: () => void;
}

function firstTemplate(first: First) {
  const { board, words, namesIn, goThere } = first;
  const { difference } = board;
  const said = board.words.first;
  if (difference === undefined) return html`<p class="compare-none">${said.none}</p>`;
  const { common } = difference;
  const led = common && words && sentenceOf(words.captions, common.one.event, namesIn("one"));
  return html`<div class="compare-first-head">
      <h3>${said.title}</h3>
      <p>${led === undefined ? nothing : said.after(led)}</p>
      <button class="button strong" @click=${goThere}>${said.goThere}</button>
    </div>
    ${sides.map((side) => sideTemplate(first, side, difference[side]))}`;
}

function sideTemplate({ board, words, namesIn }: First, side: Side, traced: TraceEvent | undefined) {
  const { compared } = board;
  const said = board.words.first;
  const name = board.words.runName(compared.runs[side].name, momentText);
  if (traced === undefined) {
    return html`<div class="compare-event is-${side}"><h4>${name}</h4><p>${said.nothing}</p></div>`;
  }
  const sentence = words && sentenceOf(words.captions, traced.event, namesIn(side));
  const { recording, scenario } = compared.runs[side];
  const told = words && explain(pastOf(recording, scenario), traced.id, { words, names: namesIn(side) });
  const deciding = told?.steps.find(({ isDeciding }) => isDeciding);
  const ask = (): void => {
    board.pages[side].page.select({ event: traced.id, flight: undefined });
    board.tab = "why";
  };
  return html`<div class="compare-event is-${side}">
    <h4>${name} <span class="compare-time">t = ${momentText(traced.at)}</span></h4>
    <p><b>${sentence}</b></p>
    <p>
      ${deciding?.detail}
      <button class="link" aria-label=${said.whyIn(name)} @click=${ask}>${said.why}</button>
    </p>
  </div>`;
}
