/**
 * What the build makes of the folder lessons/ (vite/lessons.ts): modules that no file has.
 *
 * Import them when they are first needed; each is a part of its own.
 */

declare module "virtual:lessons" {
  import type { Lesson, LessonCard, LessonLanguage, LessonWords } from "#lesson/lesson";

  /** A lesson that comes with the lab. */
  export interface ShippedLesson extends LessonCard {
    /** The lesson itself, without words. */
    readonly load: () => Promise<Lesson>;
    /** Its words, by language. */
    readonly words: Readonly<Record<LessonLanguage, () => Promise<LessonWords>>>;
  }

  /** The course, in its order. */
  export const lessons: readonly ShippedLesson[];
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
