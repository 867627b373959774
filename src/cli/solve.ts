/**
 * `lvs-lab solve [LESSON…]`: reads lessons, goes through each as a learner who errs before being right, and
 * says what is missing or wrong.
 */

import process from "node:process";
import { type Solved, solveLesson } from "#lesson/solve";
import { formatDiagnostic } from "#scenario/diagnostic";
import type { Arguments } from "./arguments.ts";
import type { CliCommand } from "./cli-command.ts";
import { type LessonFolder, lessonNames, readLesson } from "./open-lesson.ts";

export const solve: CliCommand = {
  name: "solve",
  operands: "[LESSON...]",
  summary: "solve lessons without a screen and hold them to what they promise",
  options: [{ name: "json", what: "a last line of JSON with the counts" }],
  details: [
    "A LESSON is the name of a folder in lessons/, or the path of one; without any, the whole course and the",
    "experiments beside it.",
    "A lesson is not done when it begins, is done by its solution and not by its wrong attempts, its wrong",
    "answers are contradicted by an event, and its facts hold. Mistakes and what is missing in its files are",
    "lines FILE:LINE:COLUMN.",
  ],
  run,
};

interface Sum {
  lessons: number;
  solved: number;
  metAtStart: number;
  refused: number;
}

async function run(given: Arguments): Promise<number> {
  const names = given.operands.length > 0 ? given.operands : lessonNames();
  const sum: Sum = { lessons: 0, solved: 0, metAtStart: 0, refused: 0 };
  for (const named of names) {
    sum.lessons++;
    const folder = readLesson(named);
    for (const found of folder.diagnostics) process.stdout.write(`${formatDiagnostic(found)}\n`);
    const { lesson, scenario } = folder;
    if (lesson === undefined || scenario === undefined) continue;
    report(folder, await solveLesson(lesson, scenario), sum);
  }
  if (given.has("json")) {
    const { lessons, solved, metAtStart, refused } = sum;
    const counts = { lessons, solved, met_at_start: metAtStart, wrong_attempts_refused: refused };
    process.stdout.write(`${JSON.stringify(counts)}\n`);
  }
  return sum.solved === sum.lessons ? 0 : 1;
}

function report(folder: LessonFolder, solved: Solved, sum: Sum): void {
  if (solved.isSolved) sum.solved++;
  sum.metAtStart += solved.metAtStart;
  sum.refused += solved.wrongRefused;
  for (const { step, text } of solved.problems) {
    const where = `${folder.path}:${lineOf(folder.text, step)}:1`;
    process.stdout.write(`${where}: error: ${step === undefined ? "" : `step ${step}: `}${text}\n`);
  }
  if (!solved.isSolved) return;
  const { wrongAttempts } = solved;
  const attempts = `${wrongAttempts} wrong ${wrongAttempts === 1 ? "attempt" : "attempts"} refused`;
  process.stdout.write(`${folder.name}: solved, ${attempts}\n`);
}

/** The line in which a step is named. */
function lineOf(text: string, step: string | undefined): number {
  const index = text.split("\n").findIndex((line) => /\bname:\s*(\S+)/.exec(line)?.[1] === step);
  return Math.max(0, index) + 1;
}
