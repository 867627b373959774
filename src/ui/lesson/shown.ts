/**
 * What the templates of the lesson panel are given, besides the page.
 */

import type { LearnerContext } from "#lesson/learner";
import type { LessonCard, Step, StepWords } from "#lesson/lesson";
import type { Caption } from "#words/captions";
import type { LessonPanelWords } from "#words/lesson-words";
import type { PageState } from "../store.ts";
import type { Phase } from "./phase.ts";
import type { LessonSession } from "./session.ts";

/** Which lesson of the course, and what comes after it. */
export interface CoursePlace {
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

export interface PanelActs {
  readonly leave: () => void;
  readonly openLesson: (name: string) => void;
  readonly openCourse: () => void;
}
