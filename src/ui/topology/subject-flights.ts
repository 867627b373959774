/**
 * Which frames in flight the selected event is about: those it put on a cable, or that a switch passed on
 * from there; not what another machine made of them.
 */

import type { Flight } from "#lab/batch";
import { eventById, type Recording } from "#lab/recording";

/** How far back the reason for a frame is looked for: from its sending to the decision that led to it. */
const mostSteps = 24;

/** Whether a frame is in flight because of an event, on its way to the next machine. */
export function isBecauseOf(
  recording: Recording,
  flight: Pick<Flight, "cause">,
  event: number,
  isMachine: (node: string) => boolean,
): boolean {
  let machine: string | undefined;
  let at = flight.cause;
  for (let step = 0; step < mostSteps && at >= event && at !== 0; step++) {
    const traced = eventById(recording, at);
    if (traced === undefined) return false;
    const { node } = traced.event;
    if (isMachine(node)) {
      machine ??= node;
      if (node !== machine) return false;
    }
    if (at === event) return true;
    at = traced.cause;
  }
  return false;
}
