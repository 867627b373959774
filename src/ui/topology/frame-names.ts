/**
 * Names for frames in flight, so that a person can go to them by keyboard and hear what they are. Where there
 * are too many to be labelled, there are too many to go through.
 */

import { lineOf } from "../packet-label.ts";
import { type FrameMark, mostLabelled } from "./frames-layer.ts";
import { seenWords } from "./seen-words.ts";
import { textOf } from "./showing.ts";
import type { NotedStage } from "./stage.ts";

export interface FrameNames {
  /** Frames may have changed. */
  show(): void;
  /** They are to be told in other words. */
  reset(): void;
}

export function createFrameNames(stage: NotedStage): FrameNames {
  let named = new WeakMap<Element, number>();
  const nameOf = ({ node, flight }: FrameMark): void => {
    if (named.get(node) === flight.id && node.hasAttribute("role")) return;
    named.set(node, flight.id);
    node.setAttribute("role", "button");
    node.setAttribute("tabindex", "0");
    const told = stage.notes.onItsWay(lineOf(textOf(stage, flight)), flight.from.node, flight.to.node);
    node.setAttribute("aria-label", `${told}, ${seenWords(node)}`);
  };
  return {
    show() {
      const isFew = stage.marks.length <= mostLabelled;
      if (isFew) stage.layers.frames.removeAttribute("aria-hidden");
      else stage.layers.frames.setAttribute("aria-hidden", "true");
      if (isFew) for (const mark of stage.marks) nameOf(mark);
    },
    reset() {
      named = new WeakMap();
    },
  };
}
