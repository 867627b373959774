/**
 * The course in the list of what can be opened: its lessons in order, how far each is, and the learner's
 * progress to be saved, loaded and forgotten; and what stands beside it.
 */

import "./course.css";
import type { ShippedClaim, ShippedLesson } from "virtual:lessons";
import { html, nothing } from "lit/html.js";
import { type LessonProgress, lessonProgress, progressText } from "#lesson/progress";
import { type LessonPanelWords, loadLessonPanelWords } from "#words/lesson-words";
import type { Page } from "../page.ts";
import { save } from "../share/save.ts";
import { claimList, experimentList } from "./beside-course.ts";
import { type KeptProgress, progressOf, type Trouble } from "./kept-progress.ts";
import { inlines } from "./markdown.ts";

type How = "fresh" | "begun" | "done";

/** How far a lesson is. */
export const howFar = ({ finishedAt, reached, steps }: LessonProgress): How => {
  if (finishedAt !== undefined) return "done";
  return reached > 0 || Object.keys(steps).length > 0 ? "begun" : "fresh";
};

/** The lessons that hold every word that is sought, in either language. */
function narrowed(lessons: readonly ShippedLesson[], sought: string): readonly ShippedLesson[] {
  const parts = sought.toLowerCase().split(/\s+/);
  return lessons.filter(({ name, title, summary }) => {
    const text = [name, title.en, title.zh, summary.en, summary.zh].join(" ").toLowerCase();
    return parts.every((part) => text.includes(part));
  });
}

interface Course {
  readonly page: Page;
  readonly lessons: readonly ShippedLesson[];
  readonly said: LessonPanelWords;
  readonly kept: KeptProgress;
  /** What came of loading progress, and how it is told. */
  told: string | undefined;
  readonly redraw: () => void;
}

/** Loads the words; answers the template for what is sought. `redraw` is called when progress has changed. */
export async function courseIn(page: Page, redraw: () => void): Promise<(sought: string) => unknown> {
  const [{ lessons, experiments, claims, claimsHeading }, said] = await Promise.all([
    import("virtual:lessons"),
    loadLessonPanelWords(page.store.state().language),
  ]);
  const course: Course = { page, lessons, said, kept: progressOf(page), told: undefined, redraw };
  return (sought) => {
    const found = [lessons, experiments, claims].map((all) => narrowed(all, sought));
    if (found.every((all) => all.length === 0)) return nothing;
    const [ofCourse = [], ofExperiments = [], ofClaims = []] = found;
    return html`${list(course, ofCourse)}
      ${experimentList(ofExperiments, said, (lesson) => item(course, lesson, experiments))}
      ${claimList(ofClaims as readonly ShippedClaim[], claimsHeading, { page, said, kept: course.kept })}
      <h3>${said.course.scenarios}</h3>`;
  };
}

function list(course: Course, found: readonly ShippedLesson[]) {
  const { lessons, said, kept, told } = course;
  if (found.length === 0) return nothing;
  const done = lessons.filter(({ name }) => howFar(lessonProgress(kept.progress(), name)) === "done").length;
  return html`<section class="course">
      <h3>${said.course.course}</h3>
      <p class="muted">
        ${said.course.about(lessons.length)}
        ${done === 0 ? nothing : html`<b>${said.course.done(done, lessons.length)}</b>`}
      </p>
      <ol class="lessons">
        ${found.map((lesson) => item(course, lesson, lessons))}
      </ol>
      ${progressButtons(course)} ${told === undefined ? nothing : html`<p role="status">${told}</p>`}
      ${troubleText(said, kept.trouble())}
    </section>`;
}

function item({ page, said, kept }: Course, lesson: ShippedLesson, among: readonly ShippedLesson[]) {
  const { language, lesson: open } = page.store.state();
  const how = howFar(lessonProgress(kept.progress(), lesson.name));
  const go = (): void => {
    page.store.patch({ dialog: undefined });
    page.openLesson(lesson.name);
  };
  return html`<li>
    <button
      class="lesson ${how}"
      data-lesson=${lesson.name}
      aria-current=${open?.name === lesson.name ? "true" : nothing}
      @click=${go}
    >
      <span class="number" aria-hidden="true">${how === "done" ? "✓" : among.indexOf(lesson) + 1}</span>
      <span class="words">
        <b>${inlines(lesson.title[language])}</b>
        <span class="summary">${inlines(lesson.summary[language])}</span>
        ${how === "fresh" ? nothing : html`<span class="how">${said.course.states[how]}</span>`}
      </span>
    </button>
  </li>`;
}

function progressButtons(course: Course) {
  const { said, kept, redraw } = course;
  const keep = (): void => {
    save(new Blob([progressText(kept.progress())], { type: "application/json" }), "lvs-lab-progress.json");
  };
  const load = async ({ target }: Event): Promise<void> => {
    const [file] = (target as HTMLInputElement).files ?? [];
    if (file === undefined) return;
    const trouble = kept.load(await file.text());
    course.told = trouble === undefined ? said.progress.loaded(lessonsIn(kept)) : textOf(said, trouble);
    redraw();
  };
  const forget = (): void => {
    kept.forget();
    course.told = undefined;
    redraw();
  };
  return html`<div class="progress-of-learner">
    <button class="button" @click=${keep}>${said.progress.save}</button>
    <label class="button">
      ${said.progress.load}
      <input type="file" accept=".json,application/json" class="sr-only" @change=${load} />
    </label>
    <button class="button" ?disabled=${lessonsIn(kept) === 0} @click=${forget}>
      ${said.progress.forget}
    </button>
  </div>`;
}

const lessonsIn = (kept: KeptProgress): number => Object.keys(kept.progress().lessons).length;

const textOf = ({ progress }: LessonPanelWords, trouble: Trouble): string =>
  trouble === "not-kept" ? progress.notKept : progress[trouble];

const troubleText = (said: LessonPanelWords, trouble: Trouble | undefined) =>
  trouble === undefined ? nothing : html`<p class="trouble" role="alert">${textOf(said, trouble)}</p>`;
