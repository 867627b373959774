/**
 * What a learner's state machine knows, hears and asks for.
 */

import type { EventPattern, Lesson, LessonWords, Line, Step } from "./lesson.ts";

export interface LearnerInput {
  readonly lesson: Lesson;
  /** Where to begin; the first step if nothing is said. */
  readonly step?: number;
  /** The furthest step that was begun before. */
  readonly reached?: number;
  /** Steps done before, and whether they were earned. */
  readonly done?: Readonly<Record<string, boolean>>;
  /** How many hints the words of each step have. */
  readonly hintCounts?: Readonly<Record<string, number>>;
}

export interface LearnerContext {
  readonly lesson: Lesson;
  readonly hintCounts: Readonly<Record<string, number>>;
  /** The place of the step at hand. */
  readonly step: number;
  /** The furthest step that was begun. */
  readonly reached: number;
  /** Where the lab at hand was opened: earlier steps were solved unseen, and cannot be gone back to in it. */
  readonly openedAt: number;
  /** Steps that are done; `true`: by the learner alone. */
  readonly done: Readonly<Record<string, boolean>>;
  /** Hints of this step that are shown. */
  readonly hints: number;
  /** Wrong answers to this step. */
  readonly wrong: number;
  /** The solution or answer of this step was shown: it earns nothing. */
  readonly isShown: boolean;
  /** The last answer by its name, or the last cause that was named. */
  readonly answer: string | undefined;
}

export type LearnerEvent =
  /** What was asked for is done. */
  | { readonly type: "opened" }
  | { readonly type: "forked" }
  | { readonly type: "paused" }
  /** What the packets say to the answer. */
  | { readonly type: "told"; readonly isRight: boolean }
  /** All checks of the step are met. */
  | { readonly type: "met" }
  /** What the learner does. */
  | { readonly type: "next" }
  | { readonly type: "answer"; readonly name: string }
  | { readonly type: "retry" }
  | { readonly type: "name"; readonly cause: string }
  | { readonly type: "point"; readonly showsIt: boolean }
  | { readonly type: "hint" }
  | { readonly type: "undo" }
  | { readonly type: "reset" }
  /** To a step that was begun before: its beginning. */
  | { readonly type: "go"; readonly step: number }
  /** To any step, as a link leads there: those before are solved unseen. */
  | { readonly type: "jump"; readonly step: number };

/** What is to be done to the lab. */
export type LessonCommand =
  /** Open the lab, type the lines of `before`, solve the steps before this one; then `opened`. */
  | { readonly type: "open"; readonly step: number }
  /** Remember this place as the beginning of a step. */
  | { readonly type: "begin"; readonly step: number }
  /** Remember this place as the one where the learner's turn begins. */
  | { readonly type: "ready"; readonly step: number }
  /** Go back to a place that is remembered; then `forked`. */
  | { readonly type: "fork"; readonly step: number; readonly to: "begin" | "ready" }
  /** Type lines, each when the one before ended; run to an event, or until it is quiet; then `paused`. */
  | { readonly type: "run"; readonly lines: readonly Line[]; readonly until: EventPattern | undefined }
  /** Compare the answer with the recording; then `told`. */
  | { readonly type: "tell" }
  /** Take back what was typed last. */
  | { readonly type: "undo" };

/** The step at hand. */
export function stepAt({ lesson, step }: Pick<LearnerContext, "lesson" | "step">): Step {
  const found = lesson.steps[step];
  if (found === undefined) throw new Error(`the lesson ${lesson.name} has no step ${step}`);
  return found;
}

/** A step that begins, or begins anew. */
export const freshStep = {
  hints: 0,
  wrong: 0,
  isShown: false,
  answer: undefined,
} as const satisfies Partial<LearnerContext>;

/** Whether there is such a step. */
export const isStep = ({ lesson }: Pick<LearnerContext, "lesson">, step: number): boolean =>
  Number.isInteger(step) && step >= 0 && step < lesson.steps.length;

/** Where a lesson begins; at its first step where there is no such step. */
export function beginning(input: LearnerInput): Pick<LearnerContext, "step" | "openedAt" | "reached"> {
  const { step = 0, reached = 0 } = input;
  const first = isStep(input, step) ? step : 0;
  return { step: first, openedAt: first, reached: Math.max(isStep(input, reached) ? reached : 0, first) };
}

/** How many hints the words of each step have. */
export const hintCountsOf = ({ steps }: LessonWords): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(steps).map(([name, { hints }]) => [name, hints.length]));
