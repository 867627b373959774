/**
 * Brings the stage to a state of the page.
 *
 * While time passes, only frames and their words are moved; cards, cables and the layout are drawn anew when
 * what they say changes.
 */

import type { Flight } from "#lab/batch";
import { eventById, flightsAt } from "#lab/recording";
import { labelOf } from "../packet-label.ts";
import type { PageState } from "../store.ts";
import { hopText } from "./change.ts";
import { mostLabelled } from "./frames-layer.ts";
import { hopBefore } from "./hops.ts";
import type { LabelText } from "./labels-layer.ts";
import { markScale } from "./layout.ts";
import { layoutFor, type Scene, sceneOf } from "./scene.ts";
import { createReserved } from "./sizes.ts";
import { drawingRoom, look, type Stage, visibleRoom } from "./stage.ts";
import { isBecauseOf } from "./subject-flights.ts";

/** Texts that are kept of flights; beyond that they are made anew. */
const mostTexts = 2000;

const projectorScale = 1.5;

/** Shows a state of the page; `before` is the one shown last. */
export function update(stage: Stage, state: PageState, before: PageState): void {
  const { page } = stage;
  const scenario = page.scenario();
  if (scenario === undefined) return;
  const isNewScenario = stage.model?.scenario !== scenario;
  if (isNewScenario) clear(stage);
  if (stage.recording !== page.recording()) forget(stage);
  if (state.isProjector !== before.isProjector) stage.layout = undefined;
  const isForced =
    stage.layout === undefined ||
    state.language !== before.language ||
    state.addressing !== before.addressing ||
    state.places !== before.places;
  if (isForced || state.moment !== before.moment || state.head !== before.head) {
    showModel(stage, state, isForced);
  }
  if (state.selection !== before.selection || isNewScenario) showSelection(stage, state);
  // First what words have to keep off.
  stage.part?.update(state, before);
  showFrames(stage, state);
}

function clear(stage: Stage): void {
  stage.reserved = createReserved(stage.measure);
  stage.layout = undefined;
  stage.moved = undefined;
}

/** Another branch: the same ids are those of other frames and events. */
function forget(stage: Stage): void {
  stage.recording = stage.page.recording();
  stage.frames.reset();
  stage.labels.reset();
  stage.texts.clear();
  stage.part?.laidOut();
}

/** Brings cards and cables to the moment; the layout only where a card needs more room than was kept. */
function showModel(stage: Stage, state: PageState, isForced: boolean): void {
  const { page, modeller, reserved } = stage;
  const scenario = page.scenario();
  if (scenario === undefined || stage.room.width === 0) return;
  const model = modeller(page.recording(), scenario, state.moment, state.addressing);
  if (model === stage.model && stage.layout !== undefined && !isForced) return;
  if (isForced || model.names !== stage.model?.names) {
    stage.texts.clear();
    stage.labels.reset();
  }
  stage.model = model;
  const hasGrown = reserved.note(model.cards);
  if (hasGrown || stage.layout === undefined) {
    stage.scale = state.isProjector ? projectorScale : 1;
    stage.layout = layoutFor(model, reserved, {
      room: drawingRoom(stage),
      scale: stage.scale,
      measure: stage.measure,
    });
  }
  drawScene(stage, state);
}

function drawScene(stage: Stage, state: PageState): void {
  const { model, layout, page } = stage;
  if (model === undefined || layout === undefined) return;
  const before = stage.scene;
  const scene = sceneOf(model, layout, state.places, stage.measure);
  stage.scene = scene;
  const words = page.words().stage;
  const { boxes, lines, named } = scene;
  const { cards, segments, cables, broken, names } = model;
  const { density } = layout;
  stage.drawings.still.setAttribute("aria-label", words.name);
  stage.drawings.moving.setAttribute("aria-label", words.framesInFlight);
  stage.machines.show({ cards, boxes, density, names, words, measure: stage.measure });
  stage.links.show({ cables, lines, segments, boxes, density, words, broken, named });
  if (before === undefined || !isSameGeometry(before, scene)) stage.frames.reset();
  look(stage);
  stage.part?.laidOut();
}

const isSameGeometry = (before: Scene, after: Scene): boolean =>
  JSON.stringify([...before.lines]) === JSON.stringify([...after.lines]);

function showSelection(stage: Stage, { selection }: PageState): void {
  const event =
    selection.event === undefined ? undefined : eventById(stage.page.recording(), selection.event);
  stage.machines.mark(event?.event.node, selection.node);
  stage.frames.select((flight) => isSelected(stage, flight));
}

/** Whether a flight is what the page is about: itself, or by the event that led to it. */
function isSelected({ page, model }: Stage, flight: Flight): boolean {
  const { selection } = page.store.state();
  if (selection.flight !== undefined) return selection.flight === flight.id;
  if (selection.event === undefined) return false;
  const isMachine = (node: string): boolean => model?.cards.some(({ id }) => id === node) ?? false;
  return isBecauseOf(page.recording(), flight, selection.event, isMachine);
}

/** Draws the frames of the shown moment: this is all that is done while time passes. */
export function showFrames(stage: Stage, { moment, isStill, player }: PageState): void {
  const { scene, page, frames, labels } = stage;
  if (scene === undefined) return;
  const flights = flightsAt(page.recording(), moment.at);
  const { index, lines, layout } = scene;
  const scale = markScale[layout.density];
  stage.marks = frames.show({ flights, now: moment.at, isStill, index, lines, scale });
  const isFew = flights.length <= mostLabelled;
  const selected = (flight: Flight): boolean => isSelected(stage, flight);
  labels.show({
    marks: isFew ? stage.marks : stage.marks.filter(({ flight }) => selected(flight)),
    isSelected: selected,
    isPassing: player.play === "playing",
    textOf: (flight) => textOf(stage, flight),
    fixed: [...scene.boxes.values(), ...(stage.part?.boxes() ?? [])],
    room: visibleRoom(stage),
    scale,
  });
}

/** What is written beside a frame: what it is, and what was changed of it on its last hop. */
export function textOf(stage: Stage, flight: Flight): LabelText {
  const { texts, model, page } = stage;
  const known = texts.get(flight.id);
  if (known !== undefined) return known;
  if (model === undefined) return { what: "", ends: "", detail: "" };
  const words = page.words().stage;
  const label = labelOf(flight.frame, model.names, words.packet);
  const { flights } = page.recording().inFlight;
  const before = hopBefore(flights, flight, (node) => model.cards.some(({ id }) => id === node));
  const changed = before === undefined ? "" : hopText(before.frame, flight.frame, model.names, words);
  const isArp = flight.frame.payload.kind === "arp";
  const text = { what: label.what, ends: label.ends, detail: isArp ? label.detail : changed };
  if (texts.size > mostTexts) texts.clear();
  texts.set(flight.id, text);
  return text;
}

export function resize(stage: Stage): void {
  const { clientWidth: width, clientHeight: height } = stage.host;
  if (width === stage.room.width && height === stage.room.height) return;
  stage.room = { width, height };
  stage.layout = undefined;
  stage.moved = undefined;
  const state = stage.page.store.state();
  if (width === 0 || height === 0 || stage.page.scenario() === undefined) return;
  showSelection(stage, state);
  // Last, for it may outline the machine of what happened where nothing is selected.
  showModel(stage, state, true);
  showFrames(stage, state);
}
