/**
 * The node face of the inspector: the tables of a machine or switch at the shown moment, in sections that can
 * be folded; what has just changed is marked.
 *
 * Shows the selected node, else that of the selected event, else the first director. A section whose rows are
 * the same as before is not drawn again.
 */

import "./node.css";
import { guard } from "lit/directives/guard.js";
import { html, nothing, render } from "lit/html.js";
import type { Recording } from "#lab/recording";
import { rowsAt } from "#lab/recording";
import type { Scenario } from "#scenario/scenario";
import type { Page, View } from "#ui/page";
import type { PageState, SoughtRow } from "#ui/store";
import { tableAt } from "#ui/table-at";
import { createNamer, type Names } from "#ui/topology/names";
import type { InspectorWords, SectionName } from "#words/inspector-words";
import { type BeliefPart, createBelief } from "./belief-part.ts";
import { type ChangedRows, changedRowsOf } from "./changed-rows.ts";
import { createPickFinder, type PickFinder } from "./last-pick.ts";
import { type AnyTable, type CellContext, type Entry, inOrder } from "./node-table.ts";
import { rowHeight } from "./row-window.ts";
import { servicesTemplate } from "./services-view.ts";
import { shownNode } from "./shown-node.ts";
import { isNewlySought, revealSought, soughtIn } from "./sought-row.ts";
import { type Scroll, tableTemplate, unscrolled } from "./table-view.ts";
import { tables } from "./tables.ts";

interface Face {
  readonly host: HTMLElement;
  readonly page: Page;
  readonly words: () => InspectorWords;
  readonly namer: ReturnType<typeof createNamer>;
  readonly picks: PickFinder;
  readonly belief: BeliefPart;
  /** Sections that were opened or closed by hand, by name. */
  readonly open: Map<SectionName, boolean>;
  /** Sections whose minor rows are shown. */
  readonly whole: Set<SectionName>;
  /** How far long tables are scrolled, by node and section. */
  readonly scrolls: Map<string, Scroll>;
  /** The row that was brought into sight last. */
  sought: SoughtRow | undefined;
}

/** Makes the face; `words` answers those of the language at hand. */
export function createNodeFace(host: HTMLElement, page: Page, words: () => InspectorWords): View {
  const face: Face = {
    host,
    page,
    words,
    namer: createNamer(),
    picks: createPickFinder(),
    belief: createBelief(page, () => draw(face, page.store.state())),
    open: new Map(),
    whole: new Set(),
    scrolls: new Map(),
    sought: undefined,
  };
  draw(face, page.store.state());
  return {
    update: (state, before) => {
      const isSame =
        state.moment === before.moment &&
        state.selection === before.selection &&
        state.language === before.language &&
        state.addressing === before.addressing &&
        state.sought === before.sought &&
        state.scenario === before.scenario &&
        state.head === before.head;
      if (!isSame || state === before) draw(face, state);
    },
    close: () => render(nothing, host),
  };
}

/** Machines and switches, in the order of the scenario. */
const nodeNames = ({ nodes, segments }: Scenario): string[] => [
  ...nodes.map(({ name }) => name),
  ...segments.filter(({ kind }) => kind === "switch").map(({ name }) => name),
];

/** What one drawing is about. */
interface Shown {
  readonly face: Face;
  readonly state: PageState;
  readonly recording: Recording;
  readonly node: string;
  readonly isSwitch: boolean;
  readonly names: Names;
  readonly changed: ChangedRows;
}

function draw(face: Face, state: PageState): void {
  const { page, host } = face;
  const words = face.words();
  const scenario = page.scenario();
  const recording = scenario === undefined ? undefined : page.recording();
  const node =
    scenario === undefined || recording === undefined ? undefined : shownNode(scenario, state, recording);
  if (scenario === undefined || recording === undefined || node === undefined) {
    render(html`<p class="empty">${words.node.choose}</p>`, host);
    return;
  }
  const shown: Shown = {
    face,
    state,
    recording,
    node,
    isSwitch: !scenario.nodes.some(({ name }) => name === node),
    names: face.namer(recording, scenario, state.moment, state.addressing),
    changed: changedRowsOf(recording, state.moment, node),
  };
  const isSeeking = isNewlySought(state.sought, face.sought);
  if (isSeeking) openSought(shown);
  render(
    html`<div class="node-face">
      <h2 class="sr-only">${node}</h2>
      <label class="node-chooser">
        <span>${words.node.node}</span>
        <select @change=${(event: Event) => choose(page, event)}>
          ${nodeNames(scenario).map(
            (name) => html`<option value=${name} ?selected=${name === node}>${name}</option>`,
          )}
        </select>
        ${shown.isSwitch ? html`<span class="note">${words.node.segment}</span>` : nothing}
      </label>
      ${services(shown)} ${face.belief.template(node, shown.names, state)}
      ${tables.map((table) => section(shown, table))}
    </div>`,
    host,
  );
  if (isSeeking && revealSought(host)) face.sought = state.sought;
}

/** Opens the section of the sought row, so far that the row is among those that are drawn. */
function openSought({ face, state, node, recording }: Shown): void {
  const table = tables.find((each) => soughtIn(state, node, each.table) !== undefined);
  const key = table === undefined ? undefined : soughtIn(state, node, table.table);
  if (table === undefined || key === undefined) return;
  const { section: name } = table;
  face.open.set(name, true);
  const rows = inOrder(table, rowsAt(recording, state.moment, node, table.table));
  const major = shownRows(table, rows, face.whole.has(name)).rows;
  if (!major.some(([each]) => each === key)) face.whole.add(name);
  const index = shownRows(table, rows, face.whole.has(name)).rows.findIndex(([each]) => each === key);
  face.scrolls.set(`${node} ${name}`, { ...unscrolled, top: Math.max(0, index * rowHeight) });
}

