/**
 * The page's frame: a bar, three panels side by side, the player, ladder and terminals below; on a narrow
 * screen the stage and the player, and the other panels as sheets over the stage.
 *
 * Panels are resized by dragging the lines between them or by the keyboard, and folded away by their button.
 */

import "./layout.css";
import type { Page, View } from "../page.ts";
import { keep, stored } from "../preferences.ts";
import type { PageState } from "../store.ts";

export const panelNames = ["scenario", "stage", "inspector", "player", "ladder", "terminals"] as const;
export type PanelName = (typeof panelNames)[number];

/** The places of the views. */
export type Hosts = Readonly<Record<PanelName | "bar" | "caption" | "notices", HTMLElement>>;

/** A line that can be dragged: which panel grows, and in which direction. */
interface Splitter {
  readonly panel: "scenario" | "inspector" | "bottom" | "terminals";
  readonly axis: "x" | "y";
  /** 1: grows to the right or downwards. */
  readonly sign: 1 | -1;
  readonly least: number;
  readonly most: number;
}

const splitters: readonly Splitter[] = [
  { panel: "scenario", axis: "x", sign: 1, least: 180, most: 520 },
  { panel: "inspector", axis: "x", sign: -1, least: 260, most: 760 },
  { panel: "bottom", axis: "y", sign: -1, least: 96, most: 640 },
  { panel: "terminals", axis: "x", sign: -1, least: 240, most: 1200 },
];

const keyStep = 16;

/** The places in the document, which index.html has. */
export function hostsOf(root: ParentNode): Hosts {
  const at = (id: string): HTMLElement => {
    const found = root.querySelector<HTMLElement>(`#${id}`);
    if (found === null) throw new Error(`index.html has no #${id}`);
    return found;
  };
  return {
    bar: at("bar"),
    scenario: at("scenario"),
    stage: at("stage"),
    inspector: at("inspector"),
    player: at("player"),
    ladder: at("ladder"),
    terminals: at("terminals"),
    caption: at("caption"),
    notices: at("notices"),
  };
}

/** Makes the frame resizable, and shows state that concerns the whole page. */
export function createLayout(frame: HTMLElement, hosts: Hosts, page: Page): View {
  for (const splitter of splitters) addSplitter(frame, splitter, page);
  const root = document.documentElement;
  const show = (state: PageState): void => {
    const words = page.words();
    root.lang = words.tag;
    root.dataset.theme = state.theme;
    root.toggleAttribute("data-projector", state.isProjector);
    root.toggleAttribute("data-still", state.isStill);
    for (const name of panelNames) {
      hosts[name].setAttribute("aria-label", words.page.panels[name]);
      frame.toggleAttribute(`data-folded-${name}`, state.folded.includes(name));
    }
    if (state.lesson !== undefined) hosts.scenario.setAttribute("aria-label", words.page.panels.lesson);
    hosts.caption.setAttribute("aria-label", words.page.panels.caption);
    frame.querySelector("#splitters")?.setAttribute("aria-label", words.page.sizes);
    for (const { panel } of splitters) {
      frame.querySelector(`[data-splitter="${panel}"]`)?.setAttribute("aria-label", words.page.resize[panel]);
    }
    if (state.sheet === undefined) delete frame.dataset.sheet;
    else frame.dataset.sheet = state.sheet;
  };
  show(page.store.state());
  return {
    update(state, before) {
      const isSame =
        state.language === before.language &&
        state.theme === before.theme &&
        state.isProjector === before.isProjector &&
        state.folded === before.folded &&
        state.sheet === before.sheet &&
        state.isStill === before.isStill &&
        state.lesson === before.lesson;
      if (!isSame) show(state);
    },
  };
}

function addSplitter(frame: HTMLElement, splitter: Splitter, page: Page): void {
  const { panel, axis, sign, least, most } = splitter;
  const line = frame.querySelector<HTMLElement>(`[data-splitter="${panel}"]`);
  if (line === null) throw new Error(`index.html has no splitter for ${panel}`);
  line.setAttribute("role", "separator");
  line.setAttribute("aria-orientation", axis === "x" ? "vertical" : "horizontal");
  line.setAttribute("aria-valuemin", String(least));
  line.setAttribute("aria-valuemax", String(most));
  line.tabIndex = 0;
  const property = `--size-${panel}`;
  const set = (size: number): void => {
    const within = Math.round(Math.min(most, Math.max(least, size)));
    frame.style.setProperty(property, `${within}px`);
    line.setAttribute("aria-valuenow", String(within));
    keep(`size.${panel}`, String(within));
    page.resized();
  };
  const current = (): number =>
    Number.parseInt(getComputedStyle(frame).getPropertyValue(property), 10) || least;
  const known = Number(stored(`size.${panel}`));
  if (known > 0) set(known);
  line.setAttribute("aria-valuenow", String(current()));
  line.addEventListener("pointerdown", (down) => {
    line.setPointerCapture(down.pointerId);
    const before = current();
    const begin = axis === "x" ? down.clientX : down.clientY;
    const move = (event: PointerEvent): void =>
      set(before + sign * ((axis === "x" ? event.clientX : event.clientY) - begin));
    line.addEventListener("pointermove", move);
    line.addEventListener("lostpointercapture", () => line.removeEventListener("pointermove", move), {
      once: true,
    });
  });
  line.addEventListener("keydown", (event) => {
    const keys = axis === "x" ? ["ArrowLeft", "ArrowRight"] : ["ArrowUp", "ArrowDown"];
    const by = keys.indexOf(event.key) * 2 - 1;
    if (by < -1) return;
    // The page's own meaning of these keys is not wanted here.
    event.preventDefault();
    set(current() + by * sign * keyStep);
  });
}
