/** The buttons and the clock of a comparison. */

import { html, render } from "lit/html.js";
import { lockModes } from "#lab/compare-clock";
import { type IconName, icon } from "../player/player-icons.ts";
import { factorText, speeds } from "../player/speeds.ts";
import type { Speed } from "../store.ts";
import type { BoardState } from "./board.ts";

/** Draws them as they are. */
export function drawPlayer(board: BoardState): void {
  const { player, words, hosts } = board;
  const said = words.player;
  const button = (name: IconName, title: string, act: () => void) =>
    html`<button class="player-button" title=${title} aria-label=${title} @click=${act}>
      ${icon(name)}
    </button>`;
  const leap = (direction: 1 | -1) => (): void => {
    if (!player.leap(direction)) board.app.page.say(said.noMore);
  };
  const leapButton = (sign: string, title: string, act: () => void) =>
    html`<button class="button leap" title=${title} aria-label=${title} @click=${act}>${sign}</button>`;
  const isPlaying = player.isPlaying();
  const main = isPlaying ? said.pause : said.play;
  render(
    html`<div class="compare-buttons" role="group" aria-label=${said.name}>
        ${button("start", said.toStart, player.toStart)} ${button("back", said.back, () => player.step(-1))}
        <button
          class="player-button main"
          title=${main}
          aria-label=${main}
          @click=${() => (isPlaying ? player.pause() : player.play())}
        >
          ${icon(isPlaying ? "pause" : "play")}
        </button>
        ${button("forward", said.forward, () => player.step(1))} ${button("end", said.toEnd, player.toEnd)}
        ${leapButton("‹ ≠", said.previous, leap(-1))} ${leapButton("≠ ›", said.next, leap(1))}
      </div>
      ${slider(board)} ${menus(board)}`,
    hosts.player,
  );
}

/** Steps and not time: most of a run's time nothing happens. */
function slider({ player, words }: BoardState) {
  const said = words.player;
  const { step } = player.moment();
  const { ticks } = player.clock();
  const seek = ({ target }: Event): void => player.goToStep(Number((target as HTMLInputElement).value));
  return html`<input
    class="compare-slider"
    type="range"
    min="0"
    max=${ticks.length}
    .value=${`${step}`}
    aria-label=${said.clock}
    aria-valuetext=${said.standing(step, ticks.length)}
    @input=${seek}
  />`;
}

function menus({ player, words }: BoardState) {
  const said = words.player;
  const texts = (one: Speed): string => (typeof one === "number" ? `${factorText(one)}×` : one);
  const offered = speeds.filter((one) => typeof one === "number");
  return html`<div class="compare-menus">
    <div class="compare-lock" role="group" aria-label=${said.lock}>
      ${lockModes.map(
        (mode) => html`<button
          class="button"
          aria-pressed=${player.mode() === mode ? "true" : "false"}
          @click=${() => player.setMode(mode)}
        >
          ${said.modes[mode]}
        </button>`,
      )}
    </div>
    <select
      class="player-menu"
      aria-label=${said.speed}
      title=${said.speed}
      @change=${({ target }: Event) => {
        const chosen = offered[(target as HTMLSelectElement).selectedIndex];
        if (chosen !== undefined) player.setSpeed(chosen);
      }}
    >
      ${offered.map((one) => html`<option ?selected=${one === player.speed()}>${texts(one)}</option>`)}
    </select>
  </div>`;
}
