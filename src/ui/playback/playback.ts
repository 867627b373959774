/**
 * The player: moves the shown moment through what is recorded, keeps the lab going where the recording ends,
 * and goes back to branch off where something is done in the past.
 *
 * The states are the machine's (playback.machine.ts); this runs its clock, once a frame of the screen.
 */

import type { LabAct, LabCommand } from "#lab/lab-command";
import type { RunEnd } from "#lab/lab-messages";
import { flightsAt, nextStop, positionAt, previousStop } from "#lab/recording";
import type { StepUnit } from "#lab/stop";
import type { Nanos } from "#sim/engine/time";
import { later, millis, seconds } from "../nanos.ts";
import { advance } from "../pace.ts";
import type { Player } from "../page.ts";
import type { Moment, Store } from "../store.ts";
import { type Ask, act, ask, type Experiment, forkAt, LabFailure } from "./experiment.ts";
import { nextRequest } from "./pacing.ts";
import type { PlayMode } from "./playback.machine.ts";
import { createStates, type States } from "./states.ts";

/** The player, and what the page tells it. */
export interface Playback extends Player {
  /** Something is done at the shown moment: in the present at once, in the past after going back to it. */
  readonly act: (done: LabAct) => Promise<void>;
  /** Takes back what was done last; answers whether there was anything. */
  readonly undo: () => Promise<boolean>;
  /** The clock of the screen, in milliseconds. */
  readonly frame: (now: number) => void;
  readonly send: States["send"];
  /** Loads what the first frame does not need. */
  readonly load: () => Promise<void>;
}

export interface PlaybackParts {
  readonly store: Store;
  readonly experiment: () => Experiment;
  readonly send: Ask;
  /** The lab failed, or would not do something. */
  readonly onFailure: (failure: LabFailure) => void;
}

/** A step that finds nothing within this time ends there. */
const furthestStep = seconds(300);
const mostStepEvents = 50_000;
/** What may lie between the shown moment and the end of the recording that counts as the present. */
const present = millis(1);
/** A frame of the screen that comes later than this was not watched: the page was hidden, or busy. */
const longestFrame = 100;

export function createPlayback(parts: PlaybackParts): Playback {
  const { store } = parts;
  const states = createStates((play, { progress, stopped }) => {
    store.change(({ player }) => void Object.assign(player, { play, progress, stopped }));
  });
  const run: Run = {
    parts,
    states,
    seen: { at: 0 as Nanos, position: 0 },
    last: undefined,
    isAsking: false,
    others: 0,
  };
  return {
    play: () => states.send({ type: "play", mode: modeOf(run) }),
    pause: () => states.send({ type: "pause" }),
    step: (unit, direction) => void (direction === 1 ? stepOn(run, unit) : stepBack(run, unit)),
    seek: (to) => seek(run, to),
    toStart: () => seek(run, { position: 0 }),
    toEnd: () => seek(run, { at: parts.experiment().recording.head }),
    setSpeed: (speed) => store.change(({ player }) => void Object.assign(player, { speed })),
    setBreakpoints: (breakpoints) =>
      store.change(({ player }) => void Object.assign(player, { breakpoints })),
    act: (done) => guarded(run, () => doHere(run, done)),
    undo: () => undo(run),
    frame: (now) => frame(run, now),
    send: states.send,
    load: states.load,
  };
}

interface Run {
  readonly parts: PlaybackParts;
  readonly states: States;
  /** The furthest moment of this branch that was shown. */
  seen: Moment;
  /** The clock of the screen at the last frame. */
  last: number | undefined;
  isAsking: boolean;
  /** Commands that ran already when something was typed: nobody waits for their end. */
  others: number;
}

/** Who presses play once more after everything has come to its end wants to see what time brings. */
function modeOf(run: Run): PlayMode {
  const { player } = run.parts.store.state();
  return player.stopped === "idle" && !isBehind(run) ? "endless" : "watch";
}

function isBehind({ parts }: Run): boolean {
  const { moment } = parts.store.state();
  const { recording } = parts.experiment();
  return moment.position < recording.events.length || moment.at < recording.head;
}

/** Shows a moment. */
function show(run: Run, moment: Moment): void {
  if (moment.at > run.seen.at || moment.position > run.seen.position) run.seen = moment;
  run.parts.store.patch({ moment });
}

function headOf({ parts }: Run): Moment {
  const { recording } = parts.experiment();
  return { at: recording.head, position: recording.events.length };
}

function seek(run: Run, to: Parameters<Player["seek"]>[0]): void {
  const { recording } = run.parts.experiment();
  if ("position" in to) {
    const position = Math.max(0, Math.min(to.position, recording.events.length));
    show(run, { position, at: recording.events[position - 1]?.at ?? (0 as Nanos) });
    return;
  }
  const at = Math.max(0, Math.min(to.at, recording.head)) as Nanos;
  show(run, { at, position: positionAt(recording, at) });
}

function frame(run: Run, now: number): void {
  const wall = Math.min(longestFrame, now - (run.last ?? now));
  run.last = now;
  if (run.states.value() !== "playing") return;
  if (isBehind(run)) goOn(run, wall);
  if (run.states.value() === "playing" && !run.isAsking) void keepAhead(run);
}

