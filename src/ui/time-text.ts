/**
 * Moments and spans of simulated time as text: units and figures, alike in every language.
 */

import type { Nanos } from "#sim/engine/time";

/**
 * A moment to the tenth of a microsecond or finer than can be seen: `431.0 µs`, `507.140 ms`, `12.507140 s`.
 */
export function momentText(at: Nanos): string {
  const size = Math.abs(at);
  if (size < 1e6) return `${(at / 1e3).toFixed(1)} µs`;
  if (size < 1e9) return `${(at / 1e6).toFixed(3)} ms`;
  return `${(at / 1e9).toFixed(6)} s`;
}

/** How long something takes, in three figures at most: `20 µs`, `1.25 ms`, `492 ms`, `2 min 5 s`. */
export function spanText(span: Nanos): string {
  if (span < 1e3) return `${span} ns`;
  if (span < 999.5e3) return `${short(span / 1e3)} µs`;
  if (span < 999.5e6) return `${short(span / 1e6)} ms`;
  if (span < 119.5e9) return `${short(span / 1e9)} s`;
  const seconds = Math.round(span / 1e9);
  const rest = seconds % 60;
  return rest === 0 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 60)} min ${rest} s`;
}

/** Three figures, without zeros that say nothing. */
const short = (value: number): string => String(Number(value.toPrecision(3)));
