/**
 * What a predict step asks, and what the packets say to it: the answer is read from the recording, with the
 * event that gives it, and for a wrong answer the event that contradicts it.
 */

import type { CableEnd, Flight } from "#lab/batch";
import { fieldText, fieldValue } from "#lab/field-reading";
import type { TraceEvent } from "#sim/trace";
import type { Seen } from "./check.ts";
import { checkTest } from "./checks/index.ts";
import { eventFinder, fieldOf } from "./events.ts";
import type { PredictStep, Question } from "./lesson.ts";

/** What somebody answers. A cable by either of its ends, a header field by one of the choices. */
export type Answer =
  | { readonly kind: "machine"; readonly node: string }
  | { readonly kind: "cable"; readonly end: CableEnd }
  | { readonly kind: "field"; readonly value: string }
  | { readonly kind: "outcome"; readonly name: string }
  | { readonly kind: "order"; readonly names: readonly string[] };

/** What is so, and the id of the event that shows it. */
export interface Truth {
  readonly answer: Answer;
  readonly event: number | undefined;
  /** Of a cable: both ends. */
  readonly ends: readonly CableEnd[];
  /** Of an order: the ids of the events, in that order. */
  readonly sequence: readonly number[];
}

type Ask<Kind extends Question["kind"]> = Extract<Question, { readonly kind: Kind }>;

/** The truth, as far as it is recorded; `undefined`: the packets have not told, or not one thing only. */
export function truthOf(ask: Question, seen: Seen): Truth | undefined {
  switch (ask.kind) {
    case "machine": {
      const found = eventFinder(ask.is)(seen);
      return found && truth({ kind: "machine", node: found.event.node }, found.id);
    }
    case "cable": {
      const found = eventFinder(ask.is)(seen);
      const flight = found && flightOf(found, seen);
      if (found === undefined || flight === undefined) return undefined;
      const ends = [flight.from, flight.to];
      return { ...truth({ kind: "cable", end: flight.from }, found.id), ends };
    }
    case "field":
      return fieldTruth(ask, seen);
    case "outcome":
      return outcomeTruth(ask, seen);
    case "order":
      return orderTruth(ask, seen);
  }
}

const truth = (answer: Answer, event: number | undefined): Truth => ({
  ...{ answer, event, ends: [], sequence: [] },
});

/** The flight that put a sent frame on its cable, or brought a received one. */
function flightOf({ id, at, event }: TraceEvent, { recording }: Seen): Flight | undefined {
  const { flights } = recording.inFlight;
  if (event.kind === "frame-received") {
    const isIt = ({ to, arrivesAt, frame }: Flight): boolean =>
      arrivesAt === at && to.node === event.node && to.device === event.device && frame === event.frame;
    return (
      flights.findLast(isIt) ?? flights.findLast(({ to, arrivesAt }) => arrivesAt === at && isEnd(to, event))
    );
  }
  return flights.find(({ cause }) => cause === id);
}

const isEnd = (end: CableEnd, { node, device }: CableEnd): boolean =>
  end.node === node && end.device === device;

function fieldTruth({ field, is, choices }: Ask<"field">, seen: Seen): Truth | undefined {
  const found = eventFinder(is)(seen);
  const value = found && fieldOf(found, is, field);
  if (found === undefined || value === undefined) return undefined;
  const choice = choices.find((candidate) => fieldValue(field, candidate) === value);
  return truth({ kind: "field", value: choice ?? fieldText(field, value) }, found.id);
}

/** Exactly one outcome must have come about. */
function outcomeTruth({ outcomes }: Ask<"outcome">, seen: Seen): Truth | undefined {
  const standings = outcomes.map(({ name, checks }) => ({
    name,
    standings: checks.map((check) => checkTest(check)(seen)),
  }));
  const met = standings.filter((outcome) => outcome.standings.every(({ isMet }) => isMet));
  const [only, second] = met;
  if (only === undefined || second !== undefined) return undefined;
  const event = only.standings.find((standing) => standing.event !== undefined)?.event;
  return truth({ kind: "outcome", name: only.name }, event);
}

function orderTruth({ events }: Ask<"order">, seen: Seen): Truth | undefined {
  const found = events.map(({ name, is }) => ({ name, id: eventFinder(is)(seen)?.id }));
  const sorted = found.flatMap(({ name, id }) => (id === undefined ? [] : [{ name, id }]));
  if (sorted.length < events.length) return undefined;
  sorted.sort((one, other) => one.id - other.id);
  return {
    ...truth({ kind: "order", names: sorted.map(({ name }) => name) }, sorted.at(-1)?.id),
    sequence: sorted.map(({ id }) => id),
  };
}

/** Whether an answer is what the packets have told. */
export function isRight(answer: Answer, { answer: told, ends }: Truth): boolean {
  switch (answer.kind) {
    case "machine":
      return told.kind === "machine" && answer.node === told.node;
    case "cable":
      return ends.some((end) => isEnd(end, answer.end));
    case "field":
      return told.kind === "field" && answer.value === told.value;
    case "outcome":
      return told.kind === "outcome" && answer.name === told.name;
    case "order":
      return told.kind === "order" && answer.names.join(" ") === told.names.join(" ");
  }
}

/** What an answer is called in `contradictedBy` and in the replies of the words. */
export function answerName(answer: Answer): string {
  switch (answer.kind) {
    case "machine":
      return answer.node;
    case "cable":
      return `${answer.end.node}:${answer.end.device}`;
    case "field":
      return answer.value;
    case "outcome":
      return answer.name;
    case "order":
      return answer.names.join(" ");
  }
}

/** The id of the event that contradicts a wrong answer: as the lesson names it, or what tells the truth. */
export function contradictionOf(
  { contradictedBy = {} }: PredictStep,
  answer: Answer,
  told: Truth,
  seen: Seen,
): number | undefined {
  const name = answerName(answer);
  const pattern = Object.hasOwn(contradictedBy, name) ? contradictedBy[name] : undefined;
  if (pattern !== undefined) return eventFinder(pattern)(seen)?.id;
  if (answer.kind !== "order" || told.answer.kind !== "order") return told.event;
  const { names } = told.answer;
  const first = names.findIndex((name, index) => name !== answer.names[index]);
  return told.sequence[first];
}
