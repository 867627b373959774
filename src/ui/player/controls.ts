/**
 * The buttons of the player and the unit of its steps; speed, and where playing stops by itself.
 */

import { html, render } from "lit/html.js";
import { conditionText } from "#lab/field-condition";
import { type Breakpoint, type StepUnit, stepUnits } from "#lab/stop";
import type { Page } from "../page.ts";
import type { PlayerState, Speed } from "../store.ts";
import { type IconName, icon } from "./player-icons.ts";
import { factorText, speeds } from "./speeds.ts";

export interface Controls {
  readonly page: Page;
  readonly unit: StepUnit;
  readonly setUnit: (unit: StepUnit) => void;
}

/** Draws the buttons. */
export function drawControls(host: HTMLElement, { play }: PlayerState, controls: Controls): void {
  const { page, unit } = controls;
  const words = page.words().player;
  const { player } = page;
  const isPlaying = play === "playing";
  const button = (name: IconName, title: string, act: () => void) =>
    html`<button class="player-button" title=${title} aria-label=${title} @click=${act}>
      ${icon(name)}
    </button>`;
  const main = isPlaying ? words.pause : words.play;
  render(
    html`${button("start", words.toStart, () => player.toStart())}
      ${button("back", words.back[unit], () => player.step(unit, -1))}
      <button
        class="player-button main"
        title=${main}
        aria-label=${main}
        ?disabled=${play === "failed"}
        @click=${() => (isPlaying ? player.pause() : player.play())}
      >
        ${icon(isPlaying ? "pause" : "play")}
      </button>
      ${button("forward", words.forward[unit], () => player.step(unit, 1))}
      ${button("end", words.toEnd, () => player.toEnd())} ${unitMenu(controls)}`,
    host,
  );
}

function unitMenu({ page, unit, setUnit }: Controls) {
  const words = page.words().player;
  const choose = ({ target }: Event): void => setUnit((target as HTMLSelectElement).value as StepUnit);
  return html`<select class="player-menu unit" aria-label=${words.unit} title=${words.unit} @change=${choose}>
    ${stepUnits.map(
      (name) => html`<option value=${name} ?selected=${name === unit}>${words.units[name]}</option>`,
    )}
  </select>`;
}

export interface Settings {
  readonly page: Page;
  readonly isMenuOpen: boolean;
  readonly toggleMenu: (button: HTMLElement) => void;
}

/** Draws the menus of speed and breakpoints. */
export function drawSettings(host: HTMLElement, state: PlayerState, settings: Settings): void {
  const { page, isMenuOpen, toggleMenu } = settings;
  const { stopOn } = page.words().player;
  const names = state.breakpoints.map((one) => shortName(one, page));
  render(
    html`${speedMenu(state.speed, page)}
      <button
        class=${names.length > 0 ? "player-menu stops on" : "player-menu stops"}
        aria-haspopup="dialog"
        aria-expanded=${isMenuOpen}
        title=${stopOn.name}
        aria-label=${stopOn.button(names)}
        @click=${({ currentTarget }: Event) => toggleMenu(currentTarget as HTMLElement)}
      >
        <svg viewBox="0 0 12 12" aria-hidden="true"><circle cx="6" cy="6" r="4.25" /></svg>
        <span>${stopOn.button(names)}</span><span aria-hidden="true">▾</span>
      </button>`,
    host,
  );
}

function speedMenu(speed: Speed, page: Page) {
  const words = page.words().player;
  const textOf = (one: Speed): string => {
    if (typeof one === "number") return words.times(factorText(one));
    return one === "real" ? words.real : words.max;
  };
  const offered = speeds.includes(speed) ? speeds : [speed, ...speeds];
  const choose = ({ target }: Event): void => {
    const chosen = offered[(target as HTMLSelectElement).selectedIndex];
    if (chosen !== undefined) page.player.setSpeed(chosen);
  };
  const name = words.speed;
  return html`<select class="player-menu speed" aria-label=${name} title=${name} @change=${choose}>
    ${offered.map((one) => html`<option ?selected=${one === speed}>${textOf(one)}</option>`)}
  </select>`;
}

function shortName(breakpoint: Breakpoint, page: Page): string {
  const { stopOn } = page.words().player;
  switch (breakpoint.kind) {
    case "drop":
      return stopOn.drop;
    case "pick":
      return stopOn.pick;
    case "vip-answered":
      return stopOn.vip;
    case "field":
      return conditionText(breakpoint.condition);
  }
}
