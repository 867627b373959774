/**
 * Sharing: a link that holds the experiment, to be copied.
 */

import "./export-dialog.css";
import { html, render } from "lit/html.js";
import { loadShareWords } from "#words/share-words";
import type { App } from "../app.ts";
import type { View, ViewMaker } from "../page.ts";
import type { PageState } from "../store.ts";
import { addressOf } from "./open-link.ts";

export const shareDialogOf =
  (app: App): ViewMaker =>
  (host, page): View => {
    const draw = async ({ language }: PageState): Promise<void> => {
      const words = await loadShareWords(language);
      const address = await addressOf(app);
      const copy = async (): Promise<void> => {
        const field = host.querySelector("textarea");
        field?.select();
        try {
          await navigator.clipboard.writeText(address);
        } catch {
          // Without the clipboard the text is selected, ready to be copied by hand.
        }
        page.say(words.copied);
        render(view(true), host);
      };
      const view = (isCopied: boolean) => html`
        <h2>${words.title}</h2>
        <p>${words.what}</p>
        <textarea class="address" readonly rows="5" aria-label=${words.link} .value=${address}></textarea>
        <p>
          <button class="button strong" data-first @click=${copy}>
            ${isCopied ? words.copied : words.copy}
          </button>
          <span class="muted">${words.length(address.length)}</span>
        </p>
        <p class="muted">${words.privacy}</p>
      `;
      render(view(false), host);
    };
    void draw(page.store.state());
    return {
      update(state, before) {
        if (state.language !== before.language) void draw(state);
      },
    };
  };
