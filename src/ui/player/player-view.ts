/**
 * The player: buttons, units of stepping, speed, the time, the timeline, and where playing stops by itself.
 * It shows the player's state and asks the player; it plays nothing itself.
 */

import "./player.css";
import { html, nothing, render } from "lit/html.js";
import type { RunEnd } from "#lab/lab-messages";
import type { StepUnit } from "#lab/stop";
import type { Page, View } from "../page.ts";
import type { PageState } from "../store.ts";
import { momentText } from "../time-text.ts";
import { drawControls, drawSettings } from "./controls.ts";
import { makeSlider, tellSlider } from "./slider.ts";
import { createTimeline, type Timeline } from "./timeline.ts";

interface PlayerView {
  readonly page: Page;
  readonly controls: HTMLElement;
  readonly time: HTMLElement;
  readonly slider: HTMLElement;
  readonly settings: HTMLElement;
  readonly timeline: Timeline;
  unit: StepUnit;
  /** Closes the menu of breakpoints, where it is open. */
  closeMenu: (() => void) | undefined;
  /** Of the timeline, as measured when it got its place: asking at every moment costs a layout. */
  width: number;
  /** When the moment was drawn last, by the clock of the screen. */
  drawnAt: number;
}

export function createPlayer(host: HTMLElement, page: Page): View {
  const root = child(host, "player");
  const view: PlayerView = {
    page,
    controls: child(root, "player-controls"),
    time: child(root, "player-time"),
    slider: child(root, "timeline"),
    settings: child(root, "player-settings"),
    timeline: createTimeline(page),
    unit: "event",
    closeMenu: undefined,
    width: 0,
    drawnAt: 0,
  };
  makeSlider(view.slider, view.timeline, page);
  drawButtons(view);
  measure(view);
  // Its neighbours take more room in another language, and where they name what playing stops on.
  const observer = new ResizeObserver(() => measure(view));
  observer.observe(view.slider);
  return {
    update: (state, before) => update(view, state, before),
    resize: () => measure(view),
    close() {
      observer.disconnect();
      root.remove();
    },
  };
}

function measure(view: PlayerView): void {
  view.width = view.slider.clientWidth;
  drawMoment(view, view.page.store.state());
}

function child(parent: HTMLElement, name: string): HTMLElement {
  const made = document.createElement("div");
  made.className = name;
  parent.append(made);
  return made;
}

function update(view: PlayerView, state: PageState, before: PageState): void {
  const isOther = state.language !== before.language || state.player !== before.player;
  if (isOther) drawButtons(view);
  const isMoved =
    state.moment !== before.moment ||
    state.head !== before.head ||
    state.scenario !== before.scenario ||
    state.selection.event !== before.selection.event;
  if (isOther || (isMoved && !isSoon(view, state, before))) drawMoment(view, state);
}

/** While it plays nobody reads numbers that change with every frame of the screen. */
const playingMillis = 40;

/** Whether nothing but time has passed since the moment was drawn, and little of it. */
function isSoon({ drawnAt }: PlayerView, state: PageState, before: PageState): boolean {
  const isSame = state.scenario === before.scenario && state.selection === before.selection;
  return isSame && state.player.play === "playing" && performance.now() - drawnAt < playingMillis;
}

function drawButtons(view: PlayerView): void {
  const { page, unit } = view;
  const { player } = page.store.state();
  const setUnit = (chosen: StepUnit): void => {
    view.unit = chosen;
    drawButtons(view);
  };
  drawControls(view.controls, player, { page, unit, setUnit });
  const toggleMenu = (button: HTMLElement): void => void toggle(view, button);
  drawSettings(view.settings, player, { page, isMenuOpen: view.closeMenu !== undefined, toggleMenu });
}

/** Opens or closes the menu of breakpoints, which is loaded when it is first wanted. */
async function toggle(view: PlayerView, button: HTMLElement): Promise<void> {
  if (view.closeMenu !== undefined) {
    view.closeMenu();
    return;
  }
  const { openStopMenu } = await import("./stop-menu.ts");
  const onClose = (): void => {
    view.closeMenu = undefined;
    drawButtons(view);
  };
  view.closeMenu = await openStopMenu({ page: view.page, button, onClose });
  drawButtons(view);
}

/** Time, timeline, and where the moment stands. */
function drawMoment(view: PlayerView, state: PageState): void {
  const { page, slider, timeline } = view;
  view.drawnAt = performance.now();
  const isMore = timeline.show(state, view.width);
  tellSlider(slider, page);
  const { text, hint, kind } = standing(page, state);
  render(
    html`<span class="player-moment">${momentText(state.moment.at)}</span>
      <span class="player-standing ${kind}" title=${hint ?? nothing}>${text}</span>`,
    view.time,
  );
  if (isMore) requestAnimationFrame(() => drawMoment(view, page.store.state()));
}

interface Standing {
  readonly text: string;
  readonly hint: string | undefined;
  readonly kind: "now" | "past";
}

/** What may lie between the shown moment and the end of the recording that counts as the present. */
const present = 1_000_000;

/** Whether the moment is the present, and if not, what typing would do. */
function standing(page: Page, { moment, head, player }: PageState): Standing {
  const words = page.words().player;
  const isPast = head.at - moment.at > present && player.play !== "playing";
  if (isPast) return { kind: "past", text: words.past, hint: words.forks };
  const ends: Partial<Record<RunEnd, string>> = { idle: words.allQuiet, full: words.full };
  const end = player.play === "paused" && player.stopped !== undefined ? ends[player.stopped] : undefined;
  return { kind: "now", text: end ?? words.now, hint: undefined };
}
