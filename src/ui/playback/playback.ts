/**
 * The player: moves the shown moment through what is recorded, keeps the lab going where the recording ends,
 * and goes back to branch off where something is done in the past.
 *
 * The states are the machine's (playback.machine.ts); this runs its clock, once a frame of the screen.
 */

import type { LabAct } from "#lab/lab-command";
import type { LabAnswer, RunEnd } from "#lab/lab-messages";
import { flightsAt, nextStop, positionAt, previousStop } from "#lab/recording";
import type { StepUnit } from "#lab/stop";
import type { Nanos } from "#sim/engine/time";
import { later, nanos, seconds } from "../nanos.ts";
import { advance } from "../pace.ts";
import type { Player } from "../page.ts";
import type { Moment } from "../store.ts";
import { doHere, inTurn, isPast, undo } from "./doing.ts";
import { aheadAt, followsTyped, lapse, nextRequest, patience, quietSince } from "./pacing.ts";
import type { PlayMode } from "./playback.machine.ts";
import { asked, headOf, isBehind, isOver, type PlaybackParts, type Run, settle, show } from "./run.ts";
import { hasSent } from "./sending.ts";
import { createStates, type States } from "./states.ts";

/** The player, and what the page tells it. */
export interface Playback extends Player {
  /** Something is done at the shown moment: in the present at once, in the past after going back to it. */
  readonly act: (done: LabAct) => Promise<void>;
  /** Comes back when nothing is asked of the lab any more: its answers would be about another one. */
  readonly settle: () => Promise<void>;
  /** Takes back what was done last; answers whether there was anything. */
  readonly undo: () => Promise<boolean>;
  /** The clock of the screen, in milliseconds. */
  readonly frame: (now: number) => void;
  readonly send: States["send"];
  /** Loads what the first frame does not need. */
  readonly load: () => Promise<void>;
  /** For who leads the player: see `Lead`. */
  readonly run: Run;
}

/** A step that finds nothing within this time ends there. */
const furthestStep = seconds(300);
const mostStepEvents = 50_000;
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
    seen: { at: nanos(0), position: 0 },
    last: undefined,
    wall: 0,
    since: nanos(0),
    asking: undefined,
    awaited: [],
    sending: undefined,
    work: Promise.resolve(),
    lead: undefined,
  };
  const isHeld = (): boolean => run.lead?.isHeld() === true;
  return {
    run,
    play: () => {
      if (isHeld()) return;
      run.since = parts.experiment().recording.head;
      states.send({ type: "play", mode: modeOf(run) });
    },
    pause: () => states.send({ type: "pause" }),
    step: (unit, direction) => {
      if (direction < 0) stepBack(run, unit);
      else if (!isHeld()) void stepOn(run, unit);
    },
    seek: (to) => seek(run, to),
    toStart: () => seek(run, { position: 0 }),
    toEnd: () => seek(run, { at: parts.experiment().recording.head }),
    setSpeed: (speed) => store.change(({ player }) => void Object.assign(player, { speed })),
    setBreakpoints: (breakpoints) =>
      store.change(({ player }) => void Object.assign(player, { breakpoints })),
    isPast: () => isPast(run),
    settle: async () => {
      await run.work;
      await settle(run);
    },
    act: async (done) => (isHeld() ? undefined : inTurn(run, () => doHere(run, done))),
    undo: async () => !isHeld() && (await inTurn(run, () => undo(run))) === true,
    frame: (now) => frame(run, now),
    send: (event) => {
      if (event.type === "open") run.seen = { at: nanos(0), position: 0 };
      states.send(event);
    },
    load: states.load,
  };
}

/** Who presses play once more after everything has come to its end wants to see what time brings. */
function modeOf(run: Run): PlayMode {
  const { player } = run.parts.store.state();
  if (run.lead?.mode !== undefined) return run.lead.mode;
  return player.stopped === "idle" && !isBehind(run) && isOver(run) ? "endless" : "watch";
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
  run.wall = Math.min(longestFrame, run.wall + wall);
  if (isBehind(run)) goOn(run);
  if (run.states.value() === "playing" && run.asking === undefined) keepAhead(run);
}

/** Goes on in what is recorded. */
function goOn(run: Run): void {
  const { store, experiment } = run.parts;
  const { moment, player } = store.state();
  const wall = isThinking(run) ? run.wall * lapse : run.wall;
  reach(run, advance(experiment().recording, moment, wall, player.speed));
  run.wall = 0;
}

/** Whether a command runs, typed while the lab stood still, that has sent nothing. */
function isThinking({ states, sending, awaited, parts }: Run): boolean {
  if (!followsTyped(states.context().mode) || sending === undefined) return false;
  return !hasSent(sending, parts.experiment().recording, awaited);
}

