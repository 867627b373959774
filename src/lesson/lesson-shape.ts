/**
 * What lesson.yaml and course.yaml may say: every key, what it means, and the shape of its value.
 *
 * The one definition that both the reader (`parse.ts`) and the JSON Schema (`schema.ts`) come from.
 */

import { fieldNames } from "#lab/field-reading";
import { name, oneOf, text } from "#scenario/quantities";
import { entries, list, mapped, optional, record, required, type Shape } from "#scenario/shape";
import type { Check } from "./check.ts";
import { checks } from "./checks/index.ts";
import { eventPattern } from "./event-shape.ts";
import type { EventPattern, Fact, Lesson, Line, Question, Step, WrongAttempt } from "./lesson.ts";
import { tagged } from "./tagged-shape.ts";

export const word = name(
  "a name",
  /^[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?$/,
  "only-the-director: small letters, digits and hyphens",
);

export const lineShape: Shape<Line> = record("a line", {
  on: required(text("the name of a node"), "Where."),
  run: required(text("a shell line"), "What is typed."),
});
export const linesShape = list("a list of lines", lineShape, { max: 200 });

export const checkShape: Shape<Check> = tagged("a check", "check", {
  "reply-received": checks["reply-received"].shape,
  "request-failed": checks["request-failed"].shape,
  "share-of-load": checks["share-of-load"].shape,
  "table-holds": checks["table-holds"].shape,
  "arp-answered-by": checks["arp-answered-by"].shape,
  "arp-asked-as": checks["arp-asked-as"].shape,
  "event-seen": checks["event-seen"].shape,
  "drop-seen": checks["drop-seen"].shape,
  "output-shows": checks["output-shows"].shape,
  "field-changes": checks["field-changes"].shape,
});
export const checkList = list("a list of checks", checkShape, { max: 50 });

/** Events by the name of what they contradict. Names are those of answers: machines, values, outcomes. */
const eventsByName: Shape<Readonly<Record<string, EventPattern>>> = mapped(
  entries(
    { words: "events by name", name: text("a name"), content: eventPattern },
    (key, value): [string, EventPattern] => [key, value],
  ),
  (pairs) => Object.fromEntries(pairs),
);

const is = required(eventPattern, "The event that gives the answer.");

const question: Shape<Question> = tagged("a question", "kind", {
  machine: record("a question for a machine", { is }),
  cable: record("a question for a cable", { is }),
  field: record("a question for a header field", {
    field: required(oneOf("a header field", fieldNames), "Which field."),
    is,
    choices: required(list("a list of values", text("a value"), { max: 9 }), "What can be answered."),
  }),
  outcome: record("a question for what will have happened", {
    outcomes: required(
      list(
        "a list of outcomes",
        record("an outcome", {
          name: required(word, "Its name in the words."),
          checks: required(checkList, "What is so when it has come about."),
        }),
        { max: 9 },
      ),
      "What can be answered.",
    ),
  }),
  order: record("a question for an order", {
    events: required(
      list(
        "a list of events",
        record("a named event", {
          name: required(word, "Its name in the words."),
          is: required(eventPattern, "The event."),
        }),
        { max: 9 },
      ),
      "What is to be ordered.",
    ),
  }),
});

const common = {
  name: required(word, "Its name: the heading of its words."),
  play: optional(linesShape, "Lines typed when it begins, one after another."),
  until: optional(
    eventPattern,
    "Where the run pauses; when nothing is under way any more if nothing is said.",
  ),
};

const wrongAttempt: Shape<WrongAttempt> = record("a wrong attempt", {
  name: required(word, "Its name in the words."),
  lines: required(linesShape, "What is typed."),
});

const step: Shape<Step> = tagged("a step", "kind", {
  read: record("a step of reading", common),
  predict: record("a step of predicting", {
    ...common,
    ask: required(question, "What is asked."),
    at: optional(
      eventPattern,
      "Where the run stands while it is asked; before anything is typed if nothing is said.",
    ),
    contradictedBy: optional(eventsByName, "For wrong answers: the event that contradicts each."),
  }),
  do: record("a step of doing", {
    ...common,
    checks: required(checkList, "All must be met."),
    solution: required(linesShape, "A way to get there."),
    wrong: optional(list("a list of wrong attempts", wrongAttempt, { max: 20 }), "What does not suffice."),
  }),
  diagnose: record("a step of finding the cause", {
    ...common,
    causes: required(list("a list of causes", word, { max: 9 }), "What can be named."),
    cause: required(word, "The right one."),
    shownBy: required(list("a list of events", eventPattern, { max: 20 }), "Any of these shows it."),
    contradictedBy: required(eventsByName, "For each wrong cause the event that contradicts it."),
  }),
});

const fact: Shape<Fact> = record("a fact", {
  name: required(word, "Its name in brackets in the words."),
  after: required(word, "The step at whose end it holds."),
  checks: required(checkList, "What backs it."),
});

/** A whole lesson.yaml; the lesson's name is that of its folder. */
export const lessonShape: Shape<Omit<Lesson, "name">> = mapped(
  record("a lesson", {
    scenario: required(text("the name of a scenario"), "The lab; its script is not played."),
    before: optional(linesShape, "Lines typed before the lesson begins."),
    steps: required(list("a list of steps", step, { max: 20 }), "One after another."),
    facts: optional(
      list("a list of facts", fact, { max: 50 }),
      "Each statement of behaviour in the words, and what backs it.",
    ),
  }),
  ({ before = [], facts = [], ...rest }) => ({ ...rest, before, facts }),
);

/** course.yaml: the lessons in order. */
export const courseShape = list("a list of lessons", word, { max: 200 });
