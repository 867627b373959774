/**
 * The course in the list of what can be opened: its lessons in order, how far each is, and the learner's
 * progress to be saved, loaded and forgotten.
 */

import "./course.css";
import { lessons, type ShippedLesson } from "virtual:lessons";
import { html, nothing } from "lit/html.js";
import { type LessonProgress, lessonProgress, progressText } from "#lesson/progress";
import { type LessonPanelWords, loadLessonPanelWords } from "#words/lesson-words";
import type { Page } from "../page.ts";
import { save } from "../share/save.ts";
import { keptProgress, type Trouble } from "./kept-progress.ts";
import { inlines } from "./markdown.ts";

type How = "fresh" | "begun" | "done";

/** How far a lesson is. */
export const howFar = ({ finishedAt, reached, steps }: LessonProgress): How => {
  if (finishedAt !== undefined) return "done";
  return reached > 0 || Object.keys(steps).length > 0 ? "begun" : "fresh";
};

/** The lessons that hold every word that is sought, in either language. */
function narrowed(sought: string): readonly ShippedLesson[] {
  const parts = sought.toLowerCase().split(/\s+/);
  return lessons.filter(({ name, title, summary }) => {
    const text = [name, title.en, title.zh, summary.en, summary.zh].join(" ").toLowerCase();
    return parts.every((part) => text.includes(part));
  });
}

/** Loads the words; answers the template for what is sought. `redraw` is called when progress has changed. */
export async function courseIn(page: Page, redraw: () => void): Promise<(sought: string) => unknown> {
  const said = await loadLessonPanelWords(page.store.state().language);
  let told: string | undefined;
  const tell = (text: string | undefined): void => {
    told = text;
    redraw();
  };
  return (sought) => {
    const found = narrowed(sought);
    if (found.length === 0) return nothing;
    const done = lessons.filter(({ name }) => howFar(progressOf(name)) === "done").length;
    return html`<section class="course">
      <h3>${said.course.course}</h3>
      <p class="muted">
        ${said.course.about(lessons.length)}
        ${done === 0 ? nothing : html`<b>${said.course.done(done, lessons.length)}</b>`}
      </p>
      <ol class="lessons">
        ${found.map((lesson) => item(page, lesson, said))}
      </ol>
      ${progressButtons(said, tell)}
      ${told === undefined ? nothing : html`<p role="status">${told}</p>`}
      ${troubleText(said, keptProgress().trouble())}
    </section>
    <h3>${said.course.scenarios}</h3>`;
  };
}

const progressOf = (name: string): LessonProgress => lessonProgress(keptProgress().progress(), name);

function item(page: Page, lesson: ShippedLesson, said: LessonPanelWords) {
  const { language, lesson: open } = page.store.state();
  const how = howFar(progressOf(lesson.name));
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
      <span class="number" aria-hidden="true">${how === "done" ? "✓" : lessons.indexOf(lesson) + 1}</span>
      <span class="words">
        <b>${inlines(lesson.title[language])}</b>
        <span class="summary">${inlines(lesson.summary[language])}</span>
        ${how === "fresh" ? nothing : html`<span class="how">${said.course.states[how]}</span>`}
      </span>
    </button>
  </li>`;
}

function progressButtons(said: LessonPanelWords, tell: (text: string | undefined) => void) {
  const kept = keptProgress();
  const keep = (): void => {
    save(new Blob([progressText(kept.progress())], { type: "application/json" }), "lvs-lab-progress.json");
  };
  const load = async ({ target }: Event): Promise<void> => {
    const [file] = (target as HTMLInputElement).files ?? [];
    if (file === undefined) return;
    const trouble = kept.load(await file.text());
    tell(trouble === undefined ? said.progress.loaded(lessonsIn()) : textOf(said, trouble));
  };
  return html`<div class="progress-of-learner">
    <button class="button" @click=${keep}>${said.progress.save}</button>
    <label class="button">
      ${said.progress.load}
      <input type="file" accept=".json,application/json" class="sr-only" @change=${load} />
    </label>
    <button
      class="button"
      ?disabled=${lessonsIn() === 0}
      @click=${() => {
        kept.forget();
        tell(undefined);
      }}
    >
      ${said.progress.forget}
    </button>
  </div>`;
}

const lessonsIn = (): number => Object.keys(keptProgress().progress().lessons).length;

const textOf = ({ progress }: LessonPanelWords, trouble: Trouble): string =>
  trouble === "not-kept" ? progress.notKept : progress[trouble];

const troubleText = (said: LessonPanelWords, trouble: Trouble | undefined) =>
  trouble === undefined ? nothing : html`<p class="trouble" role="alert">${textOf(said, trouble)}</p>`;
