/**
 * The way through a lesson without a learner: what is typed in each step, and where each run pauses. Whoever
 * brings a lab to a later step goes it.
 */

import type { EventPattern, Lesson, Line, Step } from "./lesson.ts";

/** Lines, and where the run pauses after them; `undefined`: when nothing is under way any more. */
export interface Leg {
  readonly lines: readonly Line[];
  readonly until: EventPattern | undefined;
}

/** From the opening of the lab to the beginning of a step, by its place: `before`, and all steps before. */
export const routeTo = ({ before, steps }: Lesson, step: number): readonly Leg[] => [
  ...(before.length === 0 ? [] : [{ lines: before, until: undefined }]),
  ...steps.slice(0, step).flatMap(legsOf),
];

/** Through one step. */
export function legsOf(step: Step): readonly Leg[] {
  const { play = [], until } = step;
  switch (step.kind) {
    case "read":
    case "diagnose":
      return [{ lines: play, until }];
    case "predict":
      if (step.at === undefined) return [{ lines: play, until }];
      return [
        { lines: play, until: step.at },
        { lines: [], until },
      ];
    case "do":
      return [
        { lines: play, until },
        { lines: step.solution, until: undefined },
      ];
  }
}
