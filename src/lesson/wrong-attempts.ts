/**
 * Which of the attempts that a lesson lists as wrong a learner has just made: what it does and the solution
 * does not was typed in its order, and so was what it tries it with; other lines may stand between.
 */

import { type CommandSign, commandSigns } from "./command-signs.ts";
import type { DoStep, Line, WrongAttempt } from "./lesson.ts";

/** The attempt that was made, if any: the last one; of several the one with more lines. */
export function attemptIn(
  { wrong = [], solution }: DoStep,
  typed: readonly Line[],
): WrongAttempt | undefined {
  const [wanted, made] = [signsOf(solution), signsOf(typed)];
  const found = wrong.flatMap((attempt) => {
    const at = madeAt(signsOf(attempt.lines), wanted, made);
    return at === undefined ? [] : [{ attempt, at }];
  });
  const best = found.toSorted(
    (one, other) => other.at - one.at || other.attempt.lines.length - one.attempt.lines.length,
  );
  return best[0]?.attempt;
}

/** The machine on which a line of the solution was typed last that belongs to another; else undefined. */
export function misplacedOn({ wrong = [], solution }: DoStep, typed: readonly Line[]): string | undefined {
  const last = signsOf(typed).findLast(({ isTrial }) => !isTrial);
  if (last === undefined) return undefined;
  const wanted = signsOf(solution).filter(({ sign }) => sign === last.sign);
  const isListed = wrong.some(({ lines }) => has(signsOf(lines), last));
  return wanted.length > 0 && !isListed && !has(wanted, last) ? last.on : undefined;
}

const signsOf = (lines: readonly Line[]): readonly CommandSign[] =>
  lines.flatMap(({ on, run }) => commandSigns(on, run));

const isSame = (one: CommandSign, other: CommandSign): boolean =>
  one.on === other.on && one.sign === other.sign;
const has = (signs: readonly CommandSign[], wanted: CommandSign): boolean =>
  signs.some((sign) => isSame(sign, wanted));

/**
 * Where in what was typed the attempt was made. It is over once a line of the solution that it lacks follows;
 * an attempt that is a part of the solution, once such a line was typed at all.
 */
function madeAt(
  attempt: readonly CommandSign[],
  solution: readonly CommandSign[],
  typed: readonly CommandSign[],
): number | undefined {
  const isOwn = (sign: CommandSign): boolean => !sign.isTrial && !has(solution, sign);
  const hasOwn = attempt.some(isOwn);
  const needed = attempt.filter((sign) => !hasOwn || sign.isTrial || isOwn(sign));
  const places = lastPlaces(needed, typed);
  if (places === undefined) return undefined;
  const at = hasOwn ? (places[needed.findLastIndex(isOwn)] ?? 0) : -1;
  const isMended = typed
    .slice(at + 1)
    .some((sign) => !sign.isTrial && has(solution, sign) && !has(attempt, sign));
  return isMended ? undefined : at;
}

/** Where these were typed in their order, as late as can be. */
function lastPlaces(
  needed: readonly CommandSign[],
  typed: readonly CommandSign[],
): readonly number[] | undefined {
  const places: number[] = [];
  let before = typed.length;
  for (const wanted of needed.toReversed()) {
    const at = typed.findLastIndex((sign, index) => index < before && isSame(sign, wanted));
    if (at < 0) return undefined;
    places.unshift(at);
    before = typed[at]?.isRepeated === true ? at + 1 : at;
  }
  return needed.length > 0 ? places : undefined;
}
