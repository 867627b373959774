/**
 * What the page has to tell: a mistake in a link, a lab that stopped, what a setup complained about. A notice
 * stays until it is closed, and nothing else is lost by it.
 */

import "./notices.css";
import { html, nothing, render } from "lit/html.js";
import type { Page, View } from "../page.ts";
import type { PageState } from "../store.ts";

export function createNotices(host: HTMLElement, page: Page): View {
  const close = (): void => page.store.patch({ notice: undefined });
  const draw = ({ notice }: PageState): void => {
    render(
      notice === undefined
        ? nothing
        : html`<div class="notice ${notice.tone}" role=${notice.tone === "bad" ? "alert" : "status"}>
            <p>${notice.text}</p>
            ${(notice.actions ?? []).map(
              ({ text, run }) => html`<button class="button" @click=${run}>${text}</button>`,
            )}
            <button class="button" @click=${close}>${page.words().page.close}</button>
          </div>`,
      host,
    );
  };
  draw(page.store.state());
  return {
    update(state, before) {
      if (state.notice !== before.notice || state.language !== before.language) draw(state);
    },
  };
}
