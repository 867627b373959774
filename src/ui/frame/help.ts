/**
 * The help: what the lab is, how true it is, and every key.
 */

import { html, render } from "lit/html.js";
import { loadHelpWords } from "#words/help-words";
import type { Page, View } from "../page.ts";
import type { PageState } from "../store.ts";
import { keys } from "./keys.ts";

export function createHelp(host: HTMLElement, page: Page): View {
  const draw = async ({ language }: PageState): Promise<void> => {
    const words = await loadHelpWords(language);
    render(
      html`
        <h2 tabindex="-1" data-first>${words.title}</h2>
        ${words.paragraphs.map((text) => html`<p>${text}</p>`)}
        <h3>${words.keys}</h3>
        <dl>
          ${keys.map(
            ({ keys: [first = ""], act }) =>
              html`<div><dt>${keyCaps(first)}</dt><dd>${words.acts[act]}</dd></div>`,
          )}
        </dl>
        <h3>${words.terminal}</h3>
        <dl>
          ${Object.entries(words.terminalKeys).map(
            ([key, text]) => html`<div><dt>${keyCaps(key)}</dt><dd>${text}</dd></div>`,
          )}
        </dl>
        <h3>${words.limitsTitle}</h3>
        <ul>
          ${words.limits.map((text) => html`<li>${text}</li>`)}
        </ul>
      `,
      host,
    );
  };
  void draw(page.store.state());
  return {
    update(state, before) {
      if (state.language !== before.language) void draw(state);
    },
  };
}

const caps: Readonly<Record<string, string>> = {
  " ": "Space",
  ArrowRight: "→",
  ArrowLeft: "←",
  ArrowUp: "↑",
};

const keyCaps = (name: string) =>
  name.split("+").map((part, at) => {
    const text = part === "" ? "+" : (caps[part] ?? part.toUpperCase());
    return part === "" && at > 0 ? "" : html`<kbd>${text}</kbd> `;
  });
