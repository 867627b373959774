/**
 * A program on a node waited in vain or was refused: what it asked for did not come.
 */

import { text } from "#scenario/quantities";
import { optional, record, required } from "#scenario/shape";
import type { TraceEvent } from "#sim/trace";
import { nodeName } from "../check-shapes.ts";
import { since as sinceShape } from "../event-shape.ts";
import { findEvent, rangeOf } from "../events.ts";
import { type CheckKind, plain } from "./check-kind.ts";

export const requestFailed: CheckKind<"request-failed"> = {
  name: "request-failed",
  shape: record("request-failed", {
    node: required(nodeName, "Whose request."),
    why: optional(text("an errno, TIMEOUT, EMPTY, CUT or NOT-HTTP"), "What the program was told."),
    since: optional(sinceShape, "Where to begin; the step's beginning if nothing is said."),
  }),
  prepare: ({ node, why, since = "step" }) => {
    const test = ({ event }: TraceEvent): boolean =>
      event.kind === "request-failed" && event.node === node && (why === undefined || event.error === why);
    return (seen) => {
      const found = findEvent(seen.recording, {}, test, rangeOf({ since }, seen));
      return plain(found !== undefined, found?.id);
    };
  },
};
