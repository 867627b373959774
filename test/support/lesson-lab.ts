/**
 * A lab in which lines are typed and then checks are asked, as in a step of a lesson.
 */

import type { Check, Mark, Seen, Standing } from "#lesson/check";
import { checkTest } from "#lesson/checks/index";
import type { EventPattern, Line } from "#lesson/lesson";
import { markOf } from "#lesson/marks";
import { openSolveLab, runLines, type SolveLab } from "#lesson/solve-lab";
import { namedScenario } from "#support/lab-over-port";

export interface LessonLab {
  readonly lab: SolveLab;
  start: Mark;
  from: Mark;
  /** What went otherwise than it should. */
  readonly complaints: string[];
}

/** A lab of a scenario in which lines were typed before; the step begins now. */
export async function lessonLab(scenario: string, before: readonly string[] = []): Promise<LessonLab> {
  const lab = await openSolveLab(namedScenario(scenario));
  const start = markOf(lab.recording);
  const opened: LessonLab = { lab, start, from: start, complaints: [] };
  await typed(opened, before);
  beginStep(opened);
  return opened;
}

/** From now on events count as those of the step. */
export function beginStep(opened: LessonLab): void {
  opened.from = markOf(opened.lab.recording);
}

/** `client: curl 10.0.0.10` as a line. */
export function lineOf(text: string): Line {
  const [, on = "", run = ""] = /^([\w-]+): (.*)$/.exec(text) ?? [];
  return { on, run };
}

/** Types lines such as `client: curl 10.0.0.10`, to the end of what they lead to or to an event. */
export async function typed(
  { lab, complaints }: LessonLab,
  lines: readonly string[],
  until?: EventPattern,
): Promise<void> {
  await runLines(lab, lines.map(lineOf), until, (text) => complaints.push(text));
}

export const seenOf = ({ lab: { recording }, start, from }: LessonLab): Seen => ({
  ...{ recording, start, from, now: markOf(recording) },
});

export const standingOf = (opened: LessonLab, check: Check): Standing => checkTest(check)(seenOf(opened));

export const isMet = (opened: LessonLab, check: Check): boolean => standingOf(opened, check).isMet;
