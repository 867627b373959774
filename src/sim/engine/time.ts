/**
 * Simulated time: whole nanoseconds since the start of a run.
 *
 * A plain number with a brand, so it compares with `===` and cannot be mixed up with another count. 2^53 ns
 * is about 104 days, longer than any lab runs.
 */

export type Nanos = number & { readonly unit: "ns" };

export const nanos = (count: number): Nanos => Math.round(count) as Nanos;
export const micros = (count: number): Nanos => Math.round(count * 1e3) as Nanos;
export const millis = (count: number): Nanos => Math.round(count * 1e6) as Nanos;
export const seconds = (count: number): Nanos => Math.round(count * 1e9) as Nanos;

/** The moment `delay` after `moment`. */
export const later = (moment: Nanos, delay: Nanos): Nanos => (moment + delay) as Nanos;

/** The time from `earlier` to `moment`, in nanoseconds. */
export const since = (earlier: Nanos, moment: Nanos): Nanos => (moment - earlier) as Nanos;

/** A time as a count of seconds, for printing and for formulas that do not decide anything. */
export const toSeconds = (time: Nanos): number => time / 1e9;
