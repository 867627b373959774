/**
 * Does to the lab what the learner's machine asks for, one thing after another, and tells it.
 *
 * Every step begins where the one before left the lab: whatever else was tried or looked at meanwhile is kept
 * as a branch.
 */

import type { LearnerEvent, LessonCommand } from "#lesson/learner";
import type { EventPattern, Line } from "#lesson/lesson";
import { contradictionOf, isRight, truthOf } from "#lesson/questions";
import { legsOf, routeTo } from "#lesson/route";
import { explainEvent } from "./seek-event.ts";
import { contextOf, type LessonSession, nowhere, phaseNow, seenNow, stepNow, tell } from "./session.ts";

/** Listens to the machine. */
export function carryOutAll(session: LessonSession): void {
  const asked: LessonCommand[] = [];
  let isBusy = false;
  const goOn = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    for (let next = asked.shift(); next !== undefined; next = asked.shift()) {
      const answer = await done(session, next);
      // The machine may want something else by now: to this it does not listen any more.
      const isStale = asked.some(isLeap) || session.isOver;
      if (answer !== undefined && !isStale) tell(session, answer);
    }
    isBusy = false;
  };
  session.actor.on("*", (command) => {
    if (isLeap(command)) session.leader.cancel();
    asked.push(command);
    void goOn();
  });
}

/** Whether a command leads elsewhere, whatever is under way. */
const isLeap = ({ type }: LessonCommand): boolean => type === "open" || type === "fork";

async function done(session: LessonSession, command: LessonCommand): Promise<LearnerEvent | undefined> {
  const { leader, places, app } = session;
  switch (command.type) {
    case "open":
      return (await openAt(session, command.step)) ? { type: "opened" } : undefined;
    case "begin": {
      await goWhereLeft(session);
      // What was looked at before would give away what comes now.
      app.page.select({ event: undefined, node: undefined, flight: undefined });
      const here = leader.here();
      places.set(command.step, { begin: here, ready: here });
      return undefined;
    }
    case "ready": {
      const known = places.get(command.step);
      if (known !== undefined) places.set(command.step, { ...known, ready: leader.here() });
      return undefined;
    }
    case "fork": {
      const place = places.get(command.step)?.[command.to];
      if (place !== undefined) await leader.standAt(place);
      Object.assign(session, { left: undefined, isEnding: false, isStuck: false, draft: undefined });
      return { type: "forked" };
    }
    case "run":
      return runHere(session, command.lines, command.until);
    case "tell":
      return { type: "told", isRight: compare(session) };
    case "undo":
      app.page.undo();
      return undefined;
  }
}

/** Opens the lab and brings it to a step unseen: as fast as it goes. */
async function openAt(session: LessonSession, step: number): Promise<boolean> {
  const { app, leader, lesson, places, opens } = session;
  places.clear();
  Object.assign(session, { left: undefined, isEnding: false, isStuck: false, start: nowhere });
  await app.start(opens);
  const go = async (legs: ReturnType<typeof legsOf>): Promise<boolean> => {
    for (const { lines, until } of legs) {
      leader.hurry("max");
      if ((await leader.run(lines, until)) !== "there") return false;
    }
    return true;
  };
  let isThere = await go(routeTo(lesson, 0));
  session.start = leader.here();
  isThere &&= await go(lesson.steps.slice(0, step).flatMap(legsOf));
  return isThere;
}

async function goWhereLeft(session: LessonSession): Promise<void> {
  const { leader } = session;
  if (session.isEnding) {
    await leader.rest();
    session.left = leader.here();
  }
  if (session.left !== undefined) await leader.standAt(session.left);
  Object.assign(session, {
    left: undefined,
    isEnding: false,
    isStuck: false,
    draft: undefined,
    truth: undefined,
  });
  session.standings = [];
}

async function runHere(
  session: LessonSession,
  lines: readonly Line[],
  until: EventPattern | undefined,
): Promise<LearnerEvent | undefined> {
  const ready = session.places.get(contextOf(session).step)?.ready;
  // Who looks back before answering is answered from where it was asked.
  if (phaseNow(session) === "revealing" && ready !== undefined) await session.leader.standAt(ready);
  session.isHurried = false;
  const how = phaseNow(session) === "showing" ? "slow" : undefined;
  const result = await session.leader.run(lines, until, how);
  if (result === "there") {
    session.left = session.leader.here();
    return { type: "paused" };
  }
  session.isStuck = result === "stuck";
  session.onChange();
  return undefined;
}

/** Whether the answer is what the packets have told; what shows that it is, or is not, is explained. */
function compare(session: LessonSession): boolean {
  const step = stepNow(session);
  if (step.kind !== "predict") return false;
  const { draft } = session;
  const seen = seenNow(session);
  const truth = truthOf(step.ask, seen);
  session.truth = truth;
  session.contradicts = draft && truth && contradictionOf(step, draft, truth, seen);
  if (truth === undefined) {
    session.isStuck = !contextOf(session).isShown;
    return false;
  }
  const isTrue = draft !== undefined && isRight(draft, truth);
  explainEvent(session.app, isTrue ? truth.event : (session.contradicts ?? truth.event));
  return isTrue;
}
