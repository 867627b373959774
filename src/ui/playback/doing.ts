/**
 * What a person does to the lab: in the present at once, in the past after going back to it, which leaves
 * what was seen since as a branch; and taking it back.
 */

import { countUpTo } from "#lab/count-up-to";
import type { LabAct, LabCommand } from "#lab/lab-command";
import type { Nanos } from "#sim/engine/time";
import type { Moment } from "../store.ts";
import { act, forkAt } from "./experiment.ts";
import { guarded, headOf, present, type Run, settle, show } from "./run.ts";
import { nothingSent } from "./sending.ts";

/** Does what is done to the lab in its turn. */
export function inTurn<Answer>(run: Run, work: () => Promise<Answer>): Promise<Answer | undefined> {
  const done = run.work.then(() => guarded(run, work));
  run.work = done.catch(() => undefined);
  return done;
}

/** Whether something was seen that lies after the shown moment: doing something there begins a branch. */
export const isPast = (run: Run): boolean => hasSeenAfter(run, run.parts.store.state().moment);

function hasSeenAfter({ seen, parts }: Run, { at, position }: Moment): boolean {
  if (seen.position > position) return true;
  const { pieces } = parts.experiment().recording;
  const next = pieces[countUpTo(pieces, at, (piece) => piece.at)];
  return next !== undefined && next.at <= seen.at;
}

/** Does something at the shown moment, and plays on until what comes of it is there, or just its end. */
export async function doHere(run: Run, done: LabAct, until: "command" | "line" = "command"): Promise<void> {
  const { store, send, experiment } = run.parts;
  const mode = run.states.value() === "playing" ? run.states.context().mode : undefined;
  if (mode === undefined) run.awaited = [];
  if (mustGoBack(run)) await goBackTo(run, store.state().moment.at);
  run.awaited = [...run.awaited, done.terminal];
  run.sending = mode === undefined ? nothingSent(experiment().recording.events.length) : undefined;
  await act(experiment(), send, done);
  show(run, headOf(run));
  run.since = store.state().moment.at;
  if (run.states.value() !== "playing") run.states.send({ type: "play", mode: mode ?? until });
}

/**
 * Whether the shown moment must be made the present first. What was recorded ahead and not seen yet is no
 * past: where it plays, it is seen at once, and where there is nothing in it only the clock goes on.
 */
function mustGoBack(run: Run): boolean {
  if (isPast(run)) return true;
  const { moment } = run.parts.store.state();
  const { recording } = run.parts.experiment();
  const isEmpty =
    moment.position === recording.events.length && !((recording.pieces.at(-1)?.at ?? 0) > moment.at);
  return run.states.value() !== "playing" && !isEmpty && recording.head - moment.at > present;
}

/** Makes a past moment the present, with another log where one is given. */
export async function goBackTo(run: Run, at: Nanos, log?: readonly LabCommand[]): Promise<void> {
  const { send, experiment } = run.parts;
  const keep = hasSeenAfter(run, {
    at,
    position: countUpTo(experiment().recording.events, at, (event) => event.at),
  });
  run.states.send({ type: "fork" });
  await settle(run);
  run.seen = { at, position: 0 };
  await forkAt(experiment(), send, { at, keep, ...(log === undefined ? {} : { log }) });
  show(run, headOf(run));
  run.states.send({ type: "forked" });
}

/** Takes back what was done last; answers whether there was anything. */
export async function undo(run: Run): Promise<boolean> {
  const { log } = run.parts.experiment().recording;
  const last = log.at(-1);
  if (last === undefined) return false;
  await goBackTo(run, last.at, log.slice(0, -1));
  return true;
}
