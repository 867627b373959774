/**
 * The right answers to the questions of a lesson, told by its lab without a screen.
 */

import type { Mark } from "#lesson/check";
import type { Lesson } from "#lesson/lesson";
import { markOf } from "#lesson/marks";
import { type Answer, type Truth, truthOf } from "#lesson/questions";
import { legsOf, routeTo } from "#lesson/route";
import { openSolveLab, runLines } from "#lesson/solve-lab";
import type { Scenario } from "#scenario/scenario";

/** Of the ends of a cable the one at a machine, by which it is drawn. */
function asPicked({ answer, ends }: Truth, { nodes }: Scenario): Answer {
  const end = ends.find(({ node }) => nodes.some(({ name }) => name === node));
  return answer.kind === "cable" && end !== undefined ? { kind: "cable", end } : answer;
}

/** By the names of the steps that ask. Throws where a question has no answer. */
export async function truthsOf(lesson: Lesson, scenario: Scenario): Promise<ReadonlyMap<string, Answer>> {
  const lab = await openSolveLab(scenario);
  const complain = (text: string): void => {
    throw new Error(`${lesson.name}: ${text}`);
  };
  const go = async (legs: ReturnType<typeof legsOf>): Promise<Mark> => {
    for (const { lines, until } of legs) await runLines(lab, lines, until, complain);
    return markOf(lab.recording);
  };
  const start = await go(routeTo(lesson, 0));
  const truths = new Map<string, Answer>();
  for (const step of lesson.steps) {
    const from = markOf(lab.recording);
    const now = await go(legsOf(step));
    if (step.kind !== "predict") continue;
    const truth = truthOf(step.ask, { recording: lab.recording, start, from, now });
    if (truth === undefined) throw new Error(`${lesson.name}: ${step.name} has no answer`);
    truths.set(step.name, asPicked(truth, scenario));
  }
  return truths;
}
