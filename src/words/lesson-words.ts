/**
 * What a language says in lessons beside the lessons' own words: each check, each kind of event, and the
 * panel's states. Loaded with the lesson panel.
 */

import type { CheckName, CheckParameters, Standing } from "#lesson/check";
import type { Verdict } from "#lesson/claim";
import type { TableName } from "#sim/rows";
import type { LanguageCode } from "./languages.ts";
import type { PatternWords } from "./pattern-text.ts";

/** What must be so, said of each check by its parameters, with how far it is. */
export type CheckTexts = {
  readonly [Name in CheckName]: (parameters: CheckParameters[Name], standing: Standing) => string;
};

export interface LessonPanelWords {
  readonly checks: CheckTexts;
  readonly patterns: PatternWords;
  readonly tables: Readonly<Record<TableName, string>>;
  readonly panel: PanelWords;
  readonly course: CourseWords;
  readonly progress: ProgressWords;
  readonly experiments: { readonly title: string; readonly about: (count: number) => string };
  readonly shelves: Readonly<Record<"experiments" | "claims", ShelfWords>>;
  readonly verdicts: Readonly<Record<Verdict, string>>;
}

/** What is said of lessons that stand beside the course. */
export interface ShelfWords {
  /** From 1: which of them. */
  readonly placeOf: (number: number, of: number) => string;
  /** What to do now where something is asked, if not what lessons say. */
  readonly asked?: string;
  readonly finished: string;
  readonly next: (title: string) => string;
  readonly last: string;
}

/** What the panel says of the state a learner is in, and its buttons. */
export interface PanelWords {
  readonly title: string;
  /** From 1. */
  readonly stepOf: (step: number, of: number) => string;
  readonly states: {
    readonly opening: string;
    readonly playing: string;
    readonly goingBack: string;
    readonly reading: string;
    readonly asked: Readonly<Record<"machine" | "cable" | "field" | "outcome" | "order", string>>;
    readonly revealing: string;
    readonly answeredWrong: string;
    readonly trying: string;
    readonly diagnosing: string;
    readonly namedWrong: string;
    readonly pointing: string;
    readonly pointedWrong: string;
    readonly showing: string;
    readonly done: string;
    readonly doneWithHelp: string;
    readonly finished: string;
  };
  readonly next: string;
  readonly answer: string;
  readonly retry: string;
  readonly goOn: string;
  readonly reset: string;
  readonly undo: string;
  readonly leave: string;
  /** The next hint, and what the last one is. */
  readonly hint: (number: number, of: number) => string;
  readonly showSolution: string;
  readonly showAnswer: string;
  readonly noCredit: string;
  readonly toMoment: string;
  readonly point: string;
  readonly now: string;
  readonly goal: string;
  readonly nothingYet: string;
  readonly isMet: string;
  readonly isUnmet: string;
  readonly truth: (answer: string) => string;
  readonly wrongAnswer: (answer: string) => string;
  /** From 1: which lesson of the course. */
  readonly lessonOf: (lesson: number, of: number) => string;
  readonly steps: string;
  /** A step in the row of all: its number and title, and how it stands with it. */
  readonly stepName: (number: number, title: string, how: "done" | "shown" | "open" | "ahead") => string;
  readonly summary: string;
  readonly typesHere: string;
  readonly paused: string;
  readonly resume: string;
  readonly skip: string;
  readonly held: string;
  readonly choices: string;
  readonly chosen: (answer: string) => string;
  readonly cable: (node: string, device: string) => string;
  readonly isRight: string;
  /** After a wrong answer, when it is known what happens. */
  readonly isRightAtLast: string;
  readonly up: (item: string) => string;
  readonly down: (item: string) => string;
  readonly causes: string;
  readonly pointWhere: string;
  readonly goals: (met: number, of: number) => string;
  readonly tryThis: string;
  readonly contradicted: string;
  /** A line of the solution was typed where it does nothing for it. */
  readonly misplaced: (node: string) => string;
  /** A projector shows no terminals. */
  readonly noTerminals: string;
  readonly stuck: string;
  readonly startOver: string;
  readonly learnt: string;
  readonly credit: (own: number, of: number) => string;
  readonly last: string;
  readonly noStep: (lesson: string, step: string) => string;
}

export interface CourseWords {
  readonly title: string;
  readonly begin: string;
  readonly goOn: string;
  readonly again: string;
  readonly nextLesson: (title: string) => string;
  readonly course: string;
  readonly about: (lessons: number) => string;
  readonly states: Readonly<Record<"fresh" | "begun" | "done", string>>;
  readonly stepsDone: (done: number, of: number) => string;
  readonly scenarios: string;
  readonly invite: string;
  readonly inviteMore: string;
  readonly start: string;
  readonly notNow: string;
  readonly noLesson: (name: string) => string;
  readonly done: (done: number, of: number) => string;
  readonly link: string;
}

/** What is said of a learner's progress, and of what went wrong with it. */
export interface ProgressWords {
  readonly save: string;
  readonly load: string;
  readonly forget: string;
  readonly damaged: string;
  readonly newer: string;
  readonly notKept: string;
  readonly loaded: (lessons: number) => string;
}

export async function loadLessonPanelWords(code: LanguageCode): Promise<LessonPanelWords> {
  switch (code) {
    case "en":
      return (await import("./en/lesson/index.ts")).lesson;
    case "zh":
      return (await import("./zh/lesson/index.ts")).lesson;
  }
}
