/**
 * Times as scenarios write them, for comparing one with another. Reading them exactly, and saying what is
 * wrong with one, is quantities.ts.
 */

const unitSeconds: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, ms: 1e-3, s: 1 };

/** A written time (`1.5s`, `20 ms`) as seconds; `undefined` if it is none. */
export function secondsOf(written: string): number | undefined {
  const match = /^([0-9.]+) ?(ns|us|ms|s)$/.exec(written);
  const seconds = Number(match?.[1]) * (unitSeconds[match?.[2] ?? ""] ?? Number.NaN);
  return Number.isNaN(seconds) ? undefined : seconds;
}
