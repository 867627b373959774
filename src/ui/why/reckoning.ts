/**
 * The number by which a scheduler compared a candidate, written out as it was found: `(3·256 + 1) / 5 =
 * 153.8`.
 */

import type { Candidate, Fraction } from "#sim/ipvs/ipvs-events";

/** Schedulers whose load counts an active connection as 256 inactive ones. */
const byOverhead: ReadonlySet<string> = new Set(["lc", "wlc", "lblc", "lblcr", "twos"]);
/** Schedulers that count active connections with the new one among them. */
const byQueue: ReadonlySet<string> = new Set(["sed", "nq"]);

/** `undefined`: it was not compared by a number. */
export function sumOf(scheduler: string, candidate: Candidate): string | undefined {
  const { cost } = candidate;
  if (cost === undefined) return undefined;
  const { numerator, denominator } = cost;
  const load = loadText(scheduler, candidate, cost);
  if (denominator === 1 && load === String(numerator)) return load;
  const isPlain = denominator === 1 && candidate.weight !== 1;
  if (isPlain || scheduler === "lc") return `${load} = ${numerator}`;
  return `${load.includes(" ") ? `(${load})` : load} / ${denominator} = ${rounded(cost)}`;
}

function loadText(scheduler: string, candidate: Candidate, { numerator }: Fraction): string {
  const { activeConnections: active, inactiveConnections: inactive } = candidate;
  if (byOverhead.has(scheduler) && active * 256 + inactive === numerator)
    return `${active}·256 + ${inactive}`;
  return byQueue.has(scheduler) && active + 1 === numerator ? `${active} + 1` : String(numerator);
}

const rounded = ({ numerator, denominator }: Fraction): string =>
  String(Number((numerator / denominator).toFixed(3)));
