/** The words around an explanation in English. */

import type { WhyWords } from "#words/explain-words";

export const why: WhyWords = {
  event: (id) => `event ${id}`,
  inside: (node) => `way inside ${node}`,
  causedBy: (node, cause) => `caused by “${cause}” of ${node}`,
  effective: (value) => `effective ${value}`,
  remedyTitle: "To change this outcome",
  typeAt: (node) => `Type it at ${node}`,
  compare: "Compare with and without",
  followed: "What followed",
  goTo: (event) => `Go to event ${event}`,
  openSetting: (node, name) => `Show ${name} of ${node}`,
  deciding: "This decided the outcome",
  tones: { good: "good", bad: "wrong" },
  nothingYet: "Nothing has happened yet.",
  nowTitle: "What happened last",
  howToSelect:
    "Every event has a reason. To see it, choose one on the ladder, on the timeline " +
    "or on the stage: a frame, a drop, a decision.",
  explainThis: "Explain this",
  gone: "This event is not in the record.",
};
