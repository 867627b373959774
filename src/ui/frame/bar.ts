/**
 * The bar at the top: which scenario, language, theme, projector, comparing, sharing, export, help.
 */

import "./bar.css";
import { html, render } from "lit/html.js";
import type { Page, View } from "../page.ts";
import { keep } from "../preferences.ts";
import type { Dialog, PageState } from "../store.ts";

const shown = (state: PageState): readonly unknown[] => [
  state.language,
  state.theme,
  state.isProjector,
  state.addressing,
  state.scenario,
];

export function createBar(host: HTMLElement, page: Page): View {
  const draw = (state: PageState): void => {
    render(bar(state, page), host);
  };
  draw(page.store.state());
  return {
    update(state, before) {
      const old = shown(before);
      if (shown(state).some((value, at) => value !== old[at])) draw(state);
    },
  };
}

function bar(state: PageState, page: Page) {
  const words = page.words().page;
  const { language, theme, isProjector, addressing, scenario } = state;
  const opens = (dialog: Dialog) => () => page.store.patch({ dialog });
  const isDark = theme === "dark";
  return html`
    <h1>LVS Lab</h1>
    <button class="scenario" aria-haspopup="dialog" @click=${opens("picker")} title=${words.openScenario}>
      <span>${scenario?.title[language] ?? words.scenarios}</span><span aria-hidden="true">▾</span>
    </button>
    <span class="room"></span>
    <button
      class="wide"
      aria-pressed=${addressing === "roles"}
      title=${addressing === "roles" ? words.addressing.numbers : words.addressing.roles}
      @click=${() => switchAddressing(page)}
    >
      VIP
    </button>
    <button class="wide" aria-haspopup="dialog" @click=${opens("doctor")}>${words.doctor}</button>
    <button aria-haspopup="dialog" @click=${opens("compare")}>${words.compare}</button>
    <button aria-haspopup="dialog" @click=${opens("share")}>${words.share}</button>
    <button class="wide" aria-haspopup="dialog" @click=${opens("export")}>${words.export}</button>
    <button lang=${language === "en" ? "zh-Hans" : "en"} @click=${() => switchLanguage(page)}>
      ${words.otherLanguage}
    </button>
    <button
      class="icon"
      aria-label=${isDark ? words.theme.toLight : words.theme.toDark}
      title=${isDark ? words.theme.toLight : words.theme.toDark}
      @click=${() => switchTheme(page)}
    >
      <span aria-hidden="true">◐</span>
    </button>
    <button class="wide" aria-pressed=${isProjector} @click=${() => switchProjector(page)}>
      ${isProjector ? words.projector.off : words.projector.on}
    </button>
    <button
      class="icon"
      aria-haspopup="dialog"
      aria-label=${words.help}
      title=${words.help}
      @click=${opens("help")}
    >
      <span aria-hidden="true">?</span>
    </button>
  `;
}

export function switchAddressing({ store }: Page): void {
  const addressing = store.state().addressing === "roles" ? "numbers" : "roles";
  keep("addressing", addressing);
  store.patch({ addressing });
}

export function switchLanguage({ store }: Page): void {
  const language = store.state().language === "en" ? "zh" : "en";
  keep("language", language);
  store.patch({ language });
}

export function switchTheme({ store }: Page): void {
  const theme = store.state().theme === "dark" ? "light" : "dark";
  keep("theme", theme);
  store.patch({ theme });
}

export function switchProjector({ store }: Page): void {
  store.patch({ isProjector: !store.state().isProjector });
}