function choose(page: Page, { target }: Event): void {
  if (target instanceof HTMLSelectElement) page.select({ node: target.value });
}

/** Sections that begin closed: long, or seldom asked for. */
const closedAtFirst: ReadonlySet<SectionName> = new Set(["policies", "counters", "sockets"]);

/** Sections that are not there while they have nothing to show. */
const hiddenIfEmpty: ReadonlySet<SectionName> = new Set(["services", "connections", "filters", "fdb"]);

function contextOf({ face, names, state }: Shown): CellContext {
  return { words: face.words().node, names, at: state.moment.at };
}

function section(shown: Shown, table: AnyTable) {
  const { face, node, recording, state, changed } = shown;
  const rows = rowsAt(recording, state.moment, node, table.table);
  if (rows.size === 0 && (hiddenIfEmpty.has(table.section) || shown.isSwitch) && table.table !== "fdb")
    return nothing;
  if (rows.size === 0 && table.table === "fdb" && !shown.isSwitch) return nothing;
  const place = `${node} ${table.section}`;
  const scroll = face.scrolls.get(place) ?? unscrolled;
  const keys = changed.get(table.table);
  const sought = soughtIn(state, node, table.table);
  const isOpen = isOpenNow(face, table.section);
  const isWhole = face.whole.has(table.section);
  const draws = [rows, keysText(keys), isOpen, isWhole, state.language, shown.names, scroll, node, sought];
  return guard(table.counts === true ? [...draws, state.moment.at] : draws, () =>
    frameTemplate(
      shown,
      { section: table.section, command: table.command, count: rows.size, keys: [keys] },
      () =>
        tableTemplate({
          table,
          ...shownRows(table, inOrder(table, rows), isWhole),
          changed: keys,
          sought,
          context: contextOf(shown),
          scroll,
          onRow: typist(shown),
          onScroll: (to) => {
            face.scrolls.set(place, to);
            draw(face, face.page.store.state());
          },
          onWhole: () => {
            if (!face.whole.delete(table.section)) face.whole.add(table.section);
            draw(face, face.page.store.state());
          },
        }),
    ),
  );
}

/** The rows that are shown, and how many minor ones there are; these only where they were asked for. */
function shownRows({ isMinor }: AnyTable, rows: readonly Entry[], isWhole: boolean) {
  if (isMinor === undefined) return { rows, minor: 0, isWhole };
  const major = rows.filter(([, row]) => !isMinor(row as never));
  return { rows: isWhole ? rows : major, minor: rows.length - major.length, isWhole };
}

const keysText = (keys: ReadonlySet<string> | undefined): string =>
  keys === undefined ? "" : [...keys].join();

function isOpenNow({ open }: Face, name: SectionName): boolean {
  return open.get(name) ?? !closedAtFirst.has(name);
}

/** Services and destinations together. */
function services(shown: Shown) {
  const { face, node, recording, state, changed } = shown;
  const rows = tableAt(recording, state.moment, node, "services");
  const destinations = tableAt(recording, state.moment, node, "destinations");
  if (rows.size === 0) return nothing;
  const keys = [changed.get("services"), changed.get("destinations")];
  const frame = { section: "services", command: "ipvsadm -Ln", count: rows.size, keys } as const;
  return frameTemplate(shown, frame, () =>
    servicesTemplate({
      services: rows,
      destinations,
      changed: (table) => changed.get(table),
      pickOf: (service) => face.picks(recording, state.moment.position, node, service),
      context: contextOf(shown),
      onRow: typist(shown),
    }),
  );
}

/** Types a command at the node; a switch has no terminal. */
function typist({ face, node, isSwitch }: Shown): ((command: string) => void) | undefined {
  return isSwitch ? undefined : (command) => face.page.typeAt(node, command, false);
}

interface SectionFrame {
  readonly section: SectionName;
  readonly command: string;
  readonly count: number;
  readonly keys: readonly (ReadonlySet<string> | undefined)[];
}

/** A section with its head, which folds it; its body is made only where it is open. */
function frameTemplate(
  shown: Shown,
  { section: name, command, count, keys }: SectionFrame,
  body: () => unknown,
) {
  const { face, node } = shown;
  const words = face.words().node;
  const isOpen = isOpenNow(face, name);
  const changes = keys.reduce((sum, set) => sum + (set?.size ?? 0), 0);
  const type = typist(shown);
  const toggle = (): void => {
    face.open.set(name, !isOpen);
    draw(face, face.page.store.state());
  };
  return html`<section class="node-section">
    <header>
      <h3>
        <button type="button" aria-expanded=${isOpen ? "true" : "false"} @click=${toggle}>
          <span class="twist" aria-hidden="true">${isOpen ? "▾" : "▸"}</span>${words.sections[name]}
          <span class="note">${words.count(count)}</span>
        </button>
      </h3>
      ${changes === 0 ? nothing : html`<span class="changes">${words.changedNow(changes)}</span>`}
      ${
        type === undefined
          ? nothing
          : html`<button
        type="button"
        class="command"
        title="${words.asCommand}: ${words.typeCommand(command, node)}"
        @click=${() => type(command)}
      ><code>${command}</code></button>`
      }
    </header>
    ${isOpen ? (count === 0 ? html`<p class="note">${words.empty[name]}</p>` : body()) : nothing}
  </section>`;
}
