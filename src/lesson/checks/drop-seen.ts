/**
 * A packet or frame ended on a node, for a reason or for any; or none did, though the node did something.
 */

import { oneOf } from "#scenario/quantities";
import { optional, record, required } from "#scenario/shape";
import type { TraceEvent } from "#sim/trace";
import { nodeName, yes } from "../check-shapes.ts";
import { dropReasons } from "../event-kinds.ts";
import { findEvent, rangeOf } from "../events.ts";
import { type CheckKind, plain } from "./check-kind.ts";

export const dropSeen: CheckKind<"drop-seen"> = {
  name: "drop-seen",
  shape: record("drop-seen", {
    node: required(nodeName, "Where."),
    reason: optional(oneOf("a reason", dropReasons), "Why; any reason if nothing is said."),
    never: optional(yes, "Nothing was dropped."),
  }),
  prepare: ({ node, reason, never = false }) => {
    const isDrop = ({ event }: TraceEvent): boolean =>
      (event.kind === "packet-dropped" || event.kind === "frame-dropped") &&
      event.node === node &&
      (reason === undefined || event.reason === reason);
    const isOfNode = ({ event }: TraceEvent): boolean => event.node === node;
    return (seen) => {
      const range = rangeOf({}, seen);
      const found = findEvent(seen.recording, {}, isDrop, range);
      if (!never) return plain(found !== undefined, found?.id);
      const hasActed = findEvent(seen.recording, {}, isOfNode, range) !== undefined;
      return plain(found === undefined && hasActed, found?.id);
    };
  },
};
