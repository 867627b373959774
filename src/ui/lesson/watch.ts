/**
 * Waits for the event at which a lesson's run pauses: looks at each event of the recording once, also at
 * those that were recorded before they are shown.
 */

import type { Recording } from "#lab/recording";
import { type EventTest, eventTest } from "#lesson/events";
import type { EventPattern } from "#lesson/lesson";

export interface Watch {
  readonly test: EventTest;
  /** It is the so-manieth event that fits, from this position on. */
  readonly nth: number;
  readonly from: number;
  /** What has been looked at, and in which recording: a fork makes another. */
  recording: Recording | undefined;
  looked: number;
  left: number;
  /** The position right after the event. */
  hit: number | undefined;
}

/** A watch for an event from a position on. */
export const watchFor = (until: EventPattern, from: number): Watch => ({
  test: eventTest(until),
  nth: until.nth ?? 1,
  from,
  recording: undefined,
  looked: from,
  left: until.nth ?? 1,
  hit: undefined,
});

/** The position right after the event, where it is within the first so many events. */
export function hitWithin(watch: Watch, recording: Recording, position: number): number | undefined {
  if (watch.recording !== recording) begin(watch, recording);
  const { events } = recording;
  const end = Math.min(position, events.length);
  for (; watch.hit === undefined && watch.looked < end; watch.looked++) {
    const traced = events[watch.looked];
    if (traced !== undefined && watch.test(traced) && --watch.left === 0) watch.hit = watch.looked + 1;
  }
  return watch.hit !== undefined && watch.hit <= position ? watch.hit : undefined;
}

function begin(watch: Watch, recording: Recording): void {
  Object.assign(watch, { recording, looked: watch.from, left: watch.nth, hit: undefined });
}