/** Shows a moment, or the breakpoint on the way there. */
function reach(run: Run, next: Moment): void {
  const { store, experiment } = run.parts;
  const { moment, player } = store.state();
  const { recording } = experiment();
  const stops = player.breakpoints.map((breakpoint) => nextStop(recording, moment.position, breakpoint));
  const hit = [...stops, run.lead?.stopBefore(next.position)]
    .filter((position) => position !== undefined && position <= next.position)
    .sort((one, other) => (one ?? 0) - (other ?? 0))[0];
  if (hit === undefined) show(run, next);
  else {
    seek(run, { position: hit });
    run.states.send({ type: "stopped", because: "breakpoint" });
  }
}

/**
 * Lets the lab go on where what is recorded comes to its end: while frames are under way a little ahead of
 * what is shown, else just as far, so that whoever does something does it at the moment that is seen.
 */
function keepAhead(run: Run): void {
  const { store, experiment } = run.parts;
  const { recording, status } = experiment();
  const { moment, player } = store.state();
  const isWatched = !isThinking(run);
  if (status === undefined || recording.head - moment.at > aheadAt(player.speed, isWatched)) return;
  const { awaited, wall } = run;
  const { mode } = run.states.context();
  const hasFlights = flightsAt(recording, recording.head).length > 0;
  const request = nextRequest({
    ...{ recording, status, mode, speed: player.speed, hasFlights, awaited, isWatched, wall },
  });
  if (request === "idle" || isTired(run)) {
    if (!isBehind(run)) run.states.send({ type: "stopped", because: isOver(run) ? "idle" : "rest" });
    return;
  }
  if (!hasFlights && player.speed !== "max") {
    if (isBehind(run)) return;
    run.wall = 0;
  }
  void asked(run, request).then((answer) => goneOn(run, hasFlights, answer));
}

/** After the lab went on. Where no frame was under way, it went just as far as is to be shown. */
function goneOn(run: Run, hadFlights: boolean, answer: LabAnswer | undefined): void {
  if (answer?.kind !== "ran" || run.states.value() !== "playing") return;
  if (answer.end === "full") run.states.send({ type: "stopped", because: "full" });
  if (hadFlights) return;
  reach(run, headOf(run));
  const isSaying = answer.end === "piece" && followsTyped(run.states.context().mode);
  // Lines that follow each other are not shown one a frame.
  if (isSaying && performance.now() - (run.last ?? 0) < longestTurn) keepAhead(run);
}

/** How much of a frame of the screen may go by with what a command says, in milliseconds. */
const longestTurn = 10;

/** Whether nothing was seen for so long, simulated, that nobody waits for it any longer. */
function isTired({ parts, since }: Run): boolean {
  const { recording } = parts.experiment();
  return recording.head - Math.max(quietSince(recording), since) >= patience;
}

/** Steps forwards: in what is recorded, or by letting the lab go on. */
async function stepOn(run: Run, unit: StepUnit): Promise<void> {
  const { store, experiment } = run.parts;
  const { position } = store.state().moment;
  run.states.send({ type: "pause" });
  await settle(run);
  const current = experiment();
  const found = nextStop(current.recording, position, unit);
  if (found !== undefined) return seek(run, { position: found });
  if (run.states.value() === "stepping") return;
  if (!canCome(run, unit)) return run.states.send({ type: "stopped", because: "idle" });
  run.states.send({ type: "step" });
  const answer = await asked(run, {
    kind: "run",
    until: later(current.recording.head, furthestStep),
    step: unit,
    breakpoints: [],
    maxEvents: mostStepEvents,
    toPiece: false,
  });
  const stop = nextStop(experiment().recording, position, unit);
  if (stop === undefined) show(run, headOf(run));
  else seek(run, { position: stop });
  const end: RunEnd = answer?.kind === "ran" ? answer.end : "halted";
  run.states.send({ type: "stopped", because: stop === undefined && end === "moment" ? "idle" : end });
}

/** Whether what ends a step can come at all: time alone brings events, but no requests. */
function canCome(run: Run, unit: StepUnit): boolean {
  const { recording } = run.parts.experiment();
  return unit === "event" || !isOver(run) || flightsAt(recording, recording.head).length > 0;
}

function stepBack(run: Run, unit: StepUnit): void {
  const { store, experiment } = run.parts;
  run.states.send({ type: "pause" });
  const found = previousStop(experiment().recording, store.state().moment.position, unit);
  seek(run, { position: found ?? 0 });
}
