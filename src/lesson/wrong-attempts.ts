/**
 * Which of the attempts that a lesson lists as wrong a learner has just made: the lines that were typed end
 * with its lines, in their order and on their machines.
 */

import type { DoStep, Line, WrongAttempt } from "./lesson.ts";

/** The attempt whose lines were typed last, if any; of several the one with more lines. */
export function attemptIn({ wrong = [] }: DoStep, typed: readonly Line[]): WrongAttempt | undefined {
  const made = wrong.filter(({ lines }) => isEndOf(typed, lines));
  return made.toSorted((one, other) => other.lines.length - one.lines.length)[0];
}

function isEndOf(typed: readonly Line[], lines: readonly Line[]): boolean {
  const last = typed.slice(typed.length - lines.length);
  return (
    lines.length > 0 &&
    last.length === lines.length &&
    lines.every(({ on, run }, index) => last[index]?.on === on && isSame(last[index]?.run ?? "", run))
  );
}

/** Spaces that a shell does not care about do not count. */
const isSame = (typed: string, wanted: string): boolean => plain(typed) === plain(wanted);
const plain = (line: string): string => line.trim().replaceAll(/\s+/g, " ");
