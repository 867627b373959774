/**
 * The panel beside the stage: what the open scenario is about, what its setups complained about, and what is
 * typed in it when, by its script and by the person. A click on a line goes to that moment.
 */

import "./scenario-panel.css";
import { html, nothing, render } from "lit/html.js";
import type { Nanos } from "#sim/engine/time";
import type { Page, View } from "../page.ts";
import type { PageState } from "../store.ts";

/** A line that was typed or will be. */
export interface Line {
  readonly at: Nanos;
  readonly node: string;
  readonly text: string;
  readonly isScript: boolean;
  /** Its place among the terminal pieces, where it has been typed. */
  readonly isTyped: boolean;
}

export function createScenarioPanel(host: HTMLElement, page: Page): View {
  let drawn = "";
  let lines: readonly Line[] = [];
  let known: unknown;
  let sighted: number | undefined;
  const draw = (state: PageState): void => {
    const { pieces } = page.recording();
    // A new scenario, a fork or another piece; while it plays none of them is there most of the time.
    const isLoading = state.player.play === "loading";
    const what = [state.scenario?.name, pieces.length, pieces.at(-1)?.at, isLoading].join(" ");
    if (what !== known) lines = linesOf(page);
    known = what;
    const current = lines.findLastIndex(({ at, isTyped }) => isTyped && at <= state.moment.at);
    const typed = lines.filter(({ isTyped }) => isTyped).length;
    const sign = [state.language, what, lines.length, current, typed].join(" ");
    if (sign === drawn) return;
    drawn = sign;
    render(panel(state, page, { lines, current }), host);
    if (current === sighted) return;
    sighted = current;
    // Scrolling makes the browser lay the page out: after every view has drawn.
    queueMicrotask(() => host.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" }));
  };
  draw(page.store.state());
  return {
    update(state, before) {
      const isSame =
        state.language === before.language &&
        state.scenario === before.scenario &&
        state.moment === before.moment &&
        state.head === before.head &&
        state.player.play === before.player.play;
      if (!isSame) draw(state);
    },
  };
}

/** The lines of script and log in the order of time: those typed, then the rest of the script. */
export function linesOf(page: Pick<Page, "scenario" | "recording">): Line[] {
  const scenario = page.scenario();
  if (scenario === undefined) return [];
  const { pieces } = page.recording();
  const typed = pieces.flatMap((piece): Line[] =>
    piece.kind === "typed"
      ? [
          {
            at: piece.at,
            node: piece.terminal.node,
            text: piece.text,
            isScript: piece.isScript,
            isTyped: true,
          },
        ]
      : [],
  );
  const done = typed.filter(({ isScript }) => isScript).length;
  const script = [...scenario.script].sort((one, other) => one.at - other.at).slice(done);
  return [
    ...typed,
    ...script.map(({ at, on, run }) => ({ at, node: on, text: run, isScript: true, isTyped: false })),
  ];
}

interface Shown {
  readonly lines: readonly Line[];
  readonly current: number;
}

function panel({ scenario, language }: PageState, page: Page, { lines, current }: Shown) {
  if (scenario === undefined) return nothing;
  const words = page.words().page;
  const problems = page.problems();
  return html`
    <div class="scenario-panel">
      <h2>${scenario.title[language]}</h2>
      ${scenario.summary === undefined ? nothing : html`<p>${scenario.summary[language]}</p>`}
      ${
        problems.length === 0
          ? nothing
          : html`<div class="problems">
            <p>${words.problems(problems.length)}</p>
            <ul>
              ${problems.map(({ node, text }) => html`<li><b>${node}</b> <code>${text}</code></li>`)}
            </ul>
          </div>`
      }
      <h3>${words.script.title}</h3>
      ${
        lines.length === 0
          ? html`<p class="muted">${words.script.none}</p>`
          : html`<ol>
            ${lines.map((line, at) => item(line, at === current, page))}
          </ol>`
      }
      <p class="muted">${words.script.hint}</p>
    </div>
  `;
}

function item(line: Line, isCurrent: boolean, page: Page) {
  const { at, node, text, isScript, isTyped } = line;
  const words = page.words().page;
  const seek = (): void => page.player.seek({ at });
  return html`<li aria-current=${isCurrent ? "step" : nothing}>
    <button
      class=${isTyped ? "typed" : "to-come"}
      ?disabled=${!isTyped}
      title=${isScript ? words.script.ofScript : words.script.ofPerson}
      @click=${seek}
    >
      <span class="time">${(at / 1e9).toFixed(at % 1e8 === 0 ? 1 : 3)} s</span>
      <span class="line"><b>${node}#</b> <code>${text}</code></span>
    </button>
  </li>`;
}
