/**
 * A lab that a lesson is tried in without a screen: lines are typed one after another, the run pauses where
 * it is told to, and it goes back by doing the log again.
 */

import { labTime } from "#lab/lab";
import type { TerminalName } from "#lab/lab-command";
import { append, emptyRecording, flightsAt, type Recording } from "#lab/recording";
import { act, batchOf, goOn, openSession, passTime, type Session } from "#lab/session";
import { busyTerminals, goesOn } from "#lab/terminals";
import type { Scenario } from "#scenario/scenario";
import type { Nanos } from "#sim/engine/time";
import type { Mark } from "./check.ts";
import { eventTest } from "./events.ts";
import type { EventPattern, Line } from "./lesson.ts";
import { markOf } from "./marks.ts";

export interface SolveLab {
  readonly scenario: Scenario;
  session: Session;
  recording: Recording;
}

/** What went otherwise than the lesson means it, in words for its author. */
export type Complain = (text: string) => void;

const millis = (count: number): Nanos => (count * 1e6) as Nanos;
const plus = (moment: number, delay: number): Nanos => (moment + delay) as Nanos;

/** How long, simulated, a line may take, and the event that a run pauses at may be awaited. */
const patience = millis(2 * 3600 * 1000);
/** What is under way when the last line ends: at most this long, or until it has been quiet for a while. */
const aftermath = millis(1000);
const quiet = millis(50);
const slice = millis(10);
/** A run that makes more events than this does not come to its end. */
const mostEvents = 200_000;

/** Opens the lab of a lesson at time zero; its script is not played. */
export async function openSolveLab(scenario: Scenario): Promise<SolveLab> {
  const quietScenario = { ...scenario, script: [] };
  const session = await openSession(quietScenario, {});
  const lab: SolveLab = { scenario: quietScenario, session, recording: emptyRecording() };
  take(lab);
  return lab;
}

/** The same lab at an earlier moment, anew: the log is done again up to there. The old one stays as it is. */
export async function forkSolveLab({ scenario, recording }: SolveLab, to: Mark): Promise<SolveLab> {
  const lab = await openSolveLab(scenario);
  for (const { at, act: done } of recording.log.slice(0, to.acts)) {
    await advance(lab, at);
    act(lab.session, done);
    await finishMoment(lab);
  }
  await advance(lab, to.at);
  take(lab);
  return lab;
}

/** Takes in what has been recorded. */
function take(lab: SolveLab): void {
  append(lab.recording, batchOf(lab.session, labTime(lab.session.lab)));
}

async function advance({ session }: SolveLab, moment: Nanos): Promise<void> {
  if ((await goOn(session, moment, () => false)) === "idle") passTime(session, moment);
}

const finishMoment = (lab: SolveLab): Promise<unknown> =>
  goOn(lab.session, labTime(lab.session.lab), () => false);

interface Watch {
  readonly until: EventPattern | undefined;
  isMet: boolean;
}

/** Types lines one after another and lets the lab go on to an event, or until nothing is under way. */
export async function runLines(
  lab: SolveLab,
  lines: readonly Line[],
  until: EventPattern | undefined,
  complain: Complain,
): Promise<void> {
  const watch: Watch = { until, isMet: false };
  watchFor(lab, watch);
  for (const line of lines) {
    if (watch.isMet) {
      complain(`the run pauses before "${line.run}" is typed on ${line.on}`);
      break;
    }
    await typeLine(lab, line, { watch, complain });
  }
  if (until === undefined) await settle(lab, lines.length > 0);
  else if (!watch.isMet) await awaitEvent(lab, watch, complain);
  lab.session.onEvent = undefined;
  take(lab);
}

/** Looks at every event from now on for the one at which the run pauses. */
function watchFor({ session }: SolveLab, watch: Watch): void {
  const { until } = watch;
  if (until === undefined) return;
  const test = eventTest(until);
  let left = until.nth ?? 1;
  session.onEvent = (event, id, cause, at) => {
    if (!watch.isMet && test({ id, cause, at, event }) && --left === 0) watch.isMet = true;
  };
}

interface Typing {
  readonly watch: Watch;
  readonly complain: Complain;
}

/** Types a line in the first terminal of a node in which nothing runs, and waits for its end. */
async function typeLine(lab: SolveLab, { on, run }: Line, { watch, complain }: Typing): Promise<void> {
  const { session } = lab;
  const terminal = idleTerminal(session, on);
  act(session, { kind: "type", terminal, text: run });
  await finishMoment(lab);
  const isOver = eventLimit(lab);
  const isEnough = (): boolean => watch.isMet || !goesOn(session.terminals, [terminal]) || isOver();
  const gone = await goOn(session, plus(labTime(session.lab), patience), isEnough);
  if (watch.isMet || gone === "enough") await finishMoment(lab);
  if (isOver() || gone === "there") complain(`"${run}" does not end on ${on}`);
  take(lab);
  complainOfUnknown(lab, terminal, { run, complain });
}

/** A terminal whose command goes on, such as tcpdump, is left alone. */
function idleTerminal({ terminals }: Session, node: string): TerminalName {
  const busy = busyTerminals(terminals).filter((name) => name.node === node);
  let number = 0;
  while (busy.some((name) => name.number === number)) number++;
  return { node, number };
}

/** Whether so much has happened since that it has no end. */
function eventLimit({ session: { recorder } }: SolveLab): () => boolean {
  const limit = recorder.eventCount + mostEvents;
  return () => recorder.eventCount >= limit;
}

/** Exit code of a shell that knows no such command. */
const unknownCommand = 127;

function complainOfUnknown(
  { recording }: SolveLab,
  terminal: TerminalName,
  { run, complain }: { readonly run: string; readonly complain: Complain },
): void {
  const last = recording.pieces.findLast(
    ({ kind, terminal: { node, number } }) =>
      kind === "ended" && node === terminal.node && number === terminal.number,
  );
  if (last?.kind !== "ended" || last.exitCode !== unknownCommand) return;
  complain(`"${run}" on ${terminal.node}: there is no such command`);
}

async function awaitEvent(lab: SolveLab, watch: Watch, complain: Complain): Promise<void> {
  const { session } = lab;
  const isOver = eventLimit(lab);
  await goOn(session, plus(labTime(session.lab), patience), () => watch.isMet || isOver());
  await finishMoment(lab);
  if (!watch.isMet) complain(`the ${watch.until?.kind} at which the run pauses does not come`);
}

/** Lets what is under way come to its end; where nothing was typed nothing is. */
async function settle(lab: SolveLab, hasTyped: boolean): Promise<void> {
  if (!hasTyped) return;
  const end = plus(labTime(lab.session.lab), aftermath);
  for (;;) {
    take(lab);
    const head = labTime(lab.session.lab);
    const isUnderWay = flightsAt(lab.recording, head).length > 0;
    const rest = isUnderWay ? end : Math.min(end, quietSince(lab.recording) + quiet);
    if (head >= rest) return;
    await advance(lab, Math.min(rest, head + slice) as Nanos);
  }
}

/** When something was to be seen last. */
const quietSince = ({ events, pieces }: Recording): number =>
  Math.max(events.at(-1)?.at ?? 0, pieces.at(-1)?.at ?? 0);

/** How much has been recorded. */
export const placeOf = ({ recording }: SolveLab): Mark => markOf(recording);
