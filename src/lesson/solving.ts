/**
 * A lesson on its way without a screen: the learner's state machine, and the lab that does what it asks for.
 */

import { createActor } from "xstate";
import type { Scenario } from "#scenario/scenario";
import type { Check, Mark, Seen } from "./check.ts";
import { checkTest } from "./checks/index.ts";
import type { LessonCommand } from "./learner.ts";
import { lessonMachine } from "./lesson.machine.ts";
import type { Lesson } from "./lesson.ts";
import { markOf } from "./marks.ts";
import { legsOf, routeTo } from "./route.ts";
import { forkSolveLab, openSolveLab, runLines, type SolveLab } from "./solve-lab.ts";

/** Where a step began, and where the learner's turn did. */
export interface StepMarks {
  begin: Mark;
  ready: Mark;
}

/** A lesson on its way. */
export interface Solving {
  readonly lesson: Lesson;
  readonly scenario: Scenario;
  lab: SolveLab;
  readonly start: { mark: Mark };
  readonly marks: Map<number, StepMarks>;
  readonly actor: LessonActor;
  /** Commands that wait to be carried out. */
  readonly asked: LessonCommand[];
  /** What is wrong at the step at hand. */
  readonly complain: (text: string) => void;
  readonly counts: { metAtStart: number; wrongAttempts: number; wrongRefused: number };
  /** Whether the answer that was given is right; set before it is asked. */
  judge: () => boolean;
}

const actorOf = (lesson: Lesson, step: number) => createActor(lessonMachine, { input: { lesson, step } });
export type LessonActor = ReturnType<typeof actorOf>;

const nowhere: Mark = { position: 0, at: 0 as Mark["at"], pieces: 0, acts: 0 };

interface Beginning extends Pick<Solving, "lesson" | "scenario" | "lab"> {
  readonly complain: (step: string | undefined, text: string) => void;
  /** The place of the step to begin with, as a link leads to one; the first if nothing is said. */
  readonly step?: number;
}

/** Brings a lesson to where its first step, or another, waits for the learner. */
export async function beginSolving({ complain, step = 0, ...beginning }: Beginning): Promise<Solving> {
  const { lesson } = beginning;
  const actor = actorOf(lesson, step);
  const solving: Solving = {
    ...beginning,
    ...{ actor, marks: new Map(), asked: [], judge: () => false, start: { mark: nowhere } },
    counts: { metAtStart: 0, wrongAttempts: 0, wrongRefused: 0 },
    complain: (text) => complain(lesson.steps[actor.getSnapshot().context.step]?.name, text),
  };
  actor.on("*", (command) => solving.asked.push(command));
  actor.start();
  await carryOut(solving);
  return solving;
}

type Told = Parameters<LessonActor["send"]>[0];

/** Says something to the machine, and does what it asks for. */
export async function tell(solving: Solving, event: Told): Promise<void> {
  solving.actor.send(event);
  await carryOut(solving);
}

async function carryOut(solving: Solving): Promise<void> {
  for (let command = solving.asked.shift(); command !== undefined; command = solving.asked.shift()) {
    const answer = await done(solving, command);
    if (answer !== undefined) solving.actor.send(answer);
  }
}

async function done(solving: Solving, command: LessonCommand): Promise<Told | undefined> {
  const { lab, marks, complain } = solving;
  switch (command.type) {
    case "open":
      await openAt(solving, command.step);
      return { type: "opened" };
    case "begin": {
      const here = markOf(lab.recording);
      marks.set(command.step, { begin: here, ready: here });
      return undefined;
    }
    case "ready": {
      const known = marks.get(command.step);
      if (known !== undefined) known.ready = markOf(lab.recording);
      return undefined;
    }
    case "fork": {
      const mark = marks.get(command.step)?.[command.to];
      if (mark !== undefined) solving.lab = await forkSolveLab(lab, mark);
      return { type: "forked" };
    }
    case "run":
      await runLines(lab, command.lines, command.until, complain);
      return { type: "paused" };
    case "tell":
      return { type: "told", isRight: solving.judge() };
    case "undo":
      return undefined;
  }
}

/** The lines of `before`, then all steps before this one. The lesson's events begin after the former. */
async function openAt(solving: Solving, step: number): Promise<void> {
  const { lesson, complain } = solving;
  if (solving.marks.size > 0) solving.lab = await openSolveLab(solving.scenario);
  for (const { lines, until } of routeTo(lesson, 0)) await runLines(solving.lab, lines, until, complain);
  solving.start.mark = markOf(solving.lab.recording);
  for (const { lines, until } of lesson.steps.slice(0, step).flatMap(legsOf)) {
    await runLines(solving.lab, lines, until, complain);
  }
}

/** What is seen at a step, in the lab of the lesson or in another that branched off it. */
export function seenAt(solving: Solving, place: number, lab = solving.lab): Seen {
  const { recording } = lab;
  const from = solving.marks.get(place)?.begin ?? nowhere;
  return { recording, start: solving.start.mark, from, now: markOf(recording) };
}

/** The checks that are not met, with what is and what is wanted, for the author of a lesson. */
export const unmetOf = (checks: readonly Check[], seen: Seen): string[] =>
  checks.flatMap((check) => {
    const { isMet, now, goal } = checkTest(check)(seen);
    if (isMet) return [];
    const readings = (values: typeof now): string =>
      values.map(({ name, value }) => `${name} ${value}`).join(", ") || "nothing";
    const details = goal.length === 0 && now.length === 0 ? "" : ` (${readings(now)}, not ${readings(goal)})`;
    return [`${check.check} is not met${details}`];
  });
