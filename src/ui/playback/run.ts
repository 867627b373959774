/**
 * What the player knows while it runs, and the small moves that its parts share: showing a moment, asking the
 * lab.
 */

import type { TerminalName } from "#lab/lab-command";
import type { LabAnswer } from "#lab/lab-messages";
import type { Nanos } from "#sim/engine/time";
import { millis } from "../nanos.ts";
import type { Moment, Store } from "../store.ts";
import { type Ask, ask, type Experiment, LabFailure } from "./experiment.ts";
import type { RunRequest } from "./pacing.ts";
import type { PlayMode } from "./playback.machine.ts";
import type { Sending } from "./sending.ts";
import type { States } from "./states.ts";

export interface PlaybackParts {
  readonly store: Store;
  readonly experiment: () => Experiment;
  readonly send: Ask;
  /** The lab failed, or would not do something. */
  readonly onFailure: (failure: LabFailure) => void;
}

/** Who leads the player through something, a lesson for instance. */
export interface Lead {
  /** Where playing stops by its wish, once so much is about to be shown. */
  readonly stopBefore: (position: number) => number | undefined;
  /** How far playing goes on when a person has paused and presses play. */
  readonly mode: PlayMode | undefined;
  /** Whether the lab is to stand still now; whoever wanted it to go on is told why. */
  readonly isHeld: () => boolean;
}

export interface Run {
  readonly parts: PlaybackParts;
  readonly states: States;
  /** The furthest moment of this branch that was shown. */
  seen: Moment;
  /** The clock of the screen at the last frame. */
  last: number | undefined;
  /** Milliseconds of the screen that were not shown yet. */
  wall: number;
  /** The moment at which playing began. */
  since: Nanos;
  /** What the lab was asked to go on with and has not answered. */
  asking: Promise<unknown> | undefined;
  /** Where something was done since the lab stood still: what runs there is played to its end. */
  awaited: readonly TerminalName[];
  /** What these have sent since; `undefined`: the lab did not stand still when something was done. */
  sending: Sending | undefined;
  /** What is done to the lab, one thing after another. */
  work: Promise<unknown>;
  lead: Lead | undefined;
}

/** What may lie between the shown moment and the end of the recording that counts as the present. */
export const present = millis(1);

/** Whether more is recorded than is shown. */
export function isBehind({ parts }: Run): boolean {
  const { moment } = parts.store.state();
  const { recording } = parts.experiment();
  return moment.position < recording.events.length || moment.at < recording.head;
}

/** Whether nothing is left to run: neither a command that goes on by itself nor the script. */
export function isOver({ parts }: Run): boolean {
  const { status } = parts.experiment();
  if (status === undefined) return true;
  return status.nextScript === undefined && status.busy.every(({ waitsFor }) => waitsFor !== "time");
}

/** Shows a moment. */
export function show(run: Run, moment: Moment): void {
  if (moment.at > run.seen.at || moment.position > run.seen.position) run.seen = moment;
  run.parts.store.patch({ moment });
}

/** The end of what is recorded. */
export function headOf({ parts }: Run): Moment {
  const { recording } = parts.experiment();
  return { at: recording.head, position: recording.events.length };
}

/** Tells of a lab that failed; what is no failure of the lab is a mistake of ours and goes on up. */
export async function guarded<Answer>(run: Run, work: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await work();
  } catch (failure) {
    if (!(failure instanceof LabFailure)) throw failure;
    run.parts.onFailure(failure);
    return undefined;
  }
}

/** Lets the lab go on; one request at a time. */
export async function asked(run: Run, request: RunRequest): Promise<LabAnswer | undefined> {
  const { experiment, send } = run.parts;
  const asking = guarded(run, () => ask(experiment(), send, request));
  run.asking = asking;
  const answer = await asking;
  if (run.asking === asking) run.asking = undefined;
  return answer;
}

/** Comes back when nothing is asked any more: what comes then belongs to whatever is opened next. */
export async function settle(run: Run): Promise<void> {
  if (run.asking === undefined) return;
  void run.parts.send({ kind: "halt" });
  await run.asking;
}
