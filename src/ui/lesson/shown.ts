/**
 * What the templates of the lesson panel are given, besides the page.
 */

import type { LearnerContext } from "#lesson/learner";
import type { LessonCard, Step, StepWords } from "#lesson/lesson";
import type { Caption } from "#words/captions";
import type { LessonPanelWords, ShelfWords } from "#words/lesson-words";
import type { PageState } from "../store.ts";
import type { Phase } from "./phase.ts";
import type { LessonSession } from "./session.ts";

/** The lists that a lesson can be in. */
export type Shelf = "course" | "experiments" | "claims";

/** Which lesson of its list, and what comes after it. */
export interface CoursePlace {
  readonly shelf: Shelf;
  /** From 0. */
  readonly index: number;
  readonly count: number;
  readonly next: LessonCard | undefined;
}

export interface Shown {
  readonly session: LessonSession;
  readonly state: PageState;
  readonly said: LessonPanelWords;
  readonly caption: Caption | undefined;
  readonly course: CoursePlace;
  readonly context: LearnerContext;
  readonly phase: Phase;
  readonly step: Step;
  readonly words: StepWords;
  /** What people do that is not the machine's business. */
  readonly acts: PanelActs;
}

/** What is said of a lesson in its list. */
export const shelfWords = ({ said, course: { shelf } }: Shown): ShelfWords =>
  shelf === "course"
    ? {
        placeOf: said.panel.lessonOf,
        finished: said.panel.states.finished,
        next: said.course.nextLesson,
        last: said.panel.last,
      }
    : said.shelves[shelf];

export interface PanelActs {
  readonly leave: () => void;
  readonly openLesson: (name: string) => void;
  readonly openCourse: () => void;
}
