/**
 * Choosing by pointer and by keyboard: a click or Enter selects, arrow keys move the machine that has the
 * focus. A click takes no focus, so that keys that are pressed then are the player's and move no machine.
 */

import type { Camera } from "./camera.ts";
import type { Point } from "./geometry.ts";
import type { MarksLayer } from "./marks-layer.ts";
import type { Stage } from "./stage.ts";
import { choose, subjectOf } from "./subject.ts";

const step = 12;

const arrows: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -step, y: 0 },
  ArrowRight: { x: step, y: 0 },
  ArrowUp: { x: 0, y: -step },
  ArrowDown: { x: 0, y: step },
};

/** Listens; answers how to stop that. */
export function listen(stage: Stage, marks: MarksLayer, camera: Camera): () => void {
  const { pane } = stage;
  const onClick = (event: MouseEvent): void => choose(stage, subjectOf(stage, marks, event));
  const onMouse = (event: MouseEvent): void => event.preventDefault();
  const onDown = (): void => {
    if (document.activeElement instanceof HTMLElement || document.activeElement instanceof SVGElement) {
      document.activeElement.blur();
    }
  };
  const onKey = (event: KeyboardEvent): void => {
    const subject = subjectOf(stage, marks, { target: event.target });
    if (subject === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const by = arrows[event.key];
    if (event.key === "Enter" || event.key === " ") choose(stage, subject);
    else if (by !== undefined && "id" in subject) camera.nudge(subject.id, by);
    else return;
    event.preventDefault();
  };
  pane.addEventListener("click", onClick);
  pane.addEventListener("mousedown", onMouse);
  pane.addEventListener("pointerdown", onDown);
  pane.addEventListener("keydown", onKey);
  return () => {
    pane.removeEventListener("click", onClick);
    pane.removeEventListener("mousedown", onMouse);
    pane.removeEventListener("pointerdown", onDown);
    pane.removeEventListener("keydown", onKey);
  };
}
