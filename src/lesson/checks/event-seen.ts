/**
 * An event that fits has happened, so many times at least; or none has, though others have.
 */

import { whole } from "#scenario/quantities";
import { optional, record, required } from "#scenario/shape";
import { yes } from "../check-shapes.ts";
import { eventPattern } from "../event-shape.ts";
import { eventsIn, eventTest, findEvent, rangeOf } from "../events.ts";
import { type CheckKind, counted, plain } from "./check-kind.ts";

export const eventSeen: CheckKind<"event-seen"> = {
  name: "event-seen",
  shape: record("event-seen", {
    event: required(eventPattern, "The event."),
    never: optional(yes, "None has happened."),
    times: optional(whole("a number", 1, 100_000), "So many at least."),
  }),
  prepare: ({ event, never = false, times = Math.abs(event.nth ?? 1) }) => {
    const test = eventTest(event);
    return (seen) => {
      const { recording } = seen;
      const range = rangeOf(event, seen);
      if (never) {
        const found = findEvent(recording, {}, test, range);
        return plain(found === undefined && range.to > range.from, found?.id);
      }
      const found = eventsIn(recording, test, range, times);
      return counted("events", found.length, times, found.at(-1)?.id);
    };
  },
};
