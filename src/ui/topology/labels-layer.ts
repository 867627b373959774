/**
 * The words beside frames in flight: what each is, and what was changed of it last. Words keep off machines
 * and off one another; of several frames that a switch sends at once as copies of one, one carries the
 * words.
 */

import type { Flight } from "#lab/batch";
import { element } from "./frame-mark.ts";
import { boxOfMark, type FrameMark } from "./frames-layer.ts";
import { around, type Box, type Size } from "./geometry.ts";
import { pileOf } from "./piles.ts";
import { type Labelled, type PlacedLabel, placeLabels, type Side } from "./placing.ts";
import type { Measure } from "./text-width.ts";

/** What is written beside a frame. */
export interface LabelText {
  readonly what: string;
  /** From whom to whom; empty where `what` says it all. */
  readonly ends: string;
  readonly detail: string;
}

export interface LabelsData {
  readonly marks: readonly FrameMark[];
  readonly isSelected: (flight: Flight) => boolean;
  /** Whether time passes: then words stay on their side of a frame as long as they can. */
  readonly isPassing: boolean;
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
  readonly shortSize: Size;
  /** Of how many frames it tells. */
  readonly count: number;
  side: Side | undefined;
  isShort: boolean;
}

const whatSize = 12.5;
const detailSize = 11;
const lineHeight = 16;

export function createLabelsLayer(root: SVGGElement, measure: Measure): LabelsLayer {
  const labels = new Map<string, Label>();
  const drop = (key: string): void => {
    labels.get(key)?.node.remove();
    labels.delete(key);
  };
  const labelFor = ({ key, flights }: Pile, textOf: LabelsData["textOf"]): Label => {
    const known = labels.get(key);
    if (known?.count === flights.length) return known;
    drop(key);
    const made = labelOf(merged(flights.map(textOf)), flights.length, measure);
    root.append(made.node);
    labels.set(key, made);
    return made;
  };
  return {
    show({ marks, isSelected, isPassing, textOf, fixed, room, scale }) {
      const piles = pilesOf(marks, isSelected);
      const shown = new Set(piles.map(({ key }) => key));
      for (const key of [...labels.keys()]) if (!shown.has(key)) drop(key);
      const wanted = piles.map((pile): Labelled => {
        const { size, shortSize, side } = labelFor(pile, textOf);
        const scaled = ({ width, height }: Size): Size => ({ width: width * scale, height: height * scale });
        return {
          key: pile.key,
          box: pile.box,
          size: scaled(size),
          shortSize: scaled(shortSize),
          last: isPassing ? side : undefined,
          isNeeded: pile.flights.some(isSelected),
        };
      });
      const frames = marks.map((mark) => ({ key: keyOfPile(mark), box: boxOfMark(mark) }));
      const placed = new Map(placeLabels(wanted, { fixed, room, frames }).map((label) => [label.key, label]));
      for (const [key, label] of labels) put(label, placed.get(key), scale);
    },
    reset() {
      for (const key of [...labels.keys()]) drop(key);
    },
  };
}

function put(label: Label, placed: PlacedLabel | undefined, scale: number): void {
  label.node.style.display = placed === undefined ? "none" : "";
  if (placed === undefined) return;
  const { x: left, y: top } = placed.box;
  const zoom = scale === 1 ? "" : ` scale(${scale})`;
  label.node.setAttribute("transform", `translate(${left.toFixed(1)},${top.toFixed(1)})${zoom}`);
  if (label.side === placed.side && label.isShort === placed.isShort) return;
  label.side = placed.side;
  label.isShort = placed.isShort;
  label.node.classList.toggle("is-short", placed.isShort);
  const isEnd = placed.side.endsWith("left");
  const isMiddle = placed.side === "above" || placed.side === "below";
  const { width } = placed.isShort ? label.shortSize : label.size;
  const x = isEnd ? width : isMiddle ? width / 2 : 0;
  for (const text of label.node.children) {
    text.setAttribute("x", String(x));
    text.setAttribute("text-anchor", isEnd ? "end" : isMiddle ? "middle" : "start");
  }
}

function labelOf({ what, ends, detail }: LabelText, count: number, measure: Measure): Label {
  const node = element("g", { class: "frame-label" });
  const first = element("text", { class: "what", y: lineHeight / 2 });
  const rest = element("tspan", { class: "ends" });
  rest.textContent = ends === "" ? "" : ` ${ends}`;
  first.append(what, rest);
  node.append(first);
  if (detail !== "") {
    const second = element("text", { class: "detail", y: lineHeight * 1.5 - 1 });
    second.textContent = detail;
    node.append(second);
  }
  const line = measure(`${what} ${ends}`.trimEnd(), whatSize, "bold");
  return {
    node,
    size: {
      width: Math.max(line, measure(detail, detailSize, "mono")),
      height: detail === "" ? lineHeight : 2 * lineHeight,
    },
    shortSize: { width: measure(what, whatSize, "bold"), height: lineHeight },
    count,
    side: undefined,
    isShort: false,
  };
}

/** Frames that are in one place all the way: they lie on one another, and carry words together. */
interface Pile {
  readonly key: string;
  readonly flights: readonly Flight[];
  readonly box: Box;
}

const keyOfPile = ({ flight }: FrameMark): string => pileOf(flight);

/** The piles that carry words: of copies that are sent at once from one place, the one in the middle. */
function pilesOf(marks: readonly FrameMark[], isSelected: (flight: Flight) => boolean): readonly Pile[] {
  const floods = grouped(marks, keyOfCopy);
  const carriers = [...floods.values()].flatMap((copies) => {
    const selected = copies.filter(({ flight }) => isSelected(flight));
    const middle = copies[Math.floor((copies.length - 1) / 2)];
    return selected.length > 0 ? selected : middle === undefined ? [] : [middle];
  });
  return [...grouped(carriers, keyOfPile)].map(([key, pile]) => ({
    key,
    flights: pile.map(({ flight }) => flight),
    box: around(pile.map(boxOfMark)),
  }));
}

/** What a switch sends to several ports is one thing. */
function keyOfCopy({ flight: { from, sentAt, frame } }: FrameMark): string {
  const { payload, src, dst } = frame;
  const what = payload.kind === "ipv4" ? payload.origin : payload.kind === "arp" ? payload.targetIp : 0;
  return `${from.node} ${sentAt} ${src} ${dst} ${what}`;
}

function grouped(
  marks: readonly FrameMark[],
  keyOf: (mark: FrameMark) => string,
): Map<string, readonly FrameMark[]> {
  const groups = new Map<string, readonly FrameMark[]>();
  for (const mark of marks) {
    const key = keyOf(mark);
    groups.set(key, [...(groups.get(key) ?? []), mark]);
  }
  return groups;
}

/** Where frames go different ways, at most so many are named. */
const mostNamed = 3;

/**
 * Texts that stand together: what they are, one after the other. Those that go another way than the first, as
 * ICMP errors do among the data that they are about, are named first: there are fewer of them.
 */
export function merged(texts: readonly LabelText[]): LabelText {
  const [first] = texts;
  if (first === undefined) return { what: "", ends: "", detail: "" };
  const isAlike = ({ ends }: LabelText): boolean => ends === first.ends;
  const others = texts.filter((text) => !isAlike(text));
  const whats = [...new Set([...others, ...texts.filter(isAlike)].map(({ what }) => what))];
  if (others.length === 0) return { ...first, what: whats.join(", ") };
  const rest = whats.length > mostNamed ? ` +${whats.length - mostNamed}` : "";
  return { what: `${whats.slice(0, mostNamed).join(", ")}${rest}`, ends: "", detail: "" };
}
