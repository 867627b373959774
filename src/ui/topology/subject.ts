/**
 * What on the stage a person points at or has the focus on, and what choosing it does: it becomes the page's
 * subject, and the inspector turns the face to it that suits it.
 */

import type { PageState } from "../store.ts";
import type { FrameMark } from "./frames-layer.ts";
import type { Point } from "./geometry.ts";
import type { MarksLayer } from "./marks-layer.ts";
import type { Stage } from "./stage.ts";

export type Subject =
  | { readonly kind: "frame"; readonly mark: FrameMark }
  | { readonly kind: "event"; readonly event: number }
  | { readonly kind: "machine" | "segment"; readonly id: string };

/** Where something was pressed, or what has the focus. */
export interface Pointing {
  readonly target: EventTarget | null;
  /** In px of the window; a key has no place. */
  readonly clientX?: number;
  readonly clientY?: number;
}

/** What an element of the drawing belongs to. */
export function subjectOf(stage: Stage, marks: MarksLayer, pointing: Pointing): Subject | undefined {
  const { target } = pointing;
  if (!(target instanceof Element)) return undefined;
  const frame = target.closest<SVGGElement>(".layer-of-frames > .frame");
  const mark = frame === null ? undefined : stage.frames.markOf(frame, placeIn(frame, pointing));
  if (mark !== undefined) return { kind: "frame", mark };
  const beside = target.closest(".mark, .beside");
  const event = beside === null ? undefined : marks.eventOf(beside);
  if (event !== undefined) return { kind: "event", event };
  const group = target.closest<SVGGElement>(".machine, .segment");
  const id = group?.dataset.id;
  if (id === undefined) return undefined;
  return { kind: group?.classList.contains("machine") === true ? "machine" : "segment", id };
}

/** A place of the window in the coordinates of what is drawn. */
function placeIn(node: SVGGElement, { clientX, clientY }: Pointing): Point | undefined {
  const matrix = node.getScreenCTM();
  if (matrix === null || clientX === undefined || clientY === undefined) return undefined;
  return new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse());
}

/** Makes it the page's subject. */
export function choose({ page }: Stage, subject: Subject | undefined): void {
  const nothing = { event: undefined, node: undefined, flight: undefined };
  if (subject === undefined) {
    page.select(nothing);
    return;
  }
  switch (subject.kind) {
    case "frame": {
      const { id, cause } = subject.mark.flight;
      page.select({ ...nothing, flight: id, event: cause === 0 ? undefined : cause });
      turnTo(page, "packet");
      return;
    }
    case "event":
      page.select({ ...nothing, event: subject.event });
      turnTo(page, "why");
      return;
    case "machine":
    case "segment":
      page.select({ ...nothing, node: subject.id });
      turnTo(page, "node");
  }
}

const turnTo = ({ store }: Stage["page"], face: PageState["face"]): void => store.patch({ face });
