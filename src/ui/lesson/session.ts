/**
 * A lesson that is open in the page: the learner's machine, where its steps began, what is answered, and how
 * it stands with what is asked for. Nothing is drawn here.
 */

import type { createActor } from "xstate";
import type { Seen, Standing } from "#lesson/check";
import { type LearnerContext, type LearnerEvent, stepAt } from "#lesson/learner";
import type { Lesson, LessonWords, Step } from "#lesson/lesson";
import type { lessonMachine } from "#lesson/lesson.machine";
import type { Answer, Truth } from "#lesson/questions";
import type { App, ToOpen } from "../app.ts";
import type { Leader } from "./leader.ts";
import { type Phase, phaseOf } from "./phase.ts";
import { earlier, type Place, placeAt } from "./places.ts";

export type LessonActor = ReturnType<typeof createActor<typeof lessonMachine>>;

/** Where a step began, and where the learner's turn did. */
export interface StepPlaces {
  readonly begin: Place;
  readonly ready: Place;
}

export interface LessonSession {
  readonly app: App;
  readonly name: string;
  readonly lesson: Lesson;
  readonly opens: ToOpen;
  readonly actor: LessonActor;
  readonly leader: Leader;
  readonly places: Map<number, StepPlaces>;
  words: LessonWords;
  start: Place;
  /** Where the last step left the lab: the next one begins there. */
  left: Place | undefined;
  /** The step is done, and what was typed last still runs. */
  isEnding: boolean;
  /** What is answered, before and after the packets have told. */
  draft: Answer | undefined;
  truth: Truth | undefined;
  /** The event that contradicts the last wrong answer. */
  contradicts: number | undefined;
  /** What a run waits for does not come. */
  isStuck: boolean;
  /** What is left of a run goes faster. */
  isHurried: boolean;
  standings: readonly Standing[];
  /** Something else is open by now. */
  isOver: boolean;
  /** Something has changed that the page's state does not say. */
  onChange: () => void;
  /** Somebody wants the lab to go on before the question is answered. */
  onHeld: () => void;
}

/** Before anything was seen. */
export const nowhere: Place = { position: 0, at: 0 as Place["at"], pieces: 0, acts: 0, log: [] };

export const contextOf = ({ actor }: LessonSession): LearnerContext => actor.getSnapshot().context;
export const phaseNow = ({ actor }: LessonSession): Phase => phaseOf(actor.getSnapshot().value);
export const stepNow = (session: LessonSession): Step => stepAt(contextOf(session));

/** Says something to the machine. */
export const tell = ({ actor }: LessonSession, event: LearnerEvent): void => actor.send(event);

/** What is seen at the shown moment by who asks about the step at hand. */
export const seenNow = (session: LessonSession): Seen => seenAt(session, session.leader.here());

/** What was seen at all, whatever moment is shown: who points at an event may have gone back to look. */
export function seenInAll(session: LessonSession): Seen {
  const recording = session.app.page.recording();
  return seenAt(session, placeAt(recording, { at: recording.head, position: recording.events.length }));
}

function seenAt({ places, start, app, actor }: LessonSession, now: Place): Seen {
  const from = places.get(actor.getSnapshot().context.step)?.begin ?? nowhere;
  return { recording: app.page.recording(), start: earlier(start, now), from: earlier(from, now), now };
}
