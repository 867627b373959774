/**
 * One step, tried in every wrong way that the lesson lists before the right one.
 */

import type { TraceEvent } from "#sim/trace";
import type { Seen } from "./check.ts";
import type { DiagnoseStep, DoStep, PredictStep, Step } from "./lesson.ts";
import { contradictionOfCause, showsCause } from "./pointing.ts";
import { type Answer, answerName, contradictionOf, isRight, type Truth, truthOf } from "./questions.ts";
import { forkSolveLab, runLines } from "./solve-lab.ts";
import { type Solving, seenAt, tell, unmetOf } from "./solving.ts";
import { wrongAnswers } from "./wrong-answers.ts";

/** Does a step, to where the next one can begin. */
export async function solveStep(solving: Solving, step: Step): Promise<void> {
  switch (step.kind) {
    case "read":
      return tell(solving, { type: "next" });
    case "predict":
      return predict(solving, step);
    case "do":
      return doIt(solving, step);
    case "diagnose":
      return diagnose(solving, step);
  }
}

const placeIn = ({ lesson }: Solving, step: Step): number => lesson.steps.indexOf(step);

/** First a wrong answer, which the packets contradict, then the one that they gave. */
async function predict(solving: Solving, step: PredictStep): Promise<void> {
  const place = placeIn(solving, step);
  const seen = (): Seen => seenAt(solving, place);
  const { complain } = solving;
  if (truthOf(step.ask, seen()) !== undefined && step.ask.kind !== "outcome") {
    complain("the packets have given the answer before it is asked");
  }
  const guesses = wrongAnswers(step.ask, solving.scenario);
  for (const guess of guesses) {
    await answer(solving, { step, guess, told: () => truthOf(step.ask, seen()) });
    const told = truthOf(step.ask, seen());
    if (told === undefined) return complain("the packets do not give one answer");
    if (!isAmong(step, told, guesses)) complain(`${answerName(told.answer)} cannot be chosen`);
    if (isRight(guess, told)) {
      await tell(solving, { type: "go", step: place });
      continue;
    }
    for (const wrong of guesses.filter((other) => !isRight(other, told))) {
      const event = contradictionOf(step, wrong, told, seen());
      if (event === undefined) complain(`nothing contradicts the answer ${answerName(wrong)}`);
    }
    await tell(solving, { type: "retry" });
    return answer(solving, { step, guess: told.answer, told: () => truthOf(step.ask, seen()) });
  }
  complain("there is no wrong answer to give");
}

/** A cable and an order have too many answers to list them all. */
function isAmong({ ask }: PredictStep, told: Truth, guesses: readonly Answer[]): boolean {
  return ask.kind === "order" || guesses.some((guess) => isRight(guess, told));
}

interface Answering {
  readonly step: PredictStep;
  readonly guess: Answer;
  readonly told: () => Truth | undefined;
}

async function answer(solving: Solving, { guess, told }: Answering): Promise<void> {
  solving.judge = () => {
    const truth = told();
    return truth !== undefined && isRight(guess, truth);
  };
  await tell(solving, { type: "answer", name: answerName(guess) });
}

/** Not done when it begins, nor by any wrong attempt; done by the solution. */
async function doIt(solving: Solving, step: DoStep): Promise<void> {
  const { complain, counts } = solving;
  const place = placeIn(solving, step);
  if (unmetOf(step.checks, seenAt(solving, place)).length === 0) {
    counts.metAtStart++;
    complain("it is met before anything is done");
  }
  const ready = solving.marks.get(place)?.ready;
  for (const { name, lines } of step.wrong ?? []) {
    counts.wrongAttempts++;
    if (ready === undefined) continue;
    const lab = await forkSolveLab(solving.lab, ready);
    await runLines(lab, lines, undefined, (text) => complain(`wrong attempt ${name}: ${text}`));
    if (unmetOf(step.checks, seenAt(solving, place, lab)).length > 0) counts.wrongRefused++;
    else complain(`the wrong attempt ${name} meets all checks`);
  }
  await runLines(solving.lab, step.solution, undefined, complain);
  const unmet = unmetOf(step.checks, seenAt(solving, place));
  if (unmet.length > 0) complain(`the solution does not do it: ${unmet.join("; ")}`);
  await tell(solving, { type: "met" });
}

/** Every wrong cause is contradicted by an event; the right one is shown by one, and not by any. */
async function diagnose(solving: Solving, step: DiagnoseStep): Promise<void> {
  const { complain } = solving;
  const seen = seenAt(solving, placeIn(solving, step));
  for (const cause of step.causes.filter((name) => name !== step.cause)) {
    if (contradictionOfCause(step, cause, seen) === undefined)
      complain(`nothing contradicts the cause ${cause}`);
    await tell(solving, { type: "name", cause });
  }
  await tell(solving, { type: "name", cause: step.cause });
  const other = eventThat(seen, (traced) => !showsCause(step, traced, seen));
  if (other === undefined) complain("every event shows the cause");
  else await tell(solving, { type: "point", showsIt: showsCause(step, other, seen) });
  const shown = eventThat(seen, (traced) => showsCause(step, traced, seen));
  if (shown === undefined) return complain("no event shows the cause");
  await tell(solving, { type: "point", showsIt: showsCause(step, shown, seen) });
}

const eventThat = ({ recording, now }: Seen, test: (traced: TraceEvent) => boolean): TraceEvent | undefined =>
  recording.events.slice(0, now.position).findLast(test);
