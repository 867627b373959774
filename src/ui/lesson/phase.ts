/**
 * Where a learner is, as the panel shows it: the states of the lesson's machine in one word.
 */

import type { StateValue } from "xstate";

export const phases = [
  "opening",
  "goingBack",
  "playing",
  "resetting",
  "reading",
  "asked",
  "revealing",
  "answeredWrong",
  "trying",
  "diagnosing",
  "namedWrong",
  "pointing",
  "pointedWrong",
  "showing",
  "done",
  "finished",
] as const;

export type Phase = (typeof phases)[number];

/** The phase of a state of the machine. */
export function phaseOf(value: StateValue): Phase {
  const [outer, inner] = typeof value === "string" ? [value, undefined] : (Object.entries(value)[0] ?? []);
  const name = outer === "standing" ? String(inner) : String(outer);
  const found = phases.find((phase) => phase === name);
  if (found === undefined) throw new Error(`the lesson is in no phase that is known: ${name}`);
  return found;
}

/** Phases in which the learner has the say, and time stands still until something is typed. */
export const isLearnersTurn = (phase: Phase): boolean =>
  !["opening", "goingBack", "playing", "resetting", "revealing", "showing"].includes(phase);
