/**
 * Puts the steps of a chain into the words of a language.
 */

import type { TraceEvent } from "#sim/trace";
import type { Ipv4Address } from "#sim/wire/address";
import type { EventKind, EventOf } from "#words/caption-words";
import type { ExplainWords, StepText } from "#words/explain-words";
import type { ReckoningLine } from "#words/explanation";
import type { Names } from "#words/names";
import type { RemedyFact, RemedyKind, RemedyOf } from "#words/remedy-facts";
import type { About, Ended, FrameEnded, Question } from "#words/why-facts";
import { sumOf } from "./reckoning.ts";
import { endedAt } from "./remedies/ended-step.ts";
import type { StepFact } from "./steps.ts";

export interface Language {
  readonly words: ExplainWords;
  readonly names: Names;
}

/** Title and detail of a step. */
export function textOf(step: StepFact, { words, names }: Language): StepText {
  const { ask, link, around, decided } = step;
  const { event } = link.traced;
  const about: About = { ...around, node: event.node, names, captions: words.captions, decided };
  if (ask.kind === "event") return textOfEvent(link.traced, about, words);
  if (ask.kind === "reason") return textOfReason(step, about, words);
  const tell = words.questions[ask.kind] as (question: Question, about: About) => StepText;
  return tell(ask, about);
}

function textOfEvent({ event }: TraceEvent, about: About, { events }: ExplainWords): StepText {
  const tell = events[event.kind] as (event: EventOf<EventKind>, about: About) => StepText;
  return tell(event, about);
}

function textOfReason(step: StepFact, about: About, words: ExplainWords): StepText {
  const { event } = step.link.traced;
  if (event.kind === "frame-dropped") {
    const { device, frame, setting } = event;
    const ended: FrameEnded = { ...about, device, frame, setting };
    return words.linkReasons[event.reason](ended);
  }
  const found = endedAt(step);
  if (found === undefined) return textOfEvent(step.link.traced, about, words);
  const { reason, packet, message, setting, way } = found;
  const ended: Ended = { ...about, ...endsOf(found), packet, message, setting, way };
  return words.reasons[reason](ended);
}

const endsOf = ({ src, dst }: { readonly src: Ipv4Address; readonly dst: Ipv4Address }) => ({ src, dst });

/** The reckoning of a scheduler, a line for each candidate; nothing for other steps. */
export function reckoningOf({ ask, link }: StepFact, { words, names }: Language): ReckoningLine[] {
  const { event } = link.traced;
  if (ask.kind !== "event" || event.kind !== "destination-scheduled") return [];
  return event.candidates.map((candidate) => ({
    text: words.candidate(candidate, sumOf(event.scheduler, candidate), names),
    isChosen: candidate.outcome === "chosen",
  }));
}

/** What a line to be typed does. */
export function remedyText(remedy: RemedyFact, { remedies }: ExplainWords): string {
  const tell = remedies[remedy.kind] as (remedy: RemedyOf<RemedyKind>) => string;
  return tell(remedy);
}
