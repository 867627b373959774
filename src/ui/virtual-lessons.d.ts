/**
 * What the build makes of the folder lessons/ (vite/lessons.ts): modules that no file has.
 *
 * Import them when they are first needed; each is a part of its own.
 */

declare module "virtual:lessons" {
  import type { Verdict } from "#lesson/claim";
  import type { Lesson, LessonCard, LessonLanguage, LessonWords } from "#lesson/lesson";
  import type { ClaimsHeading } from "#lesson/parse-claims";

  /** A lesson that comes with the lab. */
  export interface ShippedLesson extends LessonCard {
    /** The lesson itself, without words. */
    readonly load: () => Promise<Lesson>;
    /** Its words, by language. */
    readonly words: Readonly<Record<LessonLanguage, () => Promise<LessonWords>>>;
  }

  /** The course, in its order. */
  export const lessons: readonly ShippedLesson[];

  /** Short experiments beside it. */
  export const experiments: readonly ShippedLesson[];

  /** What a tutorial says, as a lesson of one question, and what is found. */
  export interface ShippedClaim extends ShippedLesson {
    readonly verdict: Verdict;
  }

  export const claims: readonly ShippedClaim[];

  /** What heads the list of claims. */
  export const claimsHeading: Readonly<Record<LessonLanguage, ClaimsHeading>>;
}

/** What all claims become: `virtual:lesson-claims/data`. */
declare module "virtual:lesson-claims/data" {
  import type { Lesson } from "#lesson/lesson";

  export const lessons: Readonly<Record<string, Lesson>>;
}

/** One lesson by its name, for who knows it without the list. */
declare module "virtual:lesson/*" {
  import type { Lesson } from "#lesson/lesson";

  export const lesson: Lesson;
}

/** The words of a lesson in a language: `virtual:lesson-words/NAME/en`. */
declare module "virtual:lesson-words/*" {
  import type { LessonWords } from "#lesson/lesson";

  export const words: LessonWords;
}
