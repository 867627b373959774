/**
 * How it stands with a step at the shown moment: its checks, the wrong attempt that was just made, and the
 * event that contradicts a wrong answer.
 */

import { eventById } from "#lab/recording";
import type { CheckTest } from "#lesson/checks/check-kind";
import { checkTest } from "#lesson/checks/index";
import type { DoStep, Line, Step } from "#lesson/lesson";
import { contradictionOfCause, eventOfCause, showsCause } from "#lesson/pointing";
import { answerName, truthOf } from "#lesson/questions";
import { attemptIn, misplacedOn } from "#lesson/wrong-attempts";
import { explainEvent, seekEvent } from "./seek-event.ts";
import { contextOf, type LessonSession, phaseNow, seenInAll, seenNow, stepNow, tell } from "./session.ts";

const tests = new WeakMap<DoStep, readonly CheckTest[]>();

function testsOf(step: DoStep): readonly CheckTest[] {
  const known = tests.get(step) ?? step.checks.map(checkTest);
  tests.set(step, known);
  return known;
}

/** Asks the checks of a step to be done; once all are met, it is done. */
export function judge(session: LessonSession): void {
  const step = stepNow(session);
  const phase = phaseNow(session);
  if (step.kind !== "do" || (phase !== "trying" && phase !== "showing")) return;
  const seen = seenNow(session);
  session.standings = testsOf(step).map((test) => test(seen));
  if (phase !== "trying" || session.standings.some(({ isMet }) => !isMet)) return;
  session.isEnding = true;
  tell(session, { type: "met" });
}

/** What comes after the packets have told is not waited for as long as what came before. */
export function hurryOn(session: LessonSession): void {
  const step = stepNow(session);
  if (step.kind !== "predict" || phaseNow(session) !== "revealing" || step.ask.kind === "outcome") return;
  const { speed } = session.app.page.store.state().player;
  if (typeof speed !== "number" || truthOf(step.ask, seenNow(session)) === undefined) return;
  if (!session.isHurried) session.leader.hurry(speed * hurry);
  session.isHurried = true;
}

const hurry = 5;

/** After a step was done what was typed last is let come to its end; the next step begins there. */
export function noteRest(session: LessonSession): void {
  if (!session.isEnding || session.app.page.store.state().player.play !== "paused") return;
  session.isEnding = false;
  session.left = session.leader.here();
}

/** What the learner typed since it was their turn, up to the shown moment. */
function typedBy(session: LessonSession): readonly Line[] {
  const { places, leader, app } = session;
  const from = places.get(contextOf(session).step)?.ready.pieces ?? 0;
  return app.page
    .recording()
    .pieces.slice(from, leader.here().pieces)
    .flatMap((piece) =>
      piece.kind === "typed" && !piece.isScript ? [{ on: piece.terminal.node, run: piece.text }] : [],
    );
}

/** What is said to a wrong attempt that was just made and has come to its end. */
export function attemptReply(session: LessonSession): string | undefined {
  const step = stepNow(session);
  const isEnded = session.app.page.store.state().player.play !== "playing";
  if (step.kind !== "do" || phaseNow(session) !== "trying" || !isEnded) return undefined;
  const attempt = attemptIn(step, typedBy(session));
  return attempt && session.words.steps[step.name]?.replies[attempt.name];
}

/** The machine on which a line was typed that another machine needs. */
export function misplaced(session: LessonSession): string | undefined {
  const step = stepNow(session);
  if (step.kind !== "do" || phaseNow(session) !== "trying") return undefined;
  return misplacedOn(step, typedBy(session));
}

/** Whether the learner has typed anything in this step. */
export const hasTyped = (session: LessonSession): boolean => typedBy(session).length > 0;

/** The learner names a cause; a wrong one is met by the event that contradicts it. */
export function nameCause(session: LessonSession, cause: string): void {
  const step = stepNow(session);
  if (step.kind !== "diagnose") return;
  session.contradicts = contradictionOfCause(step, cause, seenInAll(session));
  // What was selected before is no answer to what is asked next, nor is it to be sought at that moment.
  session.app.page.player.toEnd();
  session.app.page.select({ event: undefined, flight: undefined });
  explainEvent(session.app, session.contradicts);
  tell(session, { type: "name", cause });
}

/** The learner points at an event. */
export function pointAt(session: LessonSession, event: number): void {
  const step = stepNow(session);
  const seen = seenInAll(session);
  const traced = eventById(seen.recording, event);
  if (step.kind !== "diagnose" || traced === undefined) return;
  tell(session, { type: "point", showsIt: showsCause(step, traced, seen) });
}

/** The next hint; the last one of a diagnosis leads to the event that shows the cause. */
export function takeHint(session: LessonSession, isLast: boolean): void {
  const step = stepNow(session);
  const shown = isLast && step.kind === "diagnose" ? eventOfCause(step, seenInAll(session)) : undefined;
  tell(session, { type: "hint" });
  if (shown !== undefined) seekEvent(session.app, shown);
}

/** What is said to the last answer, where it was wrong. */
export function replyTo(session: LessonSession): string | undefined {
  const step: Step = stepNow(session);
  const replies = session.words.steps[step.name]?.replies ?? {};
  if (step.kind === "predict" && session.draft !== undefined) {
    return replies[answerName(session.draft)] ?? replies["*"];
  }
  const { answer } = contextOf(session);
  return step.kind === "diagnose" && answer !== undefined ? replies[answer] : undefined;
}
