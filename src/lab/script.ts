/**
 * Plays the script of a scenario: each command is typed at its moment, and the lab goes on to the end.
 *
 * The end is given, or it is a second after the last command of the script has ended. A command that does not
 * end by itself is given a while, then Ctrl-C.
 */

import type { ScriptStep } from "#scenario/scenario";
import { later, millis, type Nanos, seconds } from "#sim/engine/time";
import { type Lab, labTime } from "./lab.ts";
import { type Terminals, type Typed, typeIn, unfinished } from "./terminals.ts";

export interface Playing {
  readonly terminals: Terminals;
  /** Since time zero; `undefined`: somewhat after the last command. */
  readonly until?: Nanos | undefined;
  readonly onTyped?: (typed: Typed) => void;
  /** Called every so often, so that a program around the lab can do something else. */
  readonly breathe?: () => Promise<void>;
}

/** How long commands of the script may go on after the last was typed. */
const patience = seconds(60);
/** What is under way when the last command ends: closing connections, last acknowledgements. */
const aftermath = seconds(1);
const slice = millis(100);
/** What a command may take to say farewell after Ctrl-C. */
const farewell = millis(50);

/** When the script types its last command. */
export const lastStep = (script: readonly ScriptStep[]): Nanos =>
  script.reduce((latest, { at }) => (at > latest ? at : latest), seconds(0));

/** Plays the script of a lab that stands at time zero. */
export async function playScript(lab: Lab, playing: Playing): Promise<void> {
  const { terminals } = playing;
  const end = playing.until ?? later(lastStep(lab.scenario.script), patience);
  for (const step of inOrder(lab.scenario.script)) {
    if (step.at > end) break;
    await goOn(lab, step.at, playing);
    const typed = typeIn(terminals, step.on, step.run);
    if (typed !== undefined) playing.onTyped?.(typed);
  }
  if (playing.until === undefined) {
    await goOn(lab, end, playing, () => unfinished(terminals).length === 0);
    if (unfinished(terminals).length === 0) await goOn(lab, later(labTime(lab), aftermath), playing);
  } else await goOn(lab, end, playing);
  await interrupt(lab, terminals);
}

const inOrder = (script: readonly ScriptStep[]): ScriptStep[] => [...script].sort((a, b) => a.at - b.at);

/** Lets the lab go on to a moment since time zero, or until something holds. */
async function goOn(
  lab: Lab,
  moment: Nanos,
  { breathe }: Playing,
  isReached: () => boolean = () => false,
): Promise<void> {
  while (labTime(lab) < moment && !isReached()) {
    const next = Math.min(labTime(lab) + slice, moment) as Nanos;
    const stopped = await lab.turns.runUntil(isReached, later(lab.start, next));
    if (stopped !== "reached") await lab.turns.advance(later(lab.start, next));
    await breathe?.();
  }
}

/** Ctrl-C to whatever still runs, as whoever leaves a terminal presses it. */
async function interrupt(lab: Lab, terminals: Terminals): Promise<void> {
  const living = unfinished(terminals);
  if (living.length === 0) return;
  for (const { running } of living) running.signal("INT");
  const moment = later(lab.simulation.now, farewell);
  await lab.turns.runUntil(() => unfinished(terminals).length === 0, moment);
}
