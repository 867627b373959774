/**
 * Solves a lesson without a screen, and holds it to what a lesson promises: not done when it begins, done by
 * its solution, not by its wrong attempts; wrong answers are contradicted, facts hold.
 *
 * It goes the way of a learner who errs at every step before being right: the same state machine, told and
 * asked as the page does.
 */

import type { Scenario } from "#scenario/scenario";
import type { Lesson, Step } from "./lesson.ts";
import { openSolveLab } from "./solve-lab.ts";
import { solveStep } from "./solve-step.ts";
import { beginSolving, type Solving, seenAt, tell, unmetOf } from "./solving.ts";

/** What is wrong with a lesson, and at which of its steps. */
export interface LessonProblem {
  readonly step: string | undefined;
  readonly text: string;
}

export interface Solved {
  readonly name: string;
  /** To its end, with nothing wrong. */
  readonly isSolved: boolean;
  /** Steps that were done before anything was done about them. */
  readonly metAtStart: number;
  readonly wrongAttempts: number;
  readonly wrongRefused: number;
  readonly problems: readonly LessonProblem[];
}

/** Solves a lesson from its beginning, or from the step at another place, to its end. */
export async function solveLesson(lesson: Lesson, scenario: Scenario, from = 0): Promise<Solved> {
  const problems: LessonProblem[] = [];
  const complain = (step: string | undefined, text: string): void => void problems.push({ step, text });
  const lab = await openSolveLab(scenario);
  const solving = await beginSolving({ lesson, scenario, lab, complain, step: from });
  const { actor, counts } = solving;
  for (const step of lesson.steps.slice(from)) {
    // Who has read a step is in the next one at once.
    if (step.kind === "read") checkFacts(solving, step);
    await solveStep(solving, step);
    if (step.kind !== "read") checkFacts(solving, step);
    if (!(await leave(solving, step)) || problems.length > tooMany) break;
  }
  const { value, context } = actor.getSnapshot();
  const isFinished = value === "finished";
  if (!isFinished) complain(lesson.steps[context.step]?.name, "it does not come to its end");
  return { name: lesson.name, isSolved: problems.length === 0, ...counts, problems };
}

/** A lesson with more problems than this makes no sense of what comes after. */
const tooMany = 30;

/** Facts hold at the end of a step. */
function checkFacts(solving: Solving, step: Step): void {
  const { lesson, complain } = solving;
  const place = lesson.steps.indexOf(step);
  for (const fact of lesson.facts.filter(({ after }) => after === step.name)) {
    const unmet = unmetOf(fact.checks, seenAt(solving, place));
    if (unmet.length > 0) complain(`the fact ${fact.name} does not hold: ${unmet.join("; ")}`);
  }
}

/** The learner goes on to the next step; `false` if that is not where it leads. */
async function leave(solving: Solving, step: Step): Promise<boolean> {
  const { lesson, actor } = solving;
  const place = lesson.steps.indexOf(step);
  if (actor.getSnapshot().value === "done") await tell(solving, { type: "next" });
  const { value, context } = actor.getSnapshot();
  return value === "finished" || context.step > place;
}
