/**
 * The terminals of a node have shown a text; or have not, though a command has ended there.
 */

import { text as textShape } from "#scenario/quantities";
import { optional, record, required } from "#scenario/shape";
import { nodeName, yes } from "../check-shapes.ts";
import { since as sinceShape } from "../event-shape.ts";
import { hasEnded, shownBy } from "../terminal-text.ts";
import { type CheckKind, plain } from "./check-kind.ts";

export const outputShows: CheckKind<"output-shows"> = {
  name: "output-shows",
  shape: record("output-shows", {
    node: required(nodeName, "Whose terminals."),
    text: required(textShape("a text"), "What is shown."),
    never: optional(yes, "It is not shown."),
    since: optional(sinceShape, "Where to begin; the step's beginning if nothing is said."),
  }),
  prepare:
    ({ node, text, never = false, since = "step" }) =>
    (seen) => {
      const isShown = shownBy(seen, node, since).some((shown) => shown.includes(text));
      return plain(never ? !isShown && hasEnded(seen.recording, seen, node) : isShown);
    },
};
