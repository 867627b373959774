/**
 * The kernel's own count of time, 250 to the second, and how late its timers fire.
 *
 * Timers lie in a wheel whose levels grow coarser by eight: one that runs for two minutes fires up to two
 * seconds late, never early. IPVS shows whole seconds of what is left, so an entry may be seen at 00:00 for
 * that long.
 */

import type { Nanos } from "../engine/time.ts";

const jiffyLength = 4e6;
export const jiffiesPerSecond = 250;

export const jiffiesAt = (moment: Nanos): number => Math.floor(moment / jiffyLength);
export const momentOf = (jiffies: number): Nanos => (jiffies * jiffyLength) as Nanos;
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
