/**
 * What is to be drawn of the ladder between two heights: arrows, notes, pauses, the line of the shown moment
 * and the band of the selected event, all in pixels and in the order of telling. Nothing is drawn here.
 */

import type { Nanos } from "#sim/engine/time";
import type { MacAddress } from "#sim/wire/address";
import type { Moment } from "../store.ts";
import { type Chain, isInChain } from "./chain.ts";
import type { Lanes } from "./lanes.ts";
import type { Arrival, Note, Row, Sending, TypedLine } from "./marks.ts";
import type { UnderWay } from "./parts-under-way.ts";
import { crossingAt, isPast, lineAt, pauseBefore, placesBetween, type Scale, yOf } from "./scale.ts";

/** What the ladder shows, and of which part of it. */
export interface Sight {
  readonly scale: Scale;
  readonly lanes: Lanes;
  readonly moment: Moment;
  /** The position of the selected event. */
  readonly chosen: number | undefined;
  readonly chain: Chain | undefined;
  readonly top: number;
  readonly bottom: number;
  /** The machine with a MAC address, where that is known. */
  readonly owner: (mac: MacAddress) => string | undefined;
  /** Where copies of a frame are that have not arrived in what is recorded. */
  readonly underWay: (sending: Sending) => readonly UnderWay[];
}

/** Whether something has happened by the shown moment, happens in it, or is recorded but yet to come. */
export type Stage = "past" | "flying" | "future";

interface Shape {
  readonly key: string;
  readonly stage: Stage;
  readonly isPale: boolean;
  readonly isChosen: boolean;
}

/** A frame from lane to lane. */
export interface ArrowShape extends Shape {
  readonly sending: Sending;
  readonly arrival: Arrival | undefined;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** How much of it has been travelled. */
  readonly part: number;
  /** So long that something else happened meanwhile: drawn thin, and labelled at both ends. */
  readonly isFar: boolean;
  /**
   * What is written beside it: at its middle, at its ends, or (another arrival of the same frame) nowhere.
   */
  readonly label: "middle" | "ends" | "start" | "end" | "none";
  readonly hasHead: boolean;
}

export interface NoteShape extends Shape {
  readonly mark: Note | TypedLine;
  readonly x: number;
  readonly y: number;
  /** From where a frame came that ended here. */
  readonly from: { readonly x: number; readonly y: number } | undefined;
}

export interface PauseShape {
  readonly key: string;
  readonly y: number;
  readonly pause: Nanos;
}

export interface Picture {
  readonly arrows: readonly ArrowShape[];
  readonly notes: readonly NoteShape[];
  readonly pauses: readonly PauseShape[];
  readonly band: { readonly top: number; readonly bottom: number } | undefined;
  readonly now: number;
}

/** From here on an arrow is far, and from there on nobody finds the other end by following it. */
const farHeight = 90;
const lostHeight = 170;
/** The fall of an arrow that is drawn without both its ends. */
const fall = 9;
/** What of a frame is drawn whose goal is not known. */
const stub = 40;
/** More arrows across the window than this are left out: they would be a grey wall. */
const mostAcross = 24;
/** What an arrow takes above and below its ends. */
const above = 19;
const below = 8;

/** What is to be drawn. */
export function pictureOf(sight: Sight): Picture {
  const { scale, top, bottom, moment } = sight;
  const { telling } = scale;
  const range = placesBetween(scale, top - above, bottom + above);
  const sendings = new Set<number>();
  const notes: NoteShape[] = [];
  const pauses: PauseShape[] = [];
  for (let place = range.from; place < range.to; place++) {
    const pause = pauseBefore(scale, place);
    const y = scale.ys[place] as number;
    if (pause !== undefined) pauses.push({ key: `${scale.rows[place]}`, y: pauseLine(scale, place), pause });
    const row = telling.rows[scale.rows[place] as number] as Row;
    const mark = telling.marks[row.mark];
    if (mark === undefined) continue;
    if (mark.kind === "sending") sendings.add(mark.number);
    else notes.push(noteShape(sight, mark, y));
  }
  const across = crossingAt(scale, range);
  if (across.length <= mostAcross) for (const number of across) sendings.add(number);
  const arrows = [...sendings].sort((one, other) => one - other).flatMap((number) => arrowsOf(sight, number));
  const visible = arrows.filter(({ y1, y2 }) => y2 >= top - above && y1 <= bottom + above);
  const drawn = { arrows: visible, notes };
  const shapes = isChainInSight(drawn) ? drawn : withoutPallor(drawn);
  return { ...shapes, pauses, band: bandOf(sight, visible), now: lineAt(scale, moment) };
}

