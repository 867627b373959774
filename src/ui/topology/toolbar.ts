/** The buttons of the stage: nearer, farther, everything, and machines back to their places. */

import { select } from "d3-selection";
import type { PageState } from "../store.ts";
import type { Camera } from "./camera.ts";
import type { NotedStage } from "./stage.ts";

export interface Toolbar {
  update(state: PageState): void;
  close(): void;
}

const factor = 1.3;

/** Tells how the stage is used by keyboard. */
const helpId = "stage-help";

/** Drawings of 16 by 16. */
const drawings = {
  zoomOut: "M3 8h10",
  fit: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  zoomIn: "M3 8h10M8 3v10",
  tidy: "M3 8a5 5 0 1 1 1.5 3.5M3 12V8.5h3.5",
} as const;

type ButtonName = keyof typeof drawings;

export function createToolbar(stage: NotedStage, camera: Camera): Toolbar {
  const help = select(stage.root).append("p").attr("class", "stage-help").attr("id", helpId);
  for (const drawing of [stage.drawings.still, stage.drawings.moving]) {
    drawing.setAttribute("aria-describedby", helpId);
  }
  const bar = select(stage.root).append("div").attr("class", "stage-tools").attr("role", "group");
  const acts: Readonly<Record<ButtonName, () => void>> = {
    zoomOut: () => camera.by(1 / factor),
    fit: () => camera.fit(),
    zoomIn: () => camera.by(factor),
    tidy: () => stage.page.store.patch({ places: {} }),
  };
  const names = Object.keys(acts) as ButtonName[];
  const buttons = bar
    .selectAll<HTMLButtonElement, ButtonName>("button")
    .data(names)
    .join("button")
    .attr("type", "button")
    .on("click", (_event, name) => acts[name]());
  buttons
    .append("svg")
    .attr("viewBox", "0 0 16 16")
    .attr("aria-hidden", "true")
    .append("path")
    .attr("d", (name) => drawings[name]);
  return {
    update({ places }) {
      const { toolbar, howTo } = stage.notes;
      help.text(howTo);
      bar.attr("aria-label", toolbar.name);
      buttons.attr("aria-label", (name) => toolbar[name]).attr("title", (name) => toolbar[name]);
      const isMoved = Object.keys(places).length > 0;
      buttons.property("hidden", (name) => name === "tidy" && !isMoved);
    },
    close() {
      help.remove();
      bar.remove();
    },
  };
}
