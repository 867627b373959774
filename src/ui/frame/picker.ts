/**
 * All scenarios to choose from, grouped by topic, each with its title, what it shows in a line, and a small
 * drawing; a field narrows them down by any word of theirs.
 */

import "./picker.css";
import type { ShippedScenario } from "virtual:scenarios";
import { html, nothing, render, svg } from "lit/html.js";
import { topics } from "#scenario/topic";
import { loadTopicWords, type TopicWords } from "#words/topic-words";
import type { Page, View } from "../page.ts";
import type { PageState } from "../store.ts";

export function createPicker(host: HTMLElement, page: Page): View {
  let shown: Shown | undefined;
  let sought = "";
  const draw = (): void => {
    if (shown !== undefined) render(picker(page, shown, sought, seek), host);
  };
  const seek = (text: string): void => {
    sought = text;
    draw();
  };
  const load = async ({ language }: PageState): Promise<void> => {
    const [{ scenarios }, { courseIn }, words] = await Promise.all([
      import("virtual:scenarios"),
      import("../lesson/course-template.ts"),
      loadTopicWords(language),
    ]);
    shown = { words, scenarios, course: await courseIn(page, draw) };
    draw();
    host.querySelector<HTMLElement>("[data-first]")?.focus();
  };
  void load(page.store.state());
  return {
    update(state, before) {
      if (state.language !== before.language) void load(state);
    },
  };
}

interface Shown {
  readonly words: TopicWords;
  readonly scenarios: readonly ShippedScenario[];
  /** The lessons that fit what is sought. */
  readonly course: (sought: string) => unknown;
}

/** The scenarios that hold every word that is sought, in either language. */
export function narrowed(all: readonly ShippedScenario[], sought: string): ShippedScenario[] {
  const parts = sought
    .toLowerCase()
    .split(/\s+/)
    .filter((part) => part !== "");
  return all.filter(({ name, title, summary }) => {
    const text = [name, title.en, title.zh, summary?.en, summary?.zh].join(" ").toLowerCase();
    return parts.every((part) => text.includes(part));
  });
}

function picker(
  page: Page,
  { words, scenarios, course }: Shown,
  sought: string,
  seek: (text: string) => void,
) {
  const { scenario } = page.store.state();
  const found = narrowed(scenarios, sought);
  const said = page.words().page;
  const groups = [...topics, undefined].map((topic) => ({
    name: topic === undefined ? words.others : words[topic],
    cards: found.filter((card) => card.topic === topic),
  }));
  return html`
    <h2>${said.openScenario}</h2>
    <input
      data-first
      type="search"
      class="seek"
      placeholder=${said.seek}
      aria-label=${said.seek}
      .value=${sought}
      @input=${({ target }: InputEvent) => seek((target as HTMLInputElement).value)}
    />
    ${course(sought)} ${found.length === 0 ? html`<p role="status">${said.nothingFound}</p>` : nothing}
    ${groups
      .filter(({ cards }) => cards.length > 0)
      .map(
        ({ name, cards }) => html`
          <section>
            <h3>${name}</h3>
            <ul class="cards">
              ${cards.map((card) => cardOf(page, card, card.name === scenario?.name))}
            </ul>
          </section>
        `,
      )}
  `;
}

function cardOf(page: Page, card: ShippedScenario, isOpen: boolean) {
  const { language } = page.store.state();
  const open = (): void => {
    page.store.patch({ dialog: undefined });
    page.open(card.name);
  };
  return html`<li>
    <button class="card" aria-current=${isOpen ? "true" : nothing} @click=${open}>
      ${drawing(card)}
      <span class="words">
        <b>${card.title[language]}</b>
        <span class="summary">${card.summary?.[language] ?? ""}</span>
      </span>
    </button>
  </li>`;
}

const letters: Readonly<Record<string, string>> = {
  client: "C",
  router: "R",
  director: "D",
  "real-server": "S",
  host: "H",
};

/** A drawing of the network, some 120 by 72 units large. */
function drawing({ drawing: { machines, segments, cables } }: ShippedScenario) {
  const places = [...machines, ...segments].map(({ at }) => at);
  const [left, right] = [Math.min(...places.map(({ x }) => x)), Math.max(...places.map(({ x }) => x))];
  const [top, bottom] = [Math.min(...places.map(({ y }) => y)), Math.max(...places.map(({ y }) => y))];
  const factor = Math.min(100 / Math.max(1, right - left), 52 / Math.max(1, bottom - top));
  const x = (at: { x: number }) => 60 + (at.x - (left + right) / 2) * factor;
  const y = (at: { y: number }) => 36 + (at.y - (top + bottom) / 2) * factor;
  return html`<svg viewBox="0 0 120 72" aria-hidden="true">
    ${cables.map(({ machine, segment }) => {
      const [from, to] = [machines[machine]?.at, segments[segment]?.at];
      return from === undefined || to === undefined
        ? nothing
        : svg`<line x1=${x(from)} y1=${y(from)} x2=${x(to)} y2=${y(to)}></line>`;
    })}
    ${segments.map(
      ({ at }) => svg`<g class="segment" transform="translate(${x(at)} ${y(at)})">
        <rect x="-5" y="-2.5" width="10" height="5" rx="2"></rect>
      </g>`,
    )}
    ${machines.map(
      ({ kind, at }) => svg`<g class=${kind} transform="translate(${x(at)} ${y(at)})">
        <rect x="-8" y="-7" width="16" height="14" rx="3"></rect>
        <text y="3.5">${letters[kind] ?? "?"}</text>
      </g>`,
    )}
  </svg>`;
}
