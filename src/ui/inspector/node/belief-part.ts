/**
 * The section "belief and truth" of a director: its TCP connections in groups, those that differ from what
 * the ends hold first, each group with the reason why the director can believe it.
 */

import "./belief.css";
import { guard } from "lit/directives/guard.js";
import { html, nothing } from "lit/html.js";
import type { Page } from "#ui/page";
import type { PageState } from "#ui/store";
import type { Names } from "#ui/topology/names";
import type { BeliefKind, Sight } from "#words/belief-facts";
import { type BeliefWords, loadBelief } from "#words/belief-words";
import type { LanguageCode } from "#words/languages";
import { endpointText } from "../packet/cell-text.ts";
import type { Belief, End } from "./belief.ts";
import { beliefSources, beliefsAt } from "./belief-at.ts";

export interface BeliefPart {
  /** The section; nothing for a machine without connections. */
  readonly template: (node: string, names: Names, state: PageState) => unknown;
}

interface Part {
  readonly page: Page;
  readonly redraw: () => void;
  words: { readonly language: LanguageCode; readonly belief: BeliefWords } | undefined;
  isOpen: boolean;
  /** Groups of which every row is shown. */
  whole: ReadonlySet<string>;
}

/** Makes the section; `redraw` is called when its words have come or it was folded. */
export function createBelief(page: Page, redraw: () => void): BeliefPart {
  const part: Part = { page, redraw, words: undefined, isOpen: true, whole: new Set() };
  return { template: (node, names, state) => template(part, node, { names, state }) };
}

interface Shown {
  readonly names: Names;
  readonly state: PageState;
}

function template(part: Part, node: string, { names, state }: Shown) {
  const scenario = part.page.scenario();
  const recording = part.page.recording();
  if (scenario === undefined) return nothing;
  const sources = beliefSources(recording, scenario, state.moment, node);
  const [connections] = sources;
  if (!(connections instanceof Map) || connections.size === 0) return nothing;
  const { words } = part;
  if (words?.language !== state.language) void load(part, state.language);
  if (words === undefined) return nothing;
  return guard([...sources, words, names, part.isOpen, part.whole], () => {
    const beliefs = beliefsAt(recording, scenario, state.moment, node);
    return beliefs.length === 0 ? nothing : sectionTemplate(part, beliefs, { words: words.belief, names });
  });
}

async function load(part: Part, language: LanguageCode): Promise<void> {
  const belief = await loadBelief(language);
  if (part.page.store.state().language !== language || part.words?.language === language) return;
  part.words = { language, belief };
  part.redraw();
}

interface Wording {
  readonly words: BeliefWords;
  readonly names: Names;
}

/** What differs most from what is so comes first. */
const kinds: readonly BeliefKind[] = [
  "never-opened",
  "server-unaware",
  "client-gone",
  "both-closed",
  "given-up",
  "behind",
  "under-way",
  "unknown",
  "agrees",
];

const sights: readonly Sight[] = ["one-way", "both-ways"];

const undecided: ReadonlySet<BeliefKind> = new Set(["agrees", "unknown", "under-way"]);

const isDifferent = ({ kind }: Belief): boolean => !undecided.has(kind);

function sectionTemplate(part: Part, beliefs: readonly Belief[], wording: Wording) {
  const { words } = wording;
  const different = beliefs.filter(isDifferent).length;
  const groups = kinds.flatMap((kind) =>
    sights.map((sight) => beliefs.filter((belief) => belief.kind === kind && belief.sight === sight)),
  );
  const toggle = (): void => {
    part.isOpen = !part.isOpen;
    part.redraw();
  };
  return html`<section class="node-section belief">
    <header>
      <h3>
        <button type="button" aria-expanded=${part.isOpen ? "true" : "false"} @click=${toggle}>
          <span class="twist" aria-hidden="true">${part.isOpen ? "▾" : "▸"}</span>${words.title}
          <span class="note">${words.summary(different, beliefs.length)}</span>
        </button>
      </h3>
    </header>
    ${part.isOpen ? groups.map((group) => groupTemplate(part, group, wording)) : nothing}
  </section>`;
}

/** So many rows of a group are shown. */
const most = 5;

function groupTemplate(part: Part, group: readonly Belief[], wording: Wording) {
  const { words } = wording;
  const [first] = group;
  if (first === undefined) return nothing;
  const { kind, sight } = first;
  const sign = `${kind} ${sight}`;
  const isWhole = part.whole.has(sign);
  const shown = isWhole ? group : group.slice(0, most);
  const toggle = (): void => {
    part.whole = isWhole ? without(part.whole, sign) : new Set([...part.whole, sign]);
    part.redraw();
  };
  return html`<div class="belief-group" ?data-differs=${isDifferent(first)}>
    <h4>${words.kinds[kind](group.length)}</h4>
    <p>${words.reasons[kind][sight]}</p>
    <table class="rows">
      <thead>
        <tr>
          ${(["client", "director", "atClient", "atServer"] as const).map(
            (name) => html`<th scope="col">${words.columns[name]}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${shown.map((belief) => rowTemplate(belief, wording))}
      </tbody>
    </table>
    ${
      group.length > most
        ? html`<button
            type="button"
            class="link"
            aria-expanded=${isWhole ? "true" : "false"}
            @click=${toggle}
          >
            ${isWhole ? words.fewer : words.more(group.length - most)}
          </button>`
        : nothing
    }
  </div>`;
}

const without = (all: ReadonlySet<string>, sign: string): ReadonlySet<string> =>
  new Set([...all].filter((each) => each !== sign));

function rowTemplate(belief: Belief, { words, names }: Wording) {
  const { connection, client, server } = belief;
  const mark = isDifferent(belief) ? "differs" : "";
  return html`<tr>
    <td>${endpointText(connection.client, names)}</td>
    <td class=${mark}>${connection.state}</td>
    <td>${endTemplate(client, words)}</td>
    <td>${endTemplate(server, words)}</td>
  </tr>`;
}

const endTemplate = ({ node, state }: End, words: BeliefWords) =>
  node === undefined
    ? html`<span class="note">${words.unknown}</span>`
    : html`${state ?? words.none} <span class="note">${node}</span>`;
