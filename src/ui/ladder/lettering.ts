/**
 * Where texts and signs of the ladder stand, and what of a text there is room for.
 */

import { fitted, textWidth } from "../topology/text-width.ts";
import type { Lanes } from "./lanes.ts";
import type { Sending, Tone } from "./marks.ts";
import type { ArrowShape, NoteShape } from "./picture.ts";

/** How things are worded. */
export interface Writing {
  readonly frame: (sending: Sending) => string;
  /** Without from whom to whom. */
  readonly shortFrame: (sending: Sending) => string;
  readonly note: (mark: NoteShape["mark"]) => string;
}

export interface Label {
  readonly key: string;
  readonly text: string;
  /** Its middle, and its line. */
  readonly x: number;
  readonly y: number;
  /** Classes. */
  readonly look: string;
}

const headLength = 8;
const headWidth = 4;
const falling = 9;
const edge = 6;
/** Of texts, as ladder.css has it. */
const size = 11.5;

/** The labels of arrows: over their middle; of far ones at both ends. */
export function labelsOf(arrows: readonly ArrowShape[], lanes: Lanes, writing: Writing): Label[] {
  return arrows.flatMap((arrow) => labelsOfArrow(arrow, lanes, writing));
}

function labelsOfArrow(arrow: ArrowShape, lanes: Lanes, writing: Writing): Label[] {
  if (arrow.label === "none") return [];
  const text = fitted(wordingOf(arrow, lanes, writing), size, "sans", lanes.width - lanes.gutter - edge);
  const width = textWidth(text, size, "sans");
  const { x1, y1, x2, y2, key, stage, isPale, isChosen, isFar } = arrow;
  const look = `${stage} ${isPale ? "pale" : ""} ${isChosen ? "chosen" : ""} ${isFar ? "far" : ""}`;
  const at = (x: number, y: number, name = key): Label => {
    const within = Math.min(lanes.width - edge - width / 2, Math.max(lanes.gutter + width / 2, x));
    return { key: name, text, look, x: Math.round(within), y: Math.round(y) };
  };
  const way = Math.sign(x2 - x1) || 1;
  switch (arrow.label) {
    case "middle": {
      // A frame that is on its way still keeps its label, while the end of its arrow moves on.
      const end = arrow.arrival === undefined ? y1 + falling : y2;
      const { aside, up } = clearance({ ...arrow, y2: end }, width);
      return [at((x1 + x2) / 2 + way * aside, (y1 + end) / 2 - up)];
    }
    case "start":
      return [at(x1 + way * (10 + width / 2), y1 - 6)];
    case "end":
      return [at(x2 - way * (14 + width / 2), y2 - 7, `${key}>`)];
    case "ends":
      return [at(x1 + way * (10 + width / 2), y1 - 6), at(x2 - way * (14 + width / 2), y2 - 7, `${key}>`)];
  }
}

/** Where lanes are nearer than this, what is longer than its arrow is said in short. */
const narrow = 110;
const overhang = 12;

/** The lanes say from whom to whom, too. */
function wordingOf(arrow: ArrowShape, { pitch }: Lanes, { frame, shortFrame }: Writing): string {
  const full = frame(arrow.sending);
  if (pitch >= narrow || arrow.label !== "middle") return full;
  const room = Math.abs(arrow.x2 - arrow.x1) + overhang;
  return textWidth(full, size, "sans") <= room ? full : shortFrame(arrow.sending);
}

/** More than this a text is not raised over its arrow: it would touch the one above. */
const mostUp = 11;

/**
 * How far over the middle of an arrow a text has to stand, and how far aside, for the slope not to touch it.
 */
function clearance(
  { x1, y1, x2, y2, sending }: ArrowShape,
  width: number,
): { readonly aside: number; readonly up: number } {
  const slope = Math.abs((y2 - y1) / (x2 - x1 || 1));
  const least = sending.isTunnelled ? 6 : 4;
  const wanted = least + (slope * width) / 2;
  if (wanted <= mostUp) return { aside: 0, up: wanted };
  return { aside: Math.min(width / 2, (wanted - mostUp) / slope), up: mostUp };
}

/** Where the line of an arrow ends: short of the tip, or where the arrow has no head at its end. */
export function lineEnd({ x1, y1, x2, y2, hasHead }: ArrowShape): { readonly x: number; readonly y: number } {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const part = hasHead && length > headLength ? (length - headLength + 1) / length : 1;
  return { x: x1 + (x2 - x1) * part, y: y1 + (y2 - y1) * part };
}

/** The tip of an arrow, as a path; heights count from `anchor`. */
export function headOf({ x1, y1, x2, y2 }: ArrowShape, anchor: number): string {
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const [dx, dy] = [(x2 - x1) / length, (y2 - y1) / length];
  const [bx, by] = [x2 - dx * headLength, y2 - anchor - dy * headLength];
  const [wx, wy] = [-dy * headWidth, dx * headWidth];
  const corner = (x: number, y: number): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
  return `M${corner(x2, y2 - anchor)}L${corner(bx + wx, by + wy)}L${corner(bx - wx, by - wy)}Z`;
}

/** A shape for each tone: what they mean is to be seen without colours. */
const signs: Readonly<Record<Tone | "typed", string>> = {
  drop: "M-4 -4L4 4M4 -4L-4 4",
  pick: "M0 -5L5 0L0 5L-5 0Z",
  silence: "M4.5 0A4.5 4.5 0 1 1 -4.5 0A4.5 4.5 0 1 1 4.5 0ZM-3.2 3.2L3.2 -3.2",
  answer: "M-4.5 0.5L-1.5 3.5L4.5 -3.5",
  plain: "M3 0A3 3 0 1 1 -3 0A3 3 0 1 1 3 0Z",
  typed: "M-3 -4.5L2.5 0L-3 4.5",
};

export interface NoteLayout {
  readonly tone: Tone | "typed";
  readonly signPath: string;
  readonly side: "left" | "right";
  readonly x: number;
  readonly written: string;
}

const signRoom = 11;

/** A note stands to the right of its sign, or to the left where more of it fits there. */
export function noteLayout(shape: NoteShape, lanes: Lanes, writing: Writing): NoteLayout {
  const tone = shape.mark.kind === "typed" ? "typed" : shape.mark.tone;
  const face = tone === "typed" ? "mono" : "sans";
  const text = writing.note(shape.mark);
  const right = lanes.width - edge - shape.x - signRoom;
  const left = shape.x - signRoom - lanes.gutter;
  const side = textWidth(text, size, face) <= right || right >= left ? "right" : "left";
  const written = fitted(text, size, face, side === "right" ? right : left);
  return { tone, signPath: signs[tone], side, x: side === "right" ? signRoom : -signRoom, written };
}
