/**
 * The kernel's coarse clock: time in jiffies of 4 ms, and timers that fire late because they wait in a
 * wheel.
 *
 * A timer goes into the first level of the wheel that reaches far enough; a slot of level n is 8^n jiffies
 * wide and fires at its end. So a timer of one second is up to 32 ms late, one of five seconds up to 256 ms.
 */

import type { Nanos } from "../engine/time.ts";

/** One jiffy at 250 ticks a second. */
export const jiffy = 4e6;

const slotsPerLevel = 63;
const levels = 9;

/** The number of whole jiffies up to a moment. */
export const jiffiesAt = (moment: Nanos): number => Math.floor(moment / jiffy);

/** A time as jiffies, rounded up as the kernel converts its settings. */
export const jiffiesOf = (time: Nanos): number => Math.ceil(time / jiffy);

/** How long a timer of the wheel that is set at `now` for `delay` takes to fire. */
export function wheelDelay(now: Nanos, delay: Nanos): Nanos {
  const wanted = jiffiesOf(delay);
  let level = 0;
  while (level < levels - 1 && wanted >= slotsPerLevel * 8 ** level) level++;
  const width = 8 ** level;
  const slot = Math.floor((jiffiesAt(now) + wanted) / width) + 1;
  return (slot * width * jiffy - now) as Nanos;
}

/** Whether `moment` is at most `time` ago, in jiffies. */
export const isWithin = (moment: Nanos, time: Nanos, now: Nanos): boolean =>
  jiffiesAt(now) <= jiffiesAt(moment) + jiffiesOf(time);
