/**
 * The ladder as it stands: what it keeps, and how it is shown: the window scrolled to where it should be, the
 * picture of it worked out and drawn.
 */

import type { LadderWords } from "#words/ladder-words";
import type { Page } from "../page.ts";
import type { Moment } from "../store.ts";
import { momentText } from "../time-text.ts";
import type { Namer } from "../topology/names.ts";
import type { Drawing } from "./drawing.ts";
import { stopId } from "./drawn-stops.ts";
import type { Frame } from "./frame.ts";
import { lanesOf } from "./lanes.ts";
import type { Writing } from "./lettering.ts";
import { markSentence, markText, shortText } from "./mark-text.ts";
import type { Model } from "./model.ts";
import type { NoteWords } from "./note-text.ts";
import { partsUnderWay } from "./parts-under-way.ts";
import { type Picture, pictureOf } from "./picture.ts";
import { heightOf, lineAt } from "./scale.ts";
import { follow, glide, isInSight, reveal } from "./scroll.ts";
import { stopOfRow, stopsBetween } from "./stops.ts";
import { positionOfId } from "./telling.ts";

export interface Ladder {
  readonly page: Page;
  readonly frame: Frame;
  readonly drawing: Drawing;
  readonly namer: Namer;
  model: Model | undefined;
  words: LadderWords | undefined;
  /** Whether the window goes with the shown moment. */
  isFollowing: boolean;
  isFilterOpen: boolean;
  /** Something changed, and its drawing was put off. */
  isOwed: boolean;
  /** The place that the keyboard is at. */
  cursor: number | undefined;
  /** The window, as it was scrolled last. */
  top: number;
  height: number;
  width: number;
  /** When it was drawn last, by the clock of the screen. */
  drawnAt: number;
  /** How long that took, in milliseconds. */
  drawingTook: number;
}

/** How the moment came to be the shown one: it was played to, or leapt to. */
export type Going = "playing" | "still" | "leaping";

/** Scrolls so far that the shown moment is in sight; while playing ahead of it, for what comes next. */
export function goWithMoment(ladder: Ladder, moment: Moment, going: Going): void {
  const { model } = ladder;
  if (model === undefined) return;
  const y = lineAt(model.scale, moment);
  if (going === "leaping" ? isInSight(viewportOf(ladder), y) : !ladder.isFollowing) return;
  ladder.isFollowing = true;
  const goal = follow(viewportOf(ladder), y, fullHeight(ladder));
  const passed = performance.now() - ladder.drawnAt;
  scrollTo(ladder, going === "playing" ? glide(viewportOf(ladder), goal, passed) : goal);
}

/** Scrolls so far that the row of an event is in sight. */
export function goToEvent(ladder: Ladder, event: number): void {
  const { model } = ladder;
  if (model === undefined) return;
  const { telling, scale } = model;
  const stop = stopOfRow(scale, telling.rowOf[positionOfId(telling.recording, event)] ?? -1);
  if (stop === undefined) return;
  const range = { from: stop.top, to: stop.bottom };
  scrollTo(ladder, reveal(viewportOf(ladder), range, fullHeight(ladder)));
}

export const viewportOf = ({ top, height }: Ladder): { top: number; height: number } => ({ top, height });

export const fullHeight = ({ model, height }: Ladder): number =>
  Math.max(height, model === undefined ? 0 : heightOf(model.scale));

/** Makes the room as high as everything; where it has become lower, the window may stand elsewhere. */
export function fitRoom(ladder: Ladder): void {
  const { room, scroller } = ladder.frame;
  room.style.height = `${Math.ceil(fullHeight(ladder))}px`;
  ladder.top = scroller.scrollTop;
}

/** Scrolls the window; the room is made high enough first. */
export function scrollTo(ladder: Ladder, top: number): void {
  const { room, scroller } = ladder.frame;
  room.style.height = `${Math.ceil(fullHeight(ladder))}px`;
  if (top === ladder.top) return;
  ladder.top = top;
  // Scrolling makes the browser lay the page out: once, after every view has drawn.
  queueMicrotask(() => {
    scroller.scrollTop = ladder.top;
  });
}

/** Draws what is in the window. */
export function draw(ladder: Ladder): void {
  const { model, words, frame, page } = ladder;
  if (model === undefined || words === undefined) return;
  ladder.drawnAt = performance.now();
  frame.room.style.height = `${Math.ceil(fullHeight(ladder))}px`;
  const { moment, selection } = page.store.state();
  const lanes = lanesOf(model.order, ladder.width);
  const said = wordsOf(ladder, model, words);
  const { top, height } = ladder;
  const picture = pictureOf({
    scale: model.scale,
    lanes,
    moment,
    chosen: model.chain?.position,
    chain: model.chain,
    top,
    bottom: top + height,
    owner: said.naming.owner,
    underWay: partsUnderWay(model.telling, moment),
  });
  const { node } = selection;
  ladder.drawing.draw(picture, { lanes, top, height, node, now: momentText(moment.at) }, writingOf(said));
  const stops = stopsBetween(model.scale, top, top + height);
  const chosenRow = model.telling.rowOf[model.chain?.position ?? -1];
  const { cursor } = ladder;
  ladder.drawing.drawStops(
    stops,
    { lanes, cursor, chosenRow, sentence: ({ mark }) => markSentence(mark, said) },
    top,
  );
  const isCursorDrawn = stops.some(({ place }) => place === cursor);
  if (cursor !== undefined && isCursorDrawn) {
    frame.scroller.setAttribute("aria-activedescendant", stopId(cursor));
  } else frame.scroller.removeAttribute("aria-activedescendant");
  showEdges(ladder, words, picture);
  ladder.drawingTook = performance.now() - ladder.drawnAt;
}

/** All that is needed to word a mark at the shown moment. */
export function wordsOf({ page, namer }: Ladder, model: Model, ladder: LadderWords): NoteWords {
  const { moment, addressing } = page.store.state();
  const naming = namer(model.telling.recording, model.scenario, moment, addressing);
  return { ladder, naming, stage: page.words().stage, isAlone: model.filter.isDropsOnly };
}

const writingOf = (said: NoteWords): Writing => ({
  frame: (sending) => markText(sending, said),
  shortFrame: (sending) => shortText(sending, said),
  note: (mark) => markText(mark, said),
});

/**
 * What is told around the drawing: the way back to the moment, that there is nothing.
 */
function showEdges(ladder: Ladder, said: LadderWords, { now }: Picture): void {
  const { frame, model } = ladder;
  const isEmpty = model === undefined || model.scale.rows.length === 0;
  const isAway = !isEmpty && !ladder.isFollowing && !isInSight(viewportOf(ladder), now);
  frame.back.hidden = !isAway;
  const text = `${now > ladder.top ? "↓" : "↑"} ${said.backToNow}`;
  if (frame.back.textContent !== text) frame.back.textContent = text;
  frame.empty.hidden = !isEmpty;
  const reason = model !== undefined && model.telling.rows.length > 0 ? said.nothingShown : said.empty;
  if (frame.empty.textContent !== reason) frame.empty.textContent = reason;
}
