/**
 * The kernel's own count of time, 250 to the second, and how late its timers fire.
 *
 * Timers lie in a wheel whose levels grow coarser by eight: one that runs for two minutes fires up to two
 * seconds late, never early. IPVS shows whole seconds of what is left, so an entry may be seen at 00:00 for
 * that long.
 */

import type { Nanos } from "../engine/time.ts";
import { jiffy } from "../stack/kernel-clock.ts";

export const jiffiesPerSecond = 250;

/**
 * The count when a machine starts: the kernel begins five minutes before its counter of 32 bits overflows.
 * Where the slots of the wheel begin depends on it; no slot is longer than 24 bits, so no more of it is
 * needed.
 */
const countAtStart = 2 ** 24 - 300 * jiffiesPerSecond;

export const jiffiesAt = (moment: Nanos): number => countAtStart + Math.floor(moment / jiffy);
/** When the count gets there. */
export const momentOf = (count: number): Nanos => ((count - countAtStart) * jiffy) as Nanos;
/** How long so many jiffies take. */
export const durationOf = (jiffies: number): Nanos => (jiffies * jiffy) as Nanos;
export const inJiffies = (seconds: number): number => seconds * jiffiesPerSecond;

/** Timers that run shorter than this lie on the finest level; each further level begins eight times later. */
const firstLevelEnd = 63;

/** When a timer set `delta` jiffies ahead to `due` really fires: at the end of its slot in the wheel. */
export function firingOf(due: number, delta: number): number {
  let shift = 0;
  let end = firstLevelEnd;
  while (delta >= end) {
    shift += 3;
    end *= 8;
  }
  const slot = 2 ** shift;
  return (Math.floor(due / slot) + 1) * slot;
}
