/**
 * How far setting up or going back has come, where that takes long, and a way to end it: a link may hold more
 * work than anybody wants to wait for.
 */

import "./progress.css";
import { html, nothing, render } from "lit/html.js";
import type { App } from "../app.ts";
import type { Page, View, ViewMaker } from "../page.ts";
import type { PlayState } from "../store.ts";

/** What takes less is over before it is read. */
const shortMillis = 500;

const isBusy = (play: PlayState): boolean => play === "loading" || play === "forking";

export const progressOf =
  (app: App): ViewMaker =>
  (host, page): View => {
    let begun: number | undefined;
    const show = (): void => void render(strip(app, page), host);
    const update = (): void => {
      const isNow = isBusy(page.store.state().player.play);
      if (!isNow) {
        clearTimeout(begun);
        if (begun !== undefined) render(nothing, host);
        begun = undefined;
      } else if (begun === undefined) begun = window.setTimeout(show, shortMillis);
      else if (host.firstElementChild !== null) show();
    };
    update();
    return { update, close: () => clearTimeout(begun) };
  };

function strip(app: App, page: Page) {
  const { play, progress } = page.store.state().player;
  if (!isBusy(play)) return nothing;
  const words = page.words().page;
  const doing = play === "loading" ? words.loading : words.forking;
  return html`<div class="progress" role="status">
    <label>${doing} <progress max="1" .value=${progress}></progress></label>
    <button class="button" @click=${() => void app.restart()}>${words.silent.stop}</button>
  </div>`;
}
