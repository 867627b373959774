/**
 * "Why?": the whole explanation of one event in one language, read from the recorded past.
 */

import type { TraceEvent } from "#sim/trace";
import { captionOf, sentenceOf } from "#words/caption-words";
import type { Cause, Chip, Consequence, Explanation, Remedy, StepTone, WhyStep } from "#words/explanation";
import { arpText, frameText, packetKind } from "#words/names";
import { chainOf } from "./chain.ts";
import { chipsOf } from "./chips.ts";
import { consequencesOf } from "./consequences.ts";
import type { Past } from "./past.ts";
import { remediesOf } from "./remedies/by-event.ts";
import { decidingStep, type StepFact, stepsOf } from "./steps.ts";
import { type Language, reckoningOf, remedyText, textOf } from "./tell.ts";
import { toneOf } from "./tones.ts";

/** Explains an event; `undefined`: it is not in the record. */
export function explain(past: Past, id: number, language: Language): Explanation | undefined {
  const traced = past.event(id);
  if (traced === undefined) return undefined;
  const chain = chainOf(past, traced);
  const facts = stepsOf(past, chain);
  const deciding = decidingStep(facts);
  const steps = facts.map((fact, index) => stepOf(fact, language, index === deciding));
  // Where nothing came back, what was lost on the way is the cause, and not what was sent.
  const lost = facts.at(-1)?.around.earlier;
  const origin = lost === undefined ? chain.origin : past.event(lost.event);
  return {
    title: titleOf(facts, language),
    cause: origin && causeOf(origin, language),
    steps,
    consequences: consequencesOf(past, traced).map((each) => consequence(past, each, language)),
    remedies: remediesIn(past, facts, language),
  };
}

/** A message by what it says, everything else by what happened. */
function causeOf({ id, event }: TraceEvent, { words, names }: Language): Cause {
  const { captions } = words;
  const { terms } = captions;
  const say = (text: string): Cause => ({ event: id, node: event.node, text });
  if (event.kind === "arp-request-sent" || event.kind === "arp-reply-sent") {
    return say(arpText(event.message, names, terms));
  }
  if (event.kind !== "frame-sent" && event.kind !== "frame-received") {
    return say(captionOf(captions, event, names));
  }
  const { payload } = event.frame;
  return say(
    payload.kind === "ipv4" ? packetKind(payload, names, terms) : frameText(event.frame, names, terms),
  );
}

function titleOf(facts: readonly StepFact[], language: Language): string {
  const last = facts.at(-1);
  if (last === undefined) return "";
  const { headline } = textOf(last, language);
  return headline ?? sentenceOf(language.words.captions, last.link.traced.event, language.names);
}

function stepOf(fact: StepFact, language: Language, isDeciding: boolean): WhyStep {
  const { title, detail } = textOf(fact, language);
  const { traced } = fact.link;
  const chips: readonly Chip[] = chipsOf(fact, language.words.why.effective);
  return {
    title,
    detail,
    tone: toneOf(fact),
    isDeciding,
    chips,
    reckoning: reckoningOf(fact, language),
    node: traced.event.node,
    event: traced.id,
  };
}

function consequence(past: Past, traced: TraceEvent, language: Language): Consequence {
  const steps = stepsOf(past, { events: [traced], origin: undefined });
  return { event: traced.id, text: titleOf(steps, language), tone: worstOf(steps.map(toneOf)) };
}

const worstOf = (tones: readonly StepTone[]): StepTone =>
  tones.includes("bad") ? "bad" : (tones.at(-1) ?? "plain");

/** The same line is proposed once, whoever thought of it. */
function remediesIn(past: Past, facts: readonly StepFact[], { words }: Language): Remedy[] {
  const seen = new Set<string>();
  return remediesOf(past, facts).flatMap((fact) => {
    const { node, command } = fact;
    const name = `${node} ${command}`;
    if (seen.has(name)) return [];
    seen.add(name);
    return [{ node, command, text: remedyText(fact, words) }];
  });
}
