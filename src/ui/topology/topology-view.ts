/**
 * The stage: machines, cables, and the frames in flight at the shown moment, as an SVG drawing.
 *
 * Everything is computed from the recorded past and the moment; nothing is kept but elements to be used
 * again. What is not needed for the first picture (zooming, dragging, marks, tables, telling) is loaded once
 * this stands.
 */

import "./topology.css";
import type { Page, View } from "../page.ts";
import { resize, update } from "./showing.ts";
import { emptyStage } from "./stage.ts";

export function createStage(host: HTMLElement, page: Page): View {
  const stage = emptyStage(host, page);
  const observer = new ResizeObserver(() => resize(stage));
  observer.observe(host);
  resize(stage);
  let isOver = false;
  const complete = async (): Promise<void> => {
    await page.begun;
    const { createInteraction } = await import("./interaction.ts");
    const part = await createInteraction(stage);
    if (isOver) {
      part.close();
      return;
    }
    stage.part = part;
    part.laidOut();
    part.update(page.store.state(), page.store.state());
  };
  void complete();
  return {
    update: (state, before) => update(stage, state, before),
    resize: () => resize(stage),
    close() {
      isOver = true;
      observer.disconnect();
      stage.part?.close();
      stage.root.remove();
    },
  };
}
