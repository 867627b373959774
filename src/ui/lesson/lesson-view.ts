/**
 * The lesson panel in its place: beside the stage, or under it where a projector shows little else. It draws
 * the session anew when anything it shows has changed, tells what changed to a screen reader, and keeps the
 * keyboard's place.
 */

import "./lesson.css";
import { html, nothing, render } from "lit/html.js";
import { type Caption, loadCaptions } from "#words/captions";
import { type LessonPanelWords, loadLessonPanelWords } from "#words/lesson-words";
import type { View } from "../page.ts";
import type { Notice, PageState } from "../store.ts";
import { hurryOn, judge, noteRest } from "./judge.ts";
import { plainText } from "./markdown.ts";
import { panel } from "./panel-template.ts";
import { isLearnersTurn, type Phase } from "./phase.ts";
import { choose } from "./question-template.ts";
import { contextOf, type LessonSession, phaseNow, stepNow } from "./session.ts";
import type { CoursePlace, PanelActs, Shown } from "./shown.ts";
import { createStagePicks, type StagePicks } from "./stage-picks.ts";

export interface LessonView extends View {
  readonly close: () => void;
}

export interface Made {
  readonly session: LessonSession;
  readonly said: LessonPanelWords;
  readonly course: CoursePlace;
  readonly acts: PanelActs;
  /** The words of the lesson in a language. */
  readonly wordsIn: (state: PageState) => Promise<LessonSession["words"]>;
}

interface Drawing extends Made {
  said: LessonPanelWords;
  caption: Caption | undefined;
  readonly root: HTMLElement;
  readonly picks: StagePicks;
  /** What was told last. */
  told: string;
  /** The hint or reply that came last. */
  newest: string;
  /** What was said to who wanted to go on without an answer. */
  held: Notice | undefined;
  isDue: boolean;
  wasTurn: boolean | undefined;
  /** The focus waits at the heading for what comes next. */
  isWaiting: boolean;
}

const elementOf = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`index.html has no #${id}`);
  return found;
};

/** Puts a lesson's panel into the page. */
export function createLessonView(made: Made): LessonView {
  const { session } = made;
  const { page } = session.app;
  const root = document.createElement("div");
  root.className = "lesson-panel";
  const picks = createStagePicks(elementOf("stage"), (answer) => choose(session, answer));
  const drawing: Drawing = {
    ...made,
    caption: undefined,
    root,
    picks,
    told: "",
    newest: "",
    held: undefined,
    isDue: false,
    wasTurn: undefined,
    isWaiting: false,
  };
  session.onChange = () => drawSoon(drawing);
  session.onHeld = () => {
    const text = drawing.said.panel.held;
    drawing.held = { tone: "plain", text };
    page.store.patch({ notice: drawing.held });
    page.say(text);
  };
  void speak(drawing);
  place(drawing);
  drawSoon(drawing);
  return {
    update(state, before) {
      if (state.language !== before.language) void speak(drawing);
      if (state.isProjector !== before.isProjector) place(drawing);
      session.leader.look();
      if (state.moment !== before.moment) {
        judge(session);
        hurryOn(session);
      }
      if (state.player.play !== before.player.play) noteRest(session);
      if (isConcerned(state, before)) draw(drawing);
    },
    close() {
      picks.close();
      withdrawHeld(drawing);
      session.onChange = () => {};
      render(nothing, root);
      root.remove();
      delete elementOf("scenario").dataset.lesson;
    },
  };
}

const isConcerned = (state: PageState, before: PageState): boolean =>
  state.moment !== before.moment ||
  state.selection !== before.selection ||
  state.player.play !== before.player.play ||
  state.player.stopped !== before.player.stopped ||
  state.isProjector !== before.isProjector;

/** Takes the words of the language at hand; the place in the lesson stays. */
async function speak(drawing: Drawing): Promise<void> {
  const { session, wordsIn } = drawing;
  const state = session.app.page.store.state();
  const [words, said, caption] = await Promise.all([
    wordsIn(state),
    loadLessonPanelWords(state.language),
    loadCaptions(state.language),
  ]);
  if (session.app.page.store.state().language !== state.language || session.isOver) return;
  session.words = words;
  Object.assign(drawing, { said, caption });
  draw(drawing);
}

/** Beside the stage, or in place of the caption. */
function place({ root, session }: Drawing): void {
  const { isProjector } = session.app.page.store.state();
  const caption = elementOf("caption");
  if (isProjector) caption.replaceChildren(root);
  else {
    if (caption.contains(root)) caption.replaceChildren();
    elementOf("scenario").append(root);
  }
  elementOf("scenario").dataset.lesson = "";
}

