/**
 * A lab that is lived in: time goes on with the scenario's script, a person acts in between, and everything
 * is recorded.
 *
 * A moment is whole when everything that is due at it has happened, the script's commands of that moment
 * among it. A person acts between moments only, so the log of acts alone gives the same run again. Nothing
 * here asks how fast the host is: whoever drives says when it is enough for now.
 */

import type { Scenario, ScriptStep } from "#scenario/scenario";
import type { EventSink } from "#sim/engine/simulation";
import { later, type Nanos, nanos } from "#sim/engine/time";
import type { NetworkEvent } from "#sim/trace";
import type { Batch } from "./batch.ts";
import { type Lab, type LabOptions, labTime, openLab } from "./lab.ts";
import type { LabAct } from "./lab-command.ts";
import type { LabStatus } from "./lab-messages.ts";
import {
  addCommand,
  addPiece,
  isFull as hasAllEvents,
  type Recorder,
  startRecorder,
  takeBatch,
} from "./recorder.ts";
import { toldTerminals } from "./terminal-pieces.ts";
import { busyTerminals, type Terminals, typeIn } from "./terminals.ts";
import { perform, type Refused } from "./typing.ts";

export interface Session {
  readonly lab: Lab;
  readonly terminals: Terminals;
  readonly recorder: Recorder;
  /** In the order of their moments. */
  readonly script: readonly ScriptStep[];
  nextStep: number;
  readonly kept: Kept;
  /** Steps that the moment at hand has taken. */
  readonly moment: { at: Nanos; steps: number };
  /** Told every event, while somebody waits for one. */
  onEvent: EventSink<NetworkEvent> | undefined;
}

/** How much has been recorded beside events. */
interface Kept {
  changes: number;
  pieces: number;
  characters: number;
}

/** What a recording may hold beside events: it stays in the memory of whoever looks at it. */
const limits = { changes: 2_000_000, pieces: 200_000, characters: 16_000_000 } as const;

/** The longest lab, a day: longer than any timer of the kernel that a lab shows. */
export const longest = nanos(86_400e9);

/** What may happen within one moment. A lab with more goes round in circles. */
const maxStepsInMoment = 100_000;

/** Opens a lab at time zero, recorded from there on; the script's commands of time zero are still to come. */
export async function openSession(scenario: Scenario, options: LabOptions): Promise<Session> {
  const lab = await openLab(scenario, options);
  const recorder = startRecorder(lab);
  const kept: Kept = { changes: 0, pieces: 0, characters: 0 };
  const terminals = toldTerminals(lab, (terminal, piece) => {
    kept.pieces++;
    if (piece.kind === "output") kept.characters += piece.text.length;
    addPiece(recorder, { at: labTime(lab), position: recorder.eventCount, terminal, ...piece });
  });
  const session: Session = {
    ...{ lab, terminals, recorder, kept, nextStep: 0, onEvent: undefined },
    moment: { at: lab.start, steps: 0 },
    script: [...scenario.script].sort((a, b) => a.at - b.at),
  };
  lab.simulation.keep((event: NetworkEvent, id, cause, at) => session.onEvent?.(event, id, cause, at));
  return session;
}

/** Why `goOn` came back: the moment is reached and whole, the driver has enough, or nothing is to come. */
export type Gone = "there" | "enough" | "idle";

/**
 * Lets the lab go on until a moment is whole, script included. `isEnough` is asked after every step; where it
 * cuts in, the moment may not be whole, and the same call again goes on with it. An idle lab keeps its clock.
 */
export async function goOn(session: Session, until: Nanos, isEnough: () => boolean): Promise<Gone> {
  const { lab, script } = session;
  const bounded = boundMoment(session, isEnough);
  for (;;) {
    const due = script[session.nextStep]?.at;
    const isNext = due !== undefined && due <= until;
    const target = later(lab.start, isNext ? due : until);
    const stopped = await lab.turns.runUntil(bounded, target);
    if (stopped === "reached") return "enough";
    if (stopped === "idle" && due === undefined) return "idle";
    lab.simulation.runUntil(target);
    if (!isNext) return "there";
    typeDue(session);
  }
}

/** Types the script's commands that are due now. */
function typeDue(session: Session): void {
  const { lab, terminals, script } = session;
  const now = labTime(lab);
  for (let step = script[session.nextStep]; step !== undefined && step.at <= now; ) {
    typeIn(terminals, step.on, step.run);
    step = script[++session.nextStep];
  }
}

/** Asks what is asked, and gives up where a moment has no end. */
function boundMoment({ lab: { simulation }, moment }: Session, isEnough: () => boolean): () => boolean {
  return () => {
    if (simulation.now !== moment.at) {
      moment.at = simulation.now;
      moment.steps = 0;
    }
    if (++moment.steps > maxStepsInMoment) throw new Error(`the moment ${simulation.now} ns does not end`);
    return isEnough();
  };
}

/** Moves the clock of an idle lab. */
export function passTime({ lab }: Session, until: Nanos): void {
  lab.simulation.runUntil(later(lab.start, until));
}

/** Does what a person does, between two moments; what is refused leaves no trace. */
export function act(session: Session, what: LabAct): Refused | undefined {
  const refused = perform(session.terminals, what);
  if (refused === undefined) addCommand(session.recorder, { at: labTime(session.lab), act: what });
  return refused;
}

/** What has been recorded since the last batch. */
export function batchOf(session: Session, head: Nanos): Batch {
  const batch = takeBatch(session.recorder, head);
  session.kept.changes += batch.changes.patches.length;
  return batch;
}

/** Whether the recording holds as much as it may, or the lab is as long as it may be. */
export const isFull = ({ lab, recorder, kept }: Session): boolean =>
  hasAllEvents(recorder) ||
  kept.changes >= limits.changes ||
  kept.pieces >= limits.pieces ||
  kept.characters >= limits.characters ||
  labTime(lab) >= longest;

export function statusOf({ lab, terminals, script, nextStep }: Session): LabStatus {
  const due = lab.simulation.nextDue();
  return {
    head: labTime(lab),
    nextDue: due === undefined ? undefined : nanos(due - lab.start),
    busy: busyTerminals(terminals),
    nextScript: script[nextStep]?.at,
  };
}
