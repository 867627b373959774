/** The card that comes up beside the pointer over a machine, a segment or a frame. Not for fingers. */

import { select } from "d3-selection";
import { hoverTextOf } from "./hover-text.ts";
import type { MarksLayer } from "./marks-layer.ts";
import type { NotedStage } from "./stage.ts";
import { subjectOf } from "./subject.ts";

const delayMillis = 250;
const away = 14;

/** Listens for the pointer; answers how to stop that. */
export function createHoverCard(stage: NotedStage, marks: MarksLayer): () => void {
  const card = select(stage.root).append("div").attr("class", "hover-card").attr("aria-hidden", "true");
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hide = (): void => {
    clearTimeout(timer);
    card.classed("is-shown", false);
  };
  const show = (target: EventTarget | null, x: number, y: number): void => {
    const subject = subjectOf(stage, marks, { target, clientX: x, clientY: y });
    const text = subject === undefined ? undefined : hoverTextOf(stage, subject);
    if (text === undefined) return;
    card.selectAll("*").remove();
    card.append("strong").text(text.title);
    for (const line of text.lines) card.append("span").text(line);
    card.classed("is-shown", true);
    const { width, height } = card.node()?.getBoundingClientRect() ?? { width: 0, height: 0 };
    const room = stage.root.getBoundingClientRect();
    const left =
      x - room.left + away + width > room.width ? x - room.left - away - width : x - room.left + away;
    const top = Math.min(y - room.top + away, room.height - height - 4);
    card.style("left", `${Math.max(4, left)}px`).style("top", `${Math.max(4, top)}px`);
  };
  const onMove = ({ target, clientX, clientY, pointerType, buttons }: PointerEvent): void => {
    hide();
    if (pointerType === "touch" || buttons !== 0) return;
    timer = setTimeout(() => show(target, clientX, clientY), delayMillis);
  };
  stage.pane.addEventListener("pointermove", onMove);
  stage.pane.addEventListener("pointerdown", hide);
  stage.pane.addEventListener("pointerleave", hide);
  return () => {
    hide();
    stage.pane.removeEventListener("pointermove", onMove);
    stage.pane.removeEventListener("pointerdown", hide);
    stage.pane.removeEventListener("pointerleave", hide);
    card.remove();
  };
}
