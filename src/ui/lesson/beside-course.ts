/**
 * What stands beside the course in the list of what can be opened: short experiments, and what tutorials say
 * of LVS, a row each; what was found is told of those only that were tried.
 */

import "./beside-course.css";
import type { ShippedClaim, ShippedLesson } from "virtual:lessons";
import { html, nothing } from "lit/html.js";
import type { LessonLanguage } from "#lesson/lesson";
import type { ClaimsHeading } from "#lesson/parse-claims";
import { lessonProgress } from "#lesson/progress";
import type { LessonPanelWords } from "#words/lesson-words";
import type { Page } from "../page.ts";
import type { KeptProgress } from "./kept-progress.ts";
import { inlines } from "./markdown.ts";

export function experimentList(
  found: readonly ShippedLesson[],
  { experiments: { title, about } }: LessonPanelWords,
  item: (lesson: ShippedLesson) => unknown,
) {
  if (found.length === 0) return nothing;
  return html`<section class="course experiments">
    <h3>${title}</h3>
    <p class="muted">${about(found.length)}</p>
    <ol class="lessons">
      ${found.map(item)}
    </ol>
  </section>`;
}

interface Around {
  readonly page: Page;
  readonly said: LessonPanelWords;
  readonly kept: KeptProgress;
}

/** A row each: there are many of them. */
export function claimList(
  found: readonly ShippedClaim[],
  heading: Readonly<Record<LessonLanguage, ClaimsHeading>>,
  around: Around,
) {
  if (found.length === 0) return nothing;
  const { title, about } = heading[around.page.store.state().language];
  return html`<section class="claims">
    <h3>${title}</h3>
    <p class="muted">${about}</p>
    <ul>
      ${found.map((claim) => row(claim, around))}
    </ul>
  </section>`;
}

function row({ name, title, verdict }: ShippedClaim, { page, said, kept }: Around) {
  const { language, lesson: open } = page.store.state();
  const isSettled = lessonProgress(kept.progress(), name).finishedAt !== undefined;
  const go = (): void => {
    page.store.patch({ dialog: undefined });
    page.openLesson(name);
  };
  return html`<li>
    <button
      class="claim ${isSettled ? "settled" : ""}"
      data-claim=${name}
      aria-current=${open?.name === name ? "true" : nothing}
      @click=${go}
    >
      <span class="mark" aria-hidden="true">${isSettled ? "✓" : "?"}</span>
      <span>${inlines(title[language])}</span>
      ${isSettled ? html`<span class="verdict">${said.verdicts[verdict]}</span>` : nothing}
    </button>
  </li>`;
}
