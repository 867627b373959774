/**
 * What waits in a device's queue for the line: first in, first out, at most `txqueuelen` frames.
 *
 * A frame leaves the queue when its last bit is on the line. Only departure times are kept: one event a
 * frame, its arrival, is enough. Sizes on the line: IEEE 802.3 (64 bytes at least, preamble, check sequence
 * and gap: 24 more).
 */

import type { Nanos } from "../engine/time.ts";

export interface Qdisc {
  /** 0: a line without limit; nothing waits. */
  readonly rateBitsPerSecond: number;
  /** When the line is free again. */
  freeAt: number;
  /** When each frame that waits or is being sent is gone, oldest first, from `first` up to `end`. */
  readonly departures: number[];
  first: number;
  end: number;
}

export const emptyQdisc = (rateBitsPerSecond: number): Qdisc => ({
  rateBitsPerSecond,
  freeAt: 0,
  departures: [],
  first: 0,
  end: 0,
});

const smallestFrame = 60;
const perFrame = 24;

/** How long a frame of `length` bytes (without check sequence) occupies a line, in nanoseconds. */
export const serialization = (length: number, rateBitsPerSecond: number): Nanos =>
  Math.round(
    ((length < smallestFrame ? smallestFrame : length) + perFrame) * (8e9 / rateBitsPerSecond),
  ) as Nanos;

/** When a frame handed over now is fully on the line; `undefined` when the queue is full. */
export function enqueue(qdisc: Qdisc, length: number, now: Nanos, limit: number): Nanos | undefined {
  const took = serialization(length, qdisc.rateBitsPerSecond);
  if (qdisc.freeAt <= now) {
    qdisc.first = 0;
    qdisc.end = 1;
    qdisc.freeAt = now + took;
    qdisc.departures[0] = qdisc.freeAt;
    return qdisc.freeAt as Nanos;
  }
  forgetDeparted(qdisc, now);
  if (qdisc.end - qdisc.first > limit) return undefined;
  qdisc.freeAt += took;
  qdisc.departures[qdisc.end++] = qdisc.freeAt;
  return qdisc.freeAt as Nanos;
}

/** Frees the places of frames that are gone; the list starts over where they are many. */
function forgetDeparted(qdisc: Qdisc, now: Nanos): void {
  const { departures } = qdisc;
  while (qdisc.first < qdisc.end && (departures[qdisc.first] as number) <= now) qdisc.first++;
  if (qdisc.first < 1024) return;
  departures.copyWithin(0, qdisc.first, qdisc.end);
  qdisc.end -= qdisc.first;
  qdisc.first = 0;
}