/** The machine goes through several states at once: only the last is drawn. */
function drawSoon(drawing: Drawing): void {
  if (drawing.isDue) return;
  drawing.isDue = true;
  queueMicrotask(() => {
    drawing.isDue = false;
    if (!drawing.session.isOver) draw(drawing);
  });
}

function shownOf({ session, said, course, caption, acts }: Drawing): Shown {
  const step = stepNow(session);
  const words = session.words.steps[step.name] ?? noWords;
  const state = session.app.page.store.state();
  return {
    ...{ session, state, said, caption, course, acts, step, words },
    ...{ context: contextOf(session), phase: phaseNow(session) },
  };
}

const noWords: Shown["words"] = {
  ...{ title: "", text: "", hints: [], options: {}, replies: {}, done: "", facts: [] },
};

function draw(drawing: Drawing): void {
  const { root, picks, session } = drawing;
  const shown = shownOf(drawing);
  const hadFocus = root.contains(document.activeElement);
  root.dataset.phase = shown.phase;
  render(html`${panel(shown)}`, root);
  followPhase(drawing, shown.phase);
  showNewest(drawing);
  const isLost = !root.contains(document.activeElement);
  const isWaiting = document.activeElement === root.querySelector("h3") && drawing.isWaiting;
  drawing.isWaiting = hadFocus && (isLost || isWaiting) && !keepFocus(root);
  const { step, phase, said } = shown;
  const kind = step.kind === "predict" && phase === "asked" ? step.ask.kind : undefined;
  const isStage = kind === "machine" || kind === "cable";
  picks.show(isStage ? { kind, draft: session.draft, nameOf: said.panel.cable } : undefined);
  if (shown.phase !== "asked") withdrawHeld(drawing);
  announce(drawing, shown);
}

/** Nothing is held any more: nothing says so any more. */
function withdrawHeld(drawing: Drawing): void {
  const { store } = drawing.session.app.page;
  if (drawing.held !== undefined && store.state().notice === drawing.held) {
    store.patch({ notice: undefined });
  }
  drawing.held = undefined;
}

/** On a narrow screen the panel lies over the stage: it gives way while something moves there. */
function followPhase(drawing: Drawing, phase: Phase): void {
  const { store } = drawing.session.app.page;
  const isTurn = isLearnersTurn(phase);
  if (drawing.wasTurn === isTurn || !matchMedia(narrow).matches) return;
  drawing.wasTurn = isTurn;
  if (phase === "opening") return;
  const { sheet } = store.state();
  if (!isTurn && sheet === "scenario") store.patch({ sheet: undefined });
  else if (isTurn && sheet === undefined) store.patch({ sheet: "scenario" });
}

/** As in layout.css. */
const narrow = "(max-width: 899px)";

/**
 * What had the focus is gone: it goes to what is to be done now, or waits at the heading until there is
 * something. Answers whether it found something.
 */
function keepFocus(root: HTMLElement): boolean {
  const next = root.querySelector<HTMLElement>("[data-next], [data-retry], .choice");
  const place = next ?? root.querySelector<HTMLElement>("h3");
  place?.focus({ preventScroll: true });
  return next !== null;
}

/** A hint or a reply that has just come is in sight, with what can be pressed below it. */
function showNewest(drawing: Drawing): void {
  const { root } = drawing;
  const newest = [...root.querySelectorAll(".doing > .answer, .hint")].at(-1);
  const text = newest?.textContent ?? "";
  if (text === drawing.newest) return;
  drawing.newest = text;
  newest?.nextElementSibling?.scrollIntoView({ block: "nearest" });
  newest?.scrollIntoView({ block: "nearest" });
}

/** Tells where one is, once: the text of a new step, then what becomes of it. */
function announce(drawing: Drawing, { phase, words, step, said, context }: Shown): void {
  const sign = `${step.name} ${phase} ${context.answer ?? ""}`;
  if (sign === drawing.told || !isLearnersTurn(phase)) return;
  const isNew = !drawing.told.startsWith(`${step.name} `);
  const last = drawing.root.querySelector("footer .buttons > *, .doing > *:last-child");
  if (!isNew) last?.scrollIntoView({ block: "nearest" });
  drawing.told = sign;
  const title = isNew ? `${words.title}. ${plainText(words.text)}` : "";
  const what =
    phase === "done" ? plainText(words.done) : phase === "asked" ? "" : said.panel.states[phase as "trying"];
  drawing.session.app.page.say([title, what].filter((text) => text !== "").join(" "));
  if (!isNew) return;
  drawing.root.closest("#scenario, #caption")?.scrollTo({ top: 0 });
  drawing.root.scrollTo({ top: 0 });
}
