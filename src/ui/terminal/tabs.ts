/**
 * The row above the terminals: a tab for each, a button for another one, what is worth knowing now, and a
 * button that takes the last command back.
 */

import { html, nothing, render } from "lit/html.js";
import type { TerminalName } from "#lab/lab-command";
import type { TerminalWords } from "#words/terminal-words";
import { keyOf } from "./pieces.ts";

/** What is said at the right: one thing at a time. */
export type Hint = keyof TerminalWords["hints"];

export interface Tab {
  readonly name: TerminalName;
  readonly isBusy: boolean;
}

export interface TabsState {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly chosen: TerminalName | undefined;
  readonly hint: Hint | undefined;
  readonly hasLog: boolean;
  readonly canClose: boolean;
}

export interface TabsActs {
  /** Chooses a terminal; `enters`: and puts the cursor into it. */
  readonly choose: (name: TerminalName, enters: boolean) => void;
  readonly another: (node: string) => void;
  readonly undo: () => void;
  readonly close: () => void;
}

export const tabId = (name: TerminalName): string => `tab-${keyOf(name).replace(" ", "-")}`;
export const panelId = (name: TerminalName): string => `terminal-${keyOf(name).replace(" ", "-")}`;

const movingKeys = new Set(["ArrowRight", "ArrowLeft", "Home", "End"]);

/** Where a key leads from a tab. */
function tabFrom({ tabs, chosen }: TabsState, key: string): TerminalName | undefined {
  const at = tabs.findIndex(({ name }) => chosen !== undefined && keyOf(name) === keyOf(chosen));
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[key];
  return to === undefined ? undefined : tabs[to]?.name;
}

/** Draws the row. */
export function drawTabs(host: HTMLElement, state: TabsState, words: TerminalWords, acts: TabsActs): void {
  const { tabs, chosen, hint, hasLog, canClose, label } = state;
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown" && chosen !== undefined) {
      event.preventDefault();
      acts.choose(chosen, true);
    }
    if (!movingKeys.has(event.key)) return;
    event.preventDefault();
    const to = tabFrom(state, event.key);
    if (to === undefined) return;
    acts.choose(to, false);
    host.querySelector<HTMLElement>(`#${tabId(to)}`)?.focus();
  };
  const each = tabs.map((tab) => {
    const isChosen = chosen !== undefined && keyOf(tab.name) === keyOf(chosen);
    return tabButton(tab, { isChosen, words, onKey, onClick: () => acts.choose(tab.name, true) });
  });
  const said = hint === undefined ? nothing : words.hints[hint];
  const another = (node: string) => plainButton(words.another(node), "+", () => acts.another(node));
  render(
    html`<div class="terminal-tabs" role="tablist" aria-label=${label}>${each}</div>
      ${chosen === undefined ? nothing : another(chosen.node)}
      <span class="terminal-hint ${hint ?? ""}" role="status" title=${said}>${said}</span>
      ${plainButton(words.undo, "↶", acts.undo, !hasLog)}
      ${canClose ? plainButton(words.close, "✕", acts.close) : nothing}`,
    host,
  );
}

interface TabButton {
  readonly isChosen: boolean;
  readonly words: TerminalWords;
  readonly onKey: (event: KeyboardEvent) => void;
  readonly onClick: () => void;
}

const tabButton = ({ name, isBusy }: Tab, { isChosen, words, onKey, onClick }: TabButton) =>
  html`<button
    id=${tabId(name)}
    role="tab"
    aria-label=${keyOf(name)}
    aria-description=${isBusy ? words.busy : nothing}
    aria-selected=${isChosen}
    aria-controls=${isChosen ? panelId(name) : nothing}
    tabindex=${isChosen ? 0 : -1}
    @click=${onClick}
    @keydown=${onKey}
  >
    ${keyOf(name)}${isBusy ? html`<i class="busy" title=${words.busy}></i>` : nothing}
  </button>`;

const plainButton = (label: string, sign: string, act: () => void, isOff = false) =>
  html`<button class="plain" title=${label} aria-label=${label} ?disabled=${isOff} @click=${act}>
    ${sign}
  </button>`;
