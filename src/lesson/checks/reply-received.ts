/**
 * A program on a node got its answer, so many times; with `text` only answers count that were shown there.
 *
 * What an answer says is read in the terminals: whoever throws it away has not seen it.
 */

import { text as textShape, whole } from "#scenario/quantities";
import { optional, record, required } from "#scenario/shape";
import type { TraceEvent } from "#sim/trace";
import { nodeName } from "../check-shapes.ts";
import { since as sinceShape } from "../event-shape.ts";
import { eventsIn, rangeOf } from "../events.ts";
import { occurrences, shownBy } from "../terminal-text.ts";
import { type CheckKind, counted } from "./check-kind.ts";

export const replyReceived: CheckKind<"reply-received"> = {
  name: "reply-received",
  shape: record("reply-received", {
    node: required(nodeName, "Whose program."),
    text: optional(textShape("a text"), "What the answer says."),
    times: optional(whole("a number", 1, 10_000), "How many answers; one if nothing is said."),
    since: optional(sinceShape, "Where to begin; the step's beginning if nothing is said."),
  }),
  prepare: ({ node, text, times = 1, since = "step" }) => {
    const test = ({ event }: TraceEvent): boolean => event.kind === "request-answered" && event.node === node;
    return (seen) => {
      const answers = eventsIn(seen.recording, test, rangeOf({ since }, seen));
      const shown = text === undefined ? answers.length : occurrences(shownBy(seen, node, since), text);
      return counted("answers", Math.min(answers.length, shown), times, answers.at(-1)?.id);
    };
  },
};