/** Goes on in what is recorded. */
function goOn(run: Run, wall: number): void {
  const { store, experiment } = run.parts;
  const { moment, player } = store.state();
  const { recording } = experiment();
  const { mode } = run.states.context();
  // Who has typed something wants to see what comes of it, and not the machine thinking.
  const hasFlights = mode === "command" && flightsAt(recording, moment.at).length === 0;
  const next = advance(recording, moment, hasFlights ? wall * hurry : wall, player.speed);
  const hit = player.breakpoints
    .map((breakpoint) => nextStop(recording, moment.position, breakpoint))
    .filter((position) => position !== undefined && position <= next.position)
    .sort((one, other) => (one ?? 0) - (other ?? 0))[0];
  if (hit === undefined) show(run, next);
  else {
    seek(run, { position: hit });
    run.states.send({ type: "stopped", because: "breakpoint" });
  }
}

/** How much faster nothing passes after something was typed. */
const hurry = 8;

/** Lets the lab go on where what is recorded comes to its end. */
async function keepAhead(run: Run): Promise<void> {
  const { store, send, experiment } = run.parts;
  const current = experiment();
  const { recording, status } = current;
  const { moment, player } = store.state();
  if (status === undefined || recording.head - moment.at > present) return;
  const { mode } = run.states.context();
  const hasFlights = flightsAt(recording, recording.head).length > 0;
  const request = nextRequest({
    recording,
    status,
    mode,
    speed: player.speed,
    hasFlights,
    othersRunning: run.others,
  });
  if (request === "idle") {
    if (!isBehind(run)) run.states.send({ type: "stopped", because: "idle" });
    return;
  }
  const answer = await asking(run, () => ask(current, send, request));
  if (answer?.kind !== "ran") return;
  if (answer.end === "full") run.states.send({ type: "stopped", because: "full" });
}

async function asking<Answer>(run: Run, work: () => Promise<Answer>): Promise<Answer | undefined> {
  run.isAsking = true;
  try {
    return await guarded(run, work);
  } finally {
    run.isAsking = false;
  }
}

/** Tells of a lab that failed; what is no failure of the lab is a mistake of ours and goes on up. */
async function guarded<Answer>(run: Run, work: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await work();
  } catch (failure) {
    if (!(failure instanceof LabFailure)) throw failure;
    run.parts.onFailure(failure);
    return undefined;
  }
}

/** Steps forwards: in what is recorded, or by letting the lab go on. */
async function stepOn(run: Run, unit: StepUnit): Promise<void> {
  const { store, send, experiment } = run.parts;
  const current = experiment();
  const { position } = store.state().moment;
  run.states.send({ type: "pause" });
  const found = nextStop(current.recording, position, unit);
  if (found !== undefined) return seek(run, { position: found });
  if (run.isAsking) return;
  if (!canCome(run, unit)) return run.states.send({ type: "stopped", because: "idle" });
  run.states.send({ type: "step" });
  const answer = await asking(run, () =>
    ask(current, send, {
      kind: "run",
      until: later(current.recording.head, furthestStep),
      step: unit,
      breakpoints: [],
      maxEvents: mostStepEvents,
      toPiece: false,
    }),
  );
  const stop = nextStop(experiment().recording, position, unit);
  if (stop === undefined) show(run, headOf(run));
  else seek(run, { position: stop });
  const end: RunEnd = answer?.kind === "ran" ? answer.end : "halted";
  run.states.send({ type: "stopped", because: stop === undefined && end === "moment" ? "idle" : end });
}

/** Whether what ends a step can come at all: time alone brings events, but no requests. */
function canCome({ parts }: Run, unit: StepUnit): boolean {
  const { status, recording } = parts.experiment();
  const isOver = status?.unfinished === 0 && status.nextScript === undefined;
  return unit === "event" || !isOver || flightsAt(recording, recording.head).length > 0;
}

function stepBack(run: Run, unit: StepUnit): void {
  const { store, experiment } = run.parts;
  run.states.send({ type: "pause" });
  const found = previousStop(experiment().recording, store.state().moment.position, unit);
  seek(run, { position: found ?? 0 });
}

/** Does something at the shown moment. */
async function doHere(run: Run, done: LabAct): Promise<void> {
  const { store, send, experiment } = run.parts;
  const { moment } = store.state();
  const { recording } = experiment();
  const wasPlaying = run.states.value() === "playing";
  if (recording.head - moment.at > present || run.seen.position > moment.position)
    await goBackTo(run, moment.at);
  if (done.kind === "type") run.others = experiment().status?.unfinished ?? 0;
  await act(experiment(), send, done);
  show(run, headOf(run));
  if (!wasPlaying || run.states.value() !== "playing") run.states.send({ type: "play", mode: "command" });
}

/** Makes a past moment the present. */
async function goBackTo(run: Run, at: Nanos, log?: readonly LabCommand[]): Promise<void> {
  const { send, experiment } = run.parts;
  const keep = run.seen.at > at;
  run.states.send({ type: "fork" });
  run.seen = { at, position: 0 };
  await forkAt(experiment(), send, { at, keep, ...(log === undefined ? {} : { log }) });
  show(run, headOf(run));
  run.states.send({ type: "forked" });
}

async function undo(run: Run): Promise<boolean> {
  const { log } = run.parts.experiment().recording;
  const last = log.at(-1);
  if (last === undefined) return false;
  await guarded(run, () => goBackTo(run, last.at, log.slice(0, -1)));
  return true;
}
