/**
 * Simulated time in the page: durations made, moments written.
 *
 * The page takes only types from the simulator, so that its own part stays small; the unit is the same.
 */

import type { Nanos } from "#sim/engine/time";

export const nanos = (count: number): Nanos => Math.round(count) as Nanos;
export const millis = (count: number): Nanos => nanos(count * 1e6);
export const seconds = (count: number): Nanos => nanos(count * 1e9);
export const later = (moment: Nanos, delay: Nanos): Nanos => (moment + delay) as Nanos;