type Shapes = Pick<Picture, "arrows" | "notes">;

const isChainInSight = ({ arrows, notes }: Shapes): boolean =>
  arrows.some(({ isPale: pale }) => !pale) ||
  notes.some(({ mark, isPale: pale }) => mark.kind === "note" && !pale);

/** Where nothing of a chain is in the window, nothing has to stand back for it. */
const withoutPallor = ({ arrows, notes }: Shapes): Shapes => ({
  arrows: arrows.map((shape) => ({ ...shape, isPale: false })),
  notes: notes.map((shape) => ({ ...shape, isPale: false })),
});

/** Between what was told before a pause and what is told after it. */
const pauseLine = ({ ys }: Scale, place: number): number => (ys[place - 1] as number) + 14;

function noteShape(sight: Sight, mark: Note | TypedLine, y: number): NoteShape {
  const { scale, moment } = sight;
  const row = scale.telling.rows[mark.row] as Row;
  const position = mark.kind === "note" ? mark.position : undefined;
  return {
    key: `${mark.number}`,
    mark,
    y,
    stage: isPast(row, moment) ? "past" : "future",
    isPale: position !== undefined && isPale(sight, position),
    isChosen: position !== undefined && position === sight.chosen,
    ...placeOfNote(sight, mark, y),
  };
}

/** At the lane of its machine; where a frame ended on its way, between two lanes. */
function placeOfNote(sight: Sight, mark: Note | TypedLine, y: number): Pick<NoteShape, "x" | "from"> {
  const { lanes, scale } = sight;
  const sending = mark.kind === "note" ? scale.telling.marks[mark.sending ?? -1] : undefined;
  if (sending?.kind !== "sending") return { x: laneOf(lanes, mark.node), from: undefined };
  const start = laneOf(lanes, sending.node);
  const end = endLane(sight, sending);
  const begun = scale.ys[scale.places[sending.row] ?? -1];
  const from = { x: start, y: Math.max(begun ?? y - fall, y - farHeight) };
  return { x: (start + (end ?? start + stub * 2 * direction(lanes, start))) / 2, from };
}

const laneOf = ({ xs, gutter }: Lanes, node: string): number => xs.get(node) ?? gutter;

/** The lane that a frame is addressed to. */
function endLane({ owner, lanes }: Sight, { frame, node }: Sending): number | undefined {
  const machine = owner(frame.dst);
  return machine === undefined || machine === node ? undefined : lanes.xs.get(machine);
}

/** Which way a stub points: to where there is room. */
const direction = ({ width, gutter }: Lanes, x: number): number => (x > (width + gutter) / 2 ? -1 : 1);

function arrowsOf(sight: Sight, number: number): ArrowShape[] {
  const { scale } = sight;
  const sending = scale.telling.marks[number];
  if (sending?.kind !== "sending") return [];
  const begun = scale.ys[scale.places[sending.row] ?? -1];
  const shown = sending.arrivals.filter(({ row }) => (scale.places[row] ?? -1) >= 0);
  const arrows = shown.map((arrival, index) =>
    arrowTo(sight, sending, arrival, { begun, isFirst: index === 0 }),
  );
  return begun === undefined ? arrows : [...arrows, ...pending(sight, sending, begun)];
}

/** Copies of a frame that nobody has taken yet, as far as is recorded. */
function pending(sight: Sight, sending: Sending, begun: number): ArrowShape[] {
  const { arrivals, ends } = sending;
  const isOver = arrivals.length > 0 || ends.length > 0;
  const copies = sight.underWay(sending).filter(({ node }) =>
    // Of what is on its way to a switch it is known already where it has come to, if it has.
    node === undefined ? !isOver : !arrivals.some((arrival) => arrival.node === node),
  );
  if (copies.length === 0) return isOver ? [] : [stubOf(sight, sending, begun, undefined)];
  return copies.map((copy) => stubOf(sight, sending, begun, copy));
}

