/**
 * A lesson as data: one idea, a few short steps over one scenario, and what must be so at the end of each.
 *
 * A lesson is a folder: `lesson.yaml` has what is the same in every language, `en.md` and `zh.md` the words,
 * by the names given here. Nothing in it says what happens: that is the lab's, and what a lesson states is
 * checked against it.
 */

import type { FieldName } from "#lab/field-condition";
import type { Check } from "./check.ts";
import type { EventKind, Reason } from "./event-kinds.ts";

/** A line that is typed on a machine. */
export interface Line {
  readonly on: string;
  readonly run: string;
}

/**
 * An event of the trace, described by what must fit: of several that fit the first since the step began, or
 * the `nth` (from 1; from -1 backwards).
 */
export interface EventPattern {
  /** A kind of trace event, such as `arp-reply-sent`. */
  readonly kind: EventKind;
  readonly node?: string;
  readonly device?: string;
  /** Of a drop. */
  readonly reason?: Reason;
  /** Conditions on header fields, as breakpoints have them: `tcp.flags == SYN`. All must hold. */
  readonly frame?: readonly string[];
  /** Of an event that changes or wraps a packet: the packet before, or the one within; else as it goes on. */
  readonly of?: "before" | "inner";
  /** Other values of the event, as text: `{ state: reachable }`, `{ setting.name: arp_ignore }`. */
  readonly with?: Readonly<Record<string, string | number | boolean>>;
  readonly nth?: number;
  /** Where the search begins: `start` is the lesson's; the step's where nothing is said. */
  readonly since?: "step" | "start";
}

/** What every step has. */
interface AnyStep {
  /** Unique in its lesson; the heading of its words. */
  readonly name: string;
  /** Lines that the lesson types when the step begins, one after another, each when the one before ended. */
  readonly play?: readonly Line[];
  /** Where the run pauses: at once when it comes. Without it, when nothing is under way any more. */
  readonly until?: EventPattern;
}

/** Two to five sentences, while something moves. */
export interface ReadStep extends AnyStep {
  readonly kind: "read";
}

/** What is asked before the run may go on. The packets know the answer; nothing here does. */
export type Question =
  /** A machine: the one whose event this is. */
  | { readonly kind: "machine"; readonly is: EventPattern }
  /** A cable: the one that this frame is on. */
  | { readonly kind: "cable"; readonly is: EventPattern }
  /** A header field of a frame that is still to come, from several values. */
  | {
      readonly kind: "field";
      readonly field: FieldName;
      readonly is: EventPattern;
      readonly choices: readonly string[];
    }
  /** What will have happened: the one whose checks are all met then. Named in the words. */
  | { readonly kind: "outcome"; readonly outcomes: readonly Outcome[] }
  /** In which order these will happen. Named in the words. */
  | { readonly kind: "order"; readonly events: readonly NamedEvent[] };

export interface Outcome {
  readonly name: string;
  readonly checks: readonly Check[];
}

export interface NamedEvent {
  readonly name: string;
  readonly is: EventPattern;
}

/** A question, asked at a moment; the run goes on when it is answered, until the packets have told. */
export interface PredictStep extends AnyStep {
  readonly kind: "predict";
  readonly ask: Question;
  /** Where the run stands while it is asked; without it, where it stands when the step begins. */
  readonly at?: EventPattern;
  /** For wrong answers: the event that contradicts one. Without it, the event that gives the answer. */
  readonly contradictedBy?: Readonly<Record<string, EventPattern>>;
}

/** A state of the lab to be reached, by any route. */
export interface DoStep extends AnyStep {
  readonly kind: "do";
  /** All must be met. */
  readonly checks: readonly Check[];
  /** A way to get there. */
  readonly solution: readonly Line[];
  /** Attempts that do not suffice. */
  readonly wrong?: readonly WrongAttempt[];
}

export interface WrongAttempt {
  readonly name: string;
  readonly lines: readonly Line[];
}

/** A cause to be named from several, and the event that shows it to be pointed at, before mending. */
export interface DiagnoseStep extends AnyStep {
  readonly kind: "diagnose";
  readonly causes: readonly string[];
  readonly cause: string;
  /** Any event that one of these describes will do. */
  readonly shownBy: readonly EventPattern[];
  /** For each wrong cause: the event that contradicts it. */
  readonly contradictedBy: Readonly<Record<string, EventPattern>>;
}

export type Step = ReadStep | PredictStep | DoStep | DiagnoseStep;

/** A statement of the words, and what over the scenario's trace backs it. */
export interface Fact {
  readonly name: string;
  /** The step at whose end it must hold. */
  readonly after: string;
  readonly checks: readonly Check[];
}

/** The words of a step in one language: short, in the Markdown of `docs/lessons.md`. */
export interface StepWords {
  readonly title: string;
  readonly text: string;
  /** From the weakest on: two of them; the third is the solution itself. */
  readonly hints: readonly string[];
  /** Of outcomes, causes, events to be ordered, by their names. */
  readonly options: Readonly<Record<string, string>>;
  /** What is said to a wrong answer or attempt, by its name (`*`: any other): what contradicts it. */
  readonly replies: Readonly<Record<string, string>>;
  /** What is said when the step is done. */
  readonly done: string;
  /** Facts that the texts of the step state. */
  readonly facts: readonly string[];
}

/** The languages that every lesson is written in; each has a file of its name in the lesson's folder. */
export const lessonLanguages = ["en", "zh"] as const;
export type LessonLanguage = (typeof lessonLanguages)[number];

export interface LessonWords {
  readonly title: string;
  /** One sentence: the idea. */
  readonly summary: string;
  readonly steps: Readonly<Record<string, StepWords>>;
}

/** What a list shows of a lesson before it is opened. */
export interface LessonCard {
  readonly name: string;
  readonly scenario: string;
  readonly title: Readonly<Record<LessonLanguage, string>>;
  readonly summary: Readonly<Record<LessonLanguage, string>>;
}

export interface Lesson {
  /** The name of its folder. */
  readonly name: string;
  /** The name of a scenario of the lab. */
  readonly scenario: string;
  /** Lines that are typed before the lesson begins, after the setup. The script is not played. */
  readonly before: readonly Line[];
  readonly steps: readonly Step[];
  readonly facts: readonly Fact[];
}
