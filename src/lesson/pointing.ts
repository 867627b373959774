/**
 * Whether an event is one that shows the cause of what was observed, and which one contradicts another cause.
 */

import { causesOf } from "#lab/recording";
import type { TraceEvent } from "#sim/trace";
import type { Seen } from "./check.ts";
import { eventFinder, eventTest, rangeOf } from "./events.ts";
import type { DiagnoseStep } from "./lesson.ts";

/**
 * Whether an event shows the cause: one that fits, or what a machine did on the spot because of one that
 * fits, as the explanation of either shows the same decision.
 */
export const showsCause = (step: DiagnoseStep, traced: TraceEvent, seen: Seen): boolean =>
  causesOf(seen.recording, traced.id).some(
    (cause) => isAtOnce(cause, traced) && isShownBy(step, cause, seen),
  );

const isAtOnce = (cause: TraceEvent, traced: TraceEvent): boolean =>
  cause.event.node === traced.event.node && cause.at === traced.at;

/** Any in the range that fits; of a pattern with `nth` only that one. */
const isShownBy = ({ shownBy }: DiagnoseStep, traced: TraceEvent, seen: Seen): boolean =>
  shownBy.some((pattern) => {
    if (!eventTest(pattern)(traced)) return false;
    if (pattern.nth !== undefined) return eventFinder(pattern)(seen)?.id === traced.id;
    const first = seen.recording.events[0]?.id ?? 0;
    const { from, to } = rangeOf(pattern, seen);
    return traced.id - first >= from && traced.id - first < to;
  });

/** The id of an event that shows the cause, to be shown to who has given up. */
export const eventOfCause = ({ shownBy }: DiagnoseStep, seen: Seen): number | undefined =>
  shownBy.map((pattern) => eventFinder(pattern)(seen)?.id).find((id) => id !== undefined);

/** The id of the event that contradicts a wrong cause. */
export function contradictionOfCause(
  { contradictedBy }: DiagnoseStep,
  cause: string,
  seen: Seen,
): number | undefined {
  const pattern = Object.hasOwn(contradictedBy, cause) ? contradictedBy[cause] : undefined;
  return pattern === undefined ? undefined : eventFinder(pattern)(seen)?.id;
}
