/**
 * Whether an event is one that shows the cause of what was observed, and which one contradicts another cause.
 */

import type { TraceEvent } from "#sim/trace";
import type { Seen } from "./check.ts";
import { eventFinder, eventTest, rangeOf } from "./events.ts";
import type { DiagnoseStep } from "./lesson.ts";

/** Whether an event shows the cause: any in the range that fits; of a pattern with `nth` only that one. */
export const showsCause = ({ shownBy }: DiagnoseStep, traced: TraceEvent, seen: Seen): boolean =>
  shownBy.some((pattern) => {
    if (!eventTest(pattern)(traced)) return false;
    if (pattern.nth !== undefined) return eventFinder(pattern)(seen)?.id === traced.id;
    const first = seen.recording.events[0]?.id ?? 0;
    const { from, to } = rangeOf(pattern, seen);
    return traced.id - first >= from && traced.id - first < to;
  });

/** The id of the event that contradicts a wrong cause. */
export function contradictionOfCause(
  { contradictedBy }: DiagnoseStep,
  cause: string,
  seen: Seen,
): number | undefined {
  const pattern = Object.hasOwn(contradictedBy, cause) ? contradictedBy[cause] : undefined;
  return pattern === undefined ? undefined : eventFinder(pattern)(seen)?.id;
}
