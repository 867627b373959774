/**
 * Tries a claim without a screen: its lesson is solved, and its observation must be able to fail.
 *
 * It is not made before anything is typed, nor after the lines of `contrast`, which do happen.
 */

import type { Scenario } from "#scenario/scenario";
import type { ClaimLesson } from "./claim.ts";
import { solveLesson } from "./solve.ts";
import { openSolveLab, placeOf, runLines } from "./solve-lab.ts";
import { unmetOf } from "./solving.ts";

/** What is wrong with a claim; nothing if it is decided as it says. */
export async function tryClaim(
  { claim, lesson }: ClaimLesson,
  scenario: Scenario,
): Promise<readonly string[]> {
  const solved = await solveLesson(lesson, scenario);
  const problems = solved.problems.map(({ text }) => text);
  const complain = (text: string): void => void problems.push(`contrast: ${text}`);
  const lab = await openSolveLab(scenario);
  await runLines(lab, claim.before, undefined, complain);
  const mark = placeOf(lab);
  const isShown = (): boolean => {
    const seen = { recording: lab.recording, start: mark, from: mark, now: placeOf(lab) };
    return unmetOf(claim.shown, seen).length === 0;
  };
  if (isShown()) problems.push("it is shown before anything is typed");
  await runLines(lab, claim.contrast, undefined, complain);
  if (placeOf(lab).pieces === mark.pieces) problems.push("nothing is typed in the contrast");
  if (isShown()) problems.push("it is shown in the contrast too: it decides nothing");
  return problems;
}
