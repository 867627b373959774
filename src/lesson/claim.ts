/**
 * A claim that stands in tutorials, as data: where it is tried, what is typed, the one observation that
 * decides it, and what the same observation says where it ought to say something else.
 *
 * A claim becomes a lesson of one question (`claim-lesson.ts`): true or not? Its words are in
 * `lessons/claims/en.md` and `zh.md`, by its name.
 */

import type { Check } from "./check.ts";
import type { EventPattern, Lesson, LessonWords, Line } from "./lesson.ts";

/** What is found: not so; so, but for another reason; under a condition only; so or not, all the same. */
export const verdicts = ["untrue", "wrong-reason", "not-always", "no-difference"] as const;
export type Verdict = (typeof verdicts)[number];

export interface Claim {
  readonly name: string;
  readonly verdict: Verdict;
  /** The name of a scenario of the lab. */
  readonly scenario: string;
  /** Lines that are typed before it is asked, after the setup. */
  readonly before: readonly Line[];
  /** Lines that are typed once it was answered, or at once where nothing is asked. */
  readonly play: readonly Line[];
  /** Where the run pauses; when nothing is under way any more if nothing is said. */
  readonly until?: EventPattern;
  /** The decisive observation. */
  readonly shown: readonly Check[];
  /** What would be seen if the claim were right; without it nothing is asked, for no packet could tell. */
  readonly claimed?: readonly Check[];
  /** The event at which it is decided. */
  readonly event: EventPattern;
  /** Lines after which, in place of `play`, the observation is not made: so it can fail. */
  readonly contrast: readonly Line[];
}

/** A claim with the lesson that it becomes, and its words. */
export interface ClaimLesson {
  readonly claim: Claim;
  readonly lesson: Lesson;
  readonly words: { readonly en: LessonWords; readonly zh: LessonWords };
}
