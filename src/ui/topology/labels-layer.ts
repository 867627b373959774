/**
 * The words beside frames in flight: what each is, and what was changed of it last. Words keep off machines
 * and off one another; of several frames that a switch sends at once as copies of one, one carries the
 * words.
 */

import type { Flight } from "#lab/batch";
import { element } from "./frame-mark.ts";
import { boxOfMark, type FrameMark } from "./frames-layer.ts";
import type { Box, Size } from "./geometry.ts";
import { type Labelled, placeLabels, type Side } from "./placing.ts";
import type { Measure } from "./text-width.ts";

/** What is written beside a frame. */
export interface LabelText {
  readonly what: string;
  readonly detail: string;
}

export interface LabelsData {
  readonly marks: readonly FrameMark[];
  readonly isSelected: (flight: Flight) => boolean;
  readonly textOf: (flight: Flight) => LabelText;
  readonly fixed: readonly Box[];
  readonly room: Box;
  /** How large words are written. */
  readonly scale: number;
}

export interface LabelsLayer {
  show(data: LabelsData): void;
  /** Says everything anew: names or the language have changed. */
  reset(): void;
}

interface Label {
  readonly node: SVGGElement;
  readonly size: Size;
  side: Side | undefined;
}

const whatSize = 12.5;
const detailSize = 11;
const lineHeight = 16;

export function createLabelsLayer(root: SVGGElement, measure: Measure): LabelsLayer {
  const labels = new Map<number, Label>();
  const drop = (id: number): void => {
    labels.get(id)?.node.remove();
    labels.delete(id);
  };
  const labelFor = (flight: Flight, text: LabelText): Label => {
    const known = labels.get(flight.id);
    if (known !== undefined) return known;
    const made = labelOf(text, measure);
    root.append(made.node);
    labels.set(flight.id, made);
    return made;
  };
  return {
    show({ marks, isSelected, textOf, fixed, room, scale }) {
      const carriers = carriersOf(marks, isSelected);
      const shown = new Set(carriers.map(({ flight }) => flight.id));
      for (const id of [...labels.keys()]) if (!shown.has(id)) drop(id);
      const wanted = carriers.map((mark): Labelled => {
        const { size, side } = labelFor(mark.flight, textOf(mark.flight));
        const { width, height } = size;
        const isNeeded = isSelected(mark.flight);
        return {
          id: mark.flight.id,
          box: boxOfMark(mark),
          size: { width: width * scale, height: height * scale },
          last: side,
          isNeeded,
        };
      });
      const frames = marks.map((mark) => ({ id: mark.flight.id, box: boxOfMark(mark) }));
      const placed = new Map(placeLabels(wanted, { fixed, room, frames }).map((label) => [label.id, label]));
      for (const [id, label] of labels) put(label, placed.get(id), scale);
    },
    reset() {
      for (const id of [...labels.keys()]) drop(id);
    },
  };
}

function put(
  label: Label,
  placed: { readonly side: Side; readonly box: Box } | undefined,
  scale: number,
): void {
  label.node.style.display = placed === undefined ? "none" : "";
  if (placed === undefined) return;
  const { x: left, y: top } = placed.box;
  const zoom = scale === 1 ? "" : ` scale(${scale})`;
  label.node.setAttribute("transform", `translate(${left.toFixed(1)},${top.toFixed(1)})${zoom}`);
  if (label.side === placed.side) return;
  label.side = placed.side;
  const isEnd = placed.side.endsWith("left");
  const isMiddle = placed.side === "above" || placed.side === "below";
  const x = isEnd ? label.size.width : isMiddle ? label.size.width / 2 : 0;
  for (const text of label.node.children) {
    text.setAttribute("x", String(x));
    text.setAttribute("text-anchor", isEnd ? "end" : isMiddle ? "middle" : "start");
  }
}

function labelOf({ what, detail }: LabelText, measure: Measure): Label {
  const node = element("g", { class: "frame-label" });
  const first = element("text", { class: "what", y: lineHeight / 2 });
  first.textContent = what;
  node.append(first);
  if (detail !== "") {
    const second = element("text", { class: "detail", y: lineHeight * 1.5 - 1 });
    second.textContent = detail;
    node.append(second);
  }
  const width = Math.max(measure(what, whatSize, "bold"), measure(detail, detailSize, "mono"));
  return { node, size: { width, height: detail === "" ? lineHeight : 2 * lineHeight }, side: undefined };
}

/** The frames that carry words: of copies that are sent at once from one place, the one in the middle. */
function carriersOf(
  marks: readonly FrameMark[],
  isSelected: (flight: Flight) => boolean,
): readonly FrameMark[] {
  const groups = new Map<string, FrameMark[]>();
  for (const mark of marks) {
    const { from, sentAt, frame } = mark.flight;
    const { payload } = frame;
    const what = payload.kind === "ipv4" ? payload.origin : payload.kind === "arp" ? payload.targetIp : 0;
    const key = `${from.node} ${sentAt} ${frame.src} ${frame.dst} ${what}`;
    groups.set(key, [...(groups.get(key) ?? []), mark]);
  }
  return [...groups.values()].flatMap((group) => {
    const selected = group.filter(({ flight }) => isSelected(flight));
    const middle = group[Math.floor((group.length - 1) / 2)];
    return selected.length > 0 ? selected : middle === undefined ? [] : [middle];
  });
}
