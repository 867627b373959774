/**
 * Names for frames in flight, so that a person can go to them by keyboard and hear what they are. Where there
 * are too many to be labelled, there are too many to go through.
 */

import { type FrameMark, mostLabelled } from "./frames-layer.ts";
import { seenWords } from "./seen-words.ts";
import { textOf } from "./showing.ts";
import type { Stage } from "./stage.ts";

/** Keeps the names of frames; the returned function is called when frames may have changed. */
export function createFrameNames(stage: Stage): () => void {
  const named = new WeakMap<Element, number>();
  const nameOf = (mark: FrameMark): void => {
    const { node, flight } = mark;
    if (named.get(node) === flight.id && node.hasAttribute("role")) return;
    named.set(node, flight.id);
    const words = stage.page.words().stage;
    node.setAttribute("role", "button");
    node.setAttribute("tabindex", "0");
    const told = words.onItsWay(textOf(stage, flight).what, flight.from.node, flight.to.node);
    node.setAttribute("aria-label", `${told}, ${seenWords(node)}`);
  };
  return () => {
    const isFew = stage.marks.length <= mostLabelled;
    stage.layers.frames.toggleAttribute("aria-hidden", !isFew);
    if (!isFew) stage.layers.frames.setAttribute("aria-hidden", "true");
    if (isFew) for (const mark of stage.marks) nameOf(mark);
  };
}
