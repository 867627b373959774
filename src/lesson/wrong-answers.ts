/**
 * Everything that can be answered to a question, as far as it can be listed: among it the truth and, besides,
 * what is wrong.
 */

import type { Scenario } from "#scenario/scenario";
import type { Question } from "./lesson.ts";
import type { Answer } from "./questions.ts";

/** Answers to a question; of an order the one of the file and the reverse. */
export function wrongAnswers(ask: Question, { nodes, segments }: Scenario): readonly Answer[] {
  switch (ask.kind) {
    case "machine":
      return [...nodes, ...segments].map(({ name: node }) => ({ kind: "machine", node }));
    case "cable":
      return nodes.flatMap(({ name: node, devices }) =>
        devices.map(({ name: device }): Answer => ({ kind: "cable", end: { node, device } })),
      );
    case "field":
      return ask.choices.map((value) => ({ kind: "field", value }));
    case "outcome":
      return ask.outcomes.map(({ name }) => ({ kind: "outcome", name }));
    case "order": {
      const names = ask.events.map(({ name }) => name);
      return [
        { kind: "order", names: names.toReversed() },
        { kind: "order", names },
      ];
    }
  }
}
