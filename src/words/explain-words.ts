/**
 * What a language needs to explain: a sentence for every kind of event, every reason, every question that
 * comes between, every remedy; and the words of the view. One that is missing does not compile.
 */

import type { Candidate } from "#sim/ipvs/ipvs-events";
import type { LinkDropReason } from "#sim/link/link-events";
import type { DropReason } from "#sim/stack/verdict";
import type { CaptionWords, EventKind, EventOf } from "./caption-words.ts";
import type { LanguageCode } from "./languages.ts";
import type { Names } from "./names.ts";
import type { RemedyKind, RemedyOf } from "./remedy-facts.ts";
import type { About, Ended, FrameEnded, Question } from "./why-facts.ts";

/** A step in words. `headline`: what the whole explanation is called if it is about this event. */
export interface StepText {
  readonly title: string;
  readonly detail: string;
  readonly headline?: string;
}

/** A step for each of some kinds of events. */
export type TellersOf<Kind extends EventKind> = {
  readonly [Each in Kind]: (event: EventOf<Each>, about: About) => StepText;
};

export type ReasonTellers<Reason extends DropReason> = Readonly<Record<Reason, (ended: Ended) => StepText>>;

export type QuestionTellers = {
  readonly [Kind in Question["kind"]]: (
    question: Extract<Question, { readonly kind: Kind }>,
    about: About,
  ) => StepText;
};

export type RemedyTellers = {
  readonly [Kind in RemedyKind]: (remedy: RemedyOf<Kind>) => string;
};

/** The words of the view around an explanation. */
export interface WhyWords {
  readonly event: (id: number) => string;
  readonly causedBy: (node: string, cause: string) => string;
  /** Leads to the way of the packet inside a machine. */
  readonly inside: (node: string) => string;
  readonly effective: (value: string) => string;
  readonly remedyTitle: string;
  readonly typeAt: (node: string) => string;
  /** Holds what happens with the line against what happens without. */
  readonly compare: string;
  readonly followed: string;
  readonly goTo: (event: number) => string;
  readonly openSetting: (node: string, name: string) => string;
  readonly deciding: string;
  readonly tones: { readonly good: string; readonly bad: string };
  readonly nothingYet: string;
  readonly nowTitle: string;
  readonly howToSelect: string;
  readonly explainThis: string;
  readonly gone: string;
}

export interface ExplainWords {
  readonly captions: CaptionWords;
  readonly events: TellersOf<EventKind>;
  readonly reasons: ReasonTellers<DropReason>;
  readonly linkReasons: Readonly<Record<LinkDropReason, (ended: FrameEnded) => StepText>>;
  readonly questions: QuestionTellers;
  /**
   * A line of a scheduler's reckoning; `sum`: the number that a candidate was compared by, as it was found.
   */
  readonly candidate: (candidate: Candidate, sum: string | undefined, names: Names) => string;
  readonly remedies: RemedyTellers;
  readonly why: WhyWords;
}

/** The explanations of a language: a large part, wanted when somebody asks why. */
export async function loadExplain(code: LanguageCode): Promise<ExplainWords> {
  switch (code) {
    case "en":
      return (await import("./en/explain/index.ts")).explain;
    case "zh":
      return (await import("./zh/explain/index.ts")).explain;
  }
}