function arrowTo(
  sight: Sight,
  sending: Sending,
  arrival: Arrival,
  { begun, isFirst }: { readonly begun: number | undefined; readonly isFirst: boolean },
): ArrowShape {
  const { scale, lanes } = sight;
  const y2 = scale.ys[scale.places[arrival.row] as number] as number;
  const y1 = begun ?? y2 - fall;
  const isFar = y2 - y1 > farHeight;
  const part = partBetween(sight, { sending, arrival }, { y1, y2 });
  return {
    key: `${sending.number}:${arrival.position}`,
    sending,
    arrival,
    x1: laneOf(lanes, sending.node),
    y1,
    x2: laneOf(lanes, arrival.node),
    y2,
    part,
    stage: part === 0 ? "future" : part === 1 ? "past" : "flying",
    isFar,
    label: labelOf(y2 - y1, isFirst),
    hasHead: true,
    isPale: isPale(sight, arrival.position),
    isChosen: isRowOf(sight, arrival.row) || isRowOf(sight, sending.row),
  };
}

function labelOf(height: number, isFirst: boolean): ArrowShape["label"] {
  if (height <= farHeight) return isFirst ? "middle" : "none";
  if (height <= lostHeight) return isFirst ? "start" : "end";
  return isFirst ? "ends" : "end";
}

/** A frame that is under way still, or that nobody took: its end is not known, but perhaps its goal is. */
function stubOf(sight: Sight, sending: Sending, y1: number, copy: UnderWay | undefined): ArrowShape {
  const { lanes, moment, scale } = sight;
  const x1 = laneOf(lanes, sending.node);
  const end = copy?.node === undefined ? endLane(sight, sending) : lanes.xs.get(copy.node);
  const isSent = isPast({ after: sending.position + 1, at: sending.at }, moment);
  const part = copy?.part ?? 0.5;
  // The frame itself is where the moment is.
  const y2 = y1 + Math.max(fall, (yOf(scale, moment) - y1) / Math.max(part, 0.05));
  return {
    key: `${sending.number}~${copy?.node ?? ""}`,
    sending,
    arrival: undefined,
    x1,
    y1,
    x2: end ?? x1 + stub * direction(lanes, x1),
    y2: isSent ? y2 : y1 + fall,
    part: isSent ? part : 0,
    stage: isSent ? "flying" : "future",
    isFar: false,
    label: sending.arrivals.length > 0 ? "none" : end === undefined ? "start" : "middle",
    hasHead: false,
    isPale: isPale(sight, sending.position),
    isChosen: isRowOf(sight, sending.row),
  };
}

/**
 * How much of an arrow is behind the moment: none before the frame was sent, all only once it has arrived.
 */
function partBetween(
  { scale, moment }: Sight,
  { sending, arrival }: { readonly sending: Sending; readonly arrival: Arrival },
  { y1, y2 }: { readonly y1: number; readonly y2: number },
): number {
  if (isPast({ after: arrival.position + 1, at: arrival.at }, moment)) return 1;
  if (!isPast({ after: sending.position + 1, at: sending.at }, moment)) return 0;
  return Math.min(0.999, Math.max(0.001, (yOf(scale, moment) - y1) / Math.max(1, y2 - y1)));
}

/** Whether a row is where the selected event is to be found. */
const isRowOf = ({ scale, chosen }: Sight, row: number): boolean =>
  chosen !== undefined && scale.telling.rowOf[chosen] === row;

const isPale = ({ chain }: Sight, position: number): boolean =>
  chain !== undefined && !isInChain(chain, position);

/** The band behind the selected event: its arrow, or the place at which it is to be found. */
function bandOf({ scale, chosen }: Sight, arrows: readonly ArrowShape[]): Picture["band"] {
  if (chosen === undefined) return undefined;
  const row = scale.telling.rowOf[chosen];
  const y = scale.ys[scale.places[row ?? -1] ?? -1];
  const arrow = arrows.find(
    ({ sending, arrival, isFar }) => !isFar && (sending.row === row || arrival?.row === row),
  );
  if (arrow !== undefined) return { top: arrow.y1 - above + 2, bottom: arrow.y2 + below };
  return y === undefined ? undefined : { top: y - above / 2 - 1, bottom: y + below + 1 };
}
