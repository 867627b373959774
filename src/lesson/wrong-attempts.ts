/**
 * Which of the attempts that a lesson lists as wrong a learner has just made: what was changed since the step
 * began is what the attempt changes, or part of it, and was then tried. How it was typed does not matter.
 */

import { actsOf, triesSomething } from "./acts.ts";
import type { DoStep, Line, WrongAttempt } from "./lesson.ts";

/** The attempt that was made, if any: of several the one that leaves least undone. */
export function attemptIn({ wrong = [] }: DoStep, typed: readonly Line[]): WrongAttempt | undefined {
  const typedLast = wrong.filter(({ lines }) => isEndOf(typed, lines));
  const most = typedLast.toSorted((one, other) => other.lines.length - one.lines.length)[0];
  return most ?? attemptOf(wrong, typed);
}

/** By what was changed, after it was tried. */
function attemptOf(wrong: readonly WrongAttempt[], typed: readonly Line[]): WrongAttempt | undefined {
  const changed = changesOf(typed);
  if (changed.size === 0) return undefined;
  const isTried = triesSomething(typed.at(-1)?.run ?? "");
  const made = wrong
    .filter(({ lines }) => isTried || !lines.some(({ run }) => triesSomething(run)))
    .map((attempt) => ({ attempt, changes: changesOf(attempt.lines) }))
    .filter(({ changes }) => [...changed].every((change) => changes.has(change)));
  return made.toSorted((one, other) => one.changes.size - other.changes.size)[0]?.attempt;
}

const changesOf = (lines: readonly Line[]): ReadonlySet<string> =>
  new Set(lines.flatMap(({ on, run }) => actsOf(run).map((act) => `${on}: ${act}`)));

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
