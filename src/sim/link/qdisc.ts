/**
 * What waits in a device's queue for the line: first in, first out, at most `txqueuelen` frames.
 *
 * A frame leaves the queue when its last bit is on the line. Only departure times are kept: one event a frame, its
 * arrival, is enough. Sizes on the line: IEEE 802.3 (64 bytes at least, preamble, check sequence and gap: 24 more).
 */

import type { Nanos } from "../engine/time.ts";

export interface Qdisc {
  /** 0: a line without limit; nothing waits. */
  readonly rateBitsPerSecond: number;
  /** When the line is free again. */
  freeAt: number;
  /** When each frame that waits or is being sent is gone, oldest first. */
  readonly departures: number[];
}

export const emptyQdisc = (rateBitsPerSecond: number): Qdisc => ({ rateBitsPerSecond, freeAt: 0, departures: [] });

const smallestFrame = 60;
const perFrame = 24;

/** How long a frame of `length` bytes (without check sequence) occupies a line, in nanoseconds. */
export const serialization = (length: number, rateBitsPerSecond: number): Nanos =>
  Math.round(((Math.max(length, smallestFrame) + perFrame) * 8e9) / rateBitsPerSecond) as Nanos;

/** When a frame handed over now is fully on the line; `undefined` when the queue is full. */
export function enqueue(qdisc: Qdisc, length: number, now: Nanos, limit: number): Nanos | undefined {
  const { departures } = qdisc;
  if (departures.length > 0 && (departures[0] as number) <= now) forgetDeparted(departures, now);
  if (departures.length > limit) return undefined;
  const starts = qdisc.freeAt > now ? qdisc.freeAt : now;
  const departure = starts + serialization(length, qdisc.rateBitsPerSecond);
  qdisc.freeAt = departure;
  departures.push(departure);
  return departure as Nanos;
}

function forgetDeparted(departures: number[], now: Nanos): void {
  let gone = 0;
  while (gone < departures.length && (departures[gone] as number) <= now) gone++;
  if (gone === departures.length) departures.length = 0;
  else departures.splice(0, gone);
}
