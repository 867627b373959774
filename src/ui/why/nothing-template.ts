/**
 * What the face shows where no event is selected: what happened last, and how to ask why.
 */

import { html, nothing } from "lit/html.js";
import type { ExplainWords } from "#words/explain-words";
import type { Page } from "../page.ts";

/** The last event of the moment, in a sentence. */
export interface LastEvent {
  readonly event: number;
  readonly text: string;
}

export function nothingTemplate(page: Page, { why }: ExplainWords, last: LastEvent | undefined) {
  return html`
    <h2 tabindex="-1">${why.nowTitle}</h2>
    <p class="why-now">${last?.text ?? why.nothingYet}</p>
    ${
      last === undefined
        ? nothing
        : html`<p>
          <button class="button" @click=${() => page.select({ event: last.event })}>
            ${why.explainThis}
          </button>
          <span class="why-meta">${why.event(last.event)}</span>
        </p>`
    }
    <p class="why-hint">${why.howToSelect}</p>
  `;
}
