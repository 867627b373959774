/**
 * On a narrow screen: which panel lies over the stage as a sheet.
 */

import "./sheets.css";
import { html, render } from "lit/html.js";
import type { Page, View } from "../page.ts";
import type { PageState, Sheet } from "../store.ts";

const sheets: readonly Sheet[] = ["scenario", "inspector", "ladder", "terminals"];

export function createSheets(host: HTMLElement, page: Page): View {
  const draw = ({ sheet: open, lesson }: PageState): void => {
    const words = page.words().page;
    const press = (sheet: Sheet) => () => {
      page.store.patch({ sheet: open === sheet ? undefined : sheet });
      page.resized();
    };
    host.setAttribute("aria-label", words.sheets);
    render(
      sheets.map(
        (sheet) => html`<button aria-pressed=${open === sheet} @click=${press(sheet)}>
          ${words.panels[sheet === "scenario" && lesson !== undefined ? "lesson" : sheet]}
        </button>`,
      ),
      host,
    );
  };
  draw(page.store.state());
  return {
    update(state, before) {
      const isSame = state.sheet === before.sheet && state.lesson === before.lesson;
      if (!isSame || state.language !== before.language) draw(state);
    },
  };
}
