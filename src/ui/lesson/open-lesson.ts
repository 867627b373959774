/**
 * Opens a lesson of the course at a step, and ends it when something else is opened. Loaded when the first
 * lesson is.
 */

import type { ShippedLesson } from "virtual:lessons";
import { createActor } from "xstate";
import type { Lesson, LessonWords } from "#lesson/lesson";
import { lessonMachine } from "#lesson/lesson.machine";
import { lessonProgress } from "#lesson/progress";
import { loadLessonPanelWords } from "#words/lesson-words";
import type { App, ToOpen } from "../app.ts";
import { findScenario, openingScenario } from "../find-scenario.ts";
import type { PageState } from "../store.ts";
import { carryOutAll } from "./carry-out.ts";
import { judge } from "./judge.ts";
import { progressOf } from "./kept-progress.ts";
import { createLeader } from "./leader.ts";
import { createLessonView } from "./lesson-view.ts";
import { contextOf, type LessonSession, nowhere, phaseNow, stepNow } from "./session.ts";
import type { CoursePlace, Shelf } from "./shown.ts";

/** Opens a lesson by its name, at a step by its name, or where the learner was. */
export async function openLesson(app: App, name: string, stepName?: string): Promise<void> {
  const { store } = app.page;
  const found = findLesson(await import("virtual:lessons"), name);
  if (found === undefined) return refuse(app, name);
  const { shipped, place } = found;
  const { language } = store.state();
  const [lesson, words, lab, said] = await Promise.all([
    shipped.load(),
    shipped.words[language](),
    findScenario(shipped.scenario),
    loadLessonPanelWords(language),
  ]);
  if (lab === undefined) return refuse(app, name);
  const asked = lesson.steps.findIndex((known) => known.name === stepName);
  const step = asked >= 0 ? asked : stepToGoOn(app, lesson, stepName);
  opened.get(app)?.end();
  const session = sessionOf({ app, shipped, lesson, words, found: lab, step });
  const view = app.mount(document.createElement("div"), () =>
    createLessonView({
      ...{ session, said, course: place },
      acts: {
        leave: () => app.page.open(shipped.scenario),
        openLesson: (next) => void openLesson(app, next),
        openCourse: () => store.patch({ dialog: "picker" }),
      },
      wordsIn: (state) => shipped.words[state.language](),
    }),
  );
  opened.set(
    app,
    endingOf(session, () => app.unmount(view)),
  );
  session.actor.start();
  if (stepName !== undefined && asked < 0) {
    store.patch({ notice: { tone: "bad", text: said.panel.noStep(words.title, stepName) } });
  }
}

/** The lesson that is open, to be ended before another one begins. */
const opened = new WeakMap<App, { readonly end: () => void }>();

/** Where the learner was; a lesson that is finished begins anew, as does one with a step nobody knows. */
function stepToGoOn(app: App, { name, steps }: Lesson, stepName: string | undefined): number {
  const { reached, finishedAt } = lessonProgress(progressOf(app.page).progress(), name);
  return stepName !== undefined || finishedAt !== undefined || reached >= steps.length ? 0 : reached;
}

async function refuse(app: App, name: string): Promise<void> {
  const { store } = app.page;
  const said = await loadLessonPanelWords(store.state().language);
  store.patch({ notice: { tone: "bad", text: said.course.noLesson(name) }, dialog: "picker" });
  if (store.state().scenario === undefined) app.page.open(openingScenario);
}

type Lists = typeof import("virtual:lessons");

/** A lesson by its name, wherever it stands, with its place there. */
function findLesson({ lessons, experiments, claims }: Lists, name: string) {
  const shelves: Readonly<Record<Shelf, readonly ShippedLesson[]>> = { course: lessons, experiments, claims };
  for (const shelf of ["course", "experiments", "claims"] as const) {
    const list = shelves[shelf];
    const index = list.findIndex((known) => known.name === name);
    const shipped = list[index];
    if (shipped === undefined) continue;
    const place: CoursePlace = { shelf, index, count: list.length, next: list[index + 1] };
    return { shipped, place };
  }
  return undefined;
}

interface Opening {
  readonly app: App;
  readonly shipped: ShippedLesson;
  readonly lesson: Lesson;
  readonly words: LessonWords;
  readonly found: ToOpen;
  readonly step: number;
}

function sessionOf({ app, shipped, lesson, words, found, step }: Opening): LessonSession {
  const { name } = shipped;
  const known = lessonProgress(progressOf(app.page).progress(), name);
  const hintCounts = Object.fromEntries(
    Object.entries(words.steps).map(([key, { hints }]) => [key, hints.length]),
  );
  const input = { lesson, step, reached: known.reached, done: known.steps, hintCounts };
  const actor = createActor(lessonMachine, { input });
  const { scenario } = found;
  const session: LessonSession = {
    ...{ app, name, lesson, words, actor, leader: createLeader(app), places: new Map(), start: nowhere },
    opens: {
      scenario: { ...scenario, script: [] },
      open: { name: shipped.scenario, title: shipped.title, summary: shipped.summary },
      until: 0,
    },
    ...{ left: undefined, isEnding: false, draft: undefined, truth: undefined, contradicts: undefined },
    ...{
      isStuck: false,
      isHurried: false,
      standings: [],
      isOver: false,
      onChange: () => {},
      onHeld: () => {},
    },
  };
  carryOutAll(session);
  follow(session);
  return session;
}

/** Keeps what the machine says where others see it. */
function follow(session: LessonSession): void {
  const { actor, app, leader, name } = session;
  let noted: unknown;
  actor.subscribe(() => {
    const context = contextOf(session);
    const phase = phaseNow(session);
    leader.hold = phase === "asked" ? session.onHeld : undefined;
    const step = stepNow(session);
    const { lesson, head } = app.page.store.state();
    if (lesson?.name !== name || lesson.step !== step.name) {
      const before = session.lesson.steps[context.step - 1]?.name;
      const isNext = lesson?.name === name && lesson.step === before;
      // Whoever looks at the past comes back to the present for it.
      const since = isNext ? { since: head.at } : {};
      app.page.store.patch({ lesson: { name, step: step.name, ...since } });
    }
    const sign = [context.reached, context.done, phase === "finished"];
    if (String(JSON.stringify(sign)) !== noted) {
      noted = JSON.stringify(sign);
      const finished = phase === "finished" ? { finishedAt: Date.now() } : {};
      progressOf(app.page).note(name, { done: context.done, reached: context.reached, ...finished });
    }
    judge(session);
    session.onChange();
  });
}

/** Whoever opens anything else has left the lesson. */
function endingOf(session: LessonSession, unmount: () => void): { readonly end: () => void } {
  const { app, opens, leader, actor } = session;
  const { store } = app.page;
  let wasOpen = false;
  const end = (): void => {
    if (session.isOver) return;
    session.isOver = true;
    stop();
    actor.stop();
    leader.close();
    unmount();
    store.patch({ lesson: undefined });
  };
  const stop = store.listen(({ scenario }: PageState) => {
    wasOpen ||= scenario === opens.open;
    if (wasOpen && scenario !== opens.open) end();
  });
  return { end };
}
