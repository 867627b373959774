/**
 * The ladder: every frame from machine to machine, a lane each, downwards in the order of events. Its part of
 * the page; what it shows is worked out in model.ts and picture.ts.
 */

import "./ladder.css";
import type { LanguageCode } from "#words/languages";
import { loadLadderWords } from "#words/load-ladder";
import type { Page, View } from "../page.ts";
import type { PageState } from "../store.ts";
import { createNamer } from "../topology/names.ts";
import { createDrawing } from "./drawing.ts";
import { createFrame } from "./frame.ts";
import { draw, fitRoom, type Going, goToEvent, goWithMoment, type Ladder } from "./ladder.ts";
import { listenToLadder } from "./ladder-input.ts";
import { grow, modelOf, setChosen, takeUp } from "./model.ts";
import { drawSurroundings } from "./surroundings.ts";

/** Higher than this there is room for the filters all the time. */
const roomForFilters = 400;

export function createLadder(host: HTMLElement, page: Page): View {
  const frame = createFrame(host);
  const ladder: Ladder = {
    page,
    frame,
    drawing: createDrawing(frame.svg),
    namer: createNamer(),
    model: undefined,
    words: undefined,
    isFollowing: true,
    isFilterOpen: host.clientHeight > roomForFilters,
    isOwed: false,
    cursor: undefined,
    top: 0,
    height: 0,
    width: 0,
    drawnAt: 0,
    drawingTook: 0,
  };
  listenToLadder(ladder);
  const load = async (language: LanguageCode): Promise<void> => {
    const words = await loadLadderWords(language);
    if (page.store.state().language !== language) return;
    ladder.words = words;
    const state = page.store.state();
    takeIn(ladder, state, state);
    showAll(ladder);
  };
  void load(page.store.state().language);
  return {
    update(state, before) {
      if (state.language !== before.language) void load(state.language);
      if (ladder.words !== undefined) update(ladder, state, before);
    },
    resize: () => showAll(ladder),
    close: () => frame.root.remove(),
  };
}

function update(ladder: Ladder, state: PageState, before: PageState): void {
  const { model } = ladder;
  const recording = model?.telling.recording;
  const flows = model?.telling.flows.list.length;
  if (!takeIn(ladder, state, before) && !ladder.isOwed) return;
  const isOther = ladder.model?.telling.recording !== recording;
  if (isOther) ladder.isFollowing = true;
  if (isOther || state.isProjector !== before.isProjector || state.theme !== before.theme) {
    showAll(ladder);
    return;
  }
  if (isHidden(ladder)) return;
  const wasOwed = ladder.isOwed;
  ladder.isOwed = isSoon(ladder, state, before);
  if (ladder.isOwed) return;
  if (wasOwed || state.moment !== before.moment) goWithMoment(ladder, state.moment, goingOf(state));
  const { event } = state.selection;
  if (event !== undefined && event !== before.selection.event) goToEvent(ladder, event);
  const isNewFlow = ladder.isFilterOpen && flows !== ladder.model?.telling.flows.list.length;
  const isRenamed = state.addressing !== before.addressing;
  if (isNewFlow || isRenamed || state.selection !== before.selection) drawSurroundings(ladder);
  draw(ladder);
}

/**
 * While it plays, drawing every so many milliseconds is enough: the stage has the rest of the frame. Where
 * drawing takes long because very much happens, it gets this part of the time; it is never left for longer
 * than a reader would bear.
 */
const playingMillis = 48;
const mostOfTime = 1 / 45;
const longestPause = 1000;

/** Whether nothing but time has passed since it was drawn, and little of it. */
function isSoon({ drawnAt, drawingTook }: Ladder, state: PageState, before: PageState): boolean {
  const isPlaying = state.player.play === "playing" && state.player === before.player;
  const isSame = state.selection === before.selection && state.addressing === before.addressing;
  const pause = Math.min(longestPause, Math.max(playingMillis, drawingTook / mostOfTime));
  return isPlaying && isSame && performance.now() - drawnAt < pause;
}

function goingOf({ player, isStill }: PageState): Going {
  if (player.play !== "playing") return "leaping";
  return isStill ? "still" : "playing";
}

/** Measures the place anew and shows everything. */
function showAll(ladder: Ladder): void {
  const { frame, page } = ladder;
  drawSurroundings(ladder);
  const { clientHeight, clientWidth } = frame.scroller;
  ladder.height = clientHeight;
  ladder.width = clientWidth;
  if (isHidden(ladder)) return;
  drawSurroundings(ladder);
  fitRoom(ladder);
  const { moment } = page.store.state();
  if (ladder.isFollowing) goWithMoment(ladder, moment, "leaping");
  draw(ladder);
}

/** Folded away, or under another panel: what comes is told, and nothing is drawn. */
const isHidden = ({ height }: Ladder): boolean => height === 0;

/** Takes what is new into the model; answers whether there is anything to be shown anew. */
function takeIn(ladder: Ladder, state: PageState, before: PageState): boolean {
  const { page, model } = ladder;
  const scenario = page.scenario();
  if (scenario === undefined) return false;
  const recording = page.recording();
  const isOther = model?.telling.recording !== recording;
  if (model === undefined) ladder.model = modelOf(scenario, recording);
  else if (isOther) takeUp(model, scenario, recording);
  else if (state.head !== before.head || !model.isComplete) grow(model);
  else if (isSame(state, before)) return false;
  if (isOther) ladder.cursor = undefined;
  const { event } = state.selection;
  if (ladder.model !== undefined && (isOther || ladder.model.chain?.event !== event)) {
    setChosen(ladder.model, event);
  }
  if (ladder.model?.isComplete === false) requestAnimationFrame(() => goOnTelling(ladder));
  return true;
}

/** Tells the rest of a long recording, a part with each frame of the screen. */
function goOnTelling(ladder: Ladder): void {
  const { model, page } = ladder;
  if (model === undefined || model.isComplete) return;
  grow(model);
  if (!isHidden(ladder)) {
    goWithMoment(ladder, page.store.state().moment, "leaping");
    draw(ladder);
  }
  if (!model.isComplete) requestAnimationFrame(() => goOnTelling(ladder));
}

const isSame = (state: PageState, before: PageState): boolean =>
  state.moment === before.moment &&
  state.selection === before.selection &&
  state.addressing === before.addressing &&
  state.isProjector === before.isProjector &&
  state.theme === before.theme;
