/**
 * Leads the player through a lesson: types lines where everybody sees them, lets the lab go on to an event or
 * until nothing is under way, and brings it to a place again. Between runs time stands still.
 *
 * It goes by the same rules as `solve-lab.ts` without a screen: a line is typed the very moment the one
 * before it has ended. What a person does meanwhile (pause, go back) is waited for.
 */

import type { BusyTerminal } from "#lab/lab-messages";
import { positionAt } from "#lab/recording";
import type { EventPattern, Line } from "#lesson/lesson";
import type { Nanos } from "#sim/engine/time";
import type { App } from "../app.ts";
import { doHere, goBackTo, inTurn } from "../playback/doing.ts";
import type { PlayMode } from "../playback/playback.machine.ts";
import { type Lead, show } from "../playback/run.ts";
import type { Speed } from "../store.ts";
import { endsAt, type Place, placeAt } from "./places.ts";
import { hitWithin, type Watch, watchFor } from "./watch.ts";

/** `there`: where the run pauses. `stuck`: that does not come. `left`: something else is wanted. */
export type RunResult = "there" | "stuck" | "left";

/** `slow`: what each line did on its terminal is left to be looked at before the next one. */
export type RunHow = "slow" | undefined;

export interface Leader {
  readonly run: (lines: readonly Line[], until: EventPattern | undefined, how?: RunHow) => Promise<RunResult>;
  /** Goes to a place, by doing anew what led there if need be. */
  readonly standAt: (place: Place) => Promise<void>;
  /** Lets what is led go faster, to its pause; the learner's own speed comes back then. */
  readonly hurry: (speed: Speed) => void;
  /** Lets what was typed come to its end. */
  readonly rest: () => Promise<void>;
  readonly here: () => Place;
  /** Ends what is being led. */
  readonly cancel: () => void;
  /** Looks whether what is waited for is so by now: to be called whenever the page's state has changed. */
  readonly look: () => void;
  /** Whether the lab must stand still; what is said to who wants it to go on. */
  hold: (() => void) | undefined;
  readonly close: () => void;
}

/** How long, simulated, an event is awaited. */
const patience = 2 * 3600e9;
/** A line that is typed by itself is announced by its terminal for so long. */
const beatMillis = 450;
/** What a line did is to be looked at for so long. */
const lookMillis = 1_200;

interface Leading {
  readonly app: App;
  watch: Watch | undefined;
  mode: PlayMode | undefined;
  /** Goes up when something else is wanted. */
  turn: number;
  /** The speed that is the learner's own, while another is lent. */
  lent: { readonly own: Speed; readonly speed: Speed } | undefined;
  readonly waiting: Set<() => boolean>;
  readonly timers: ReturnType<typeof setTimeout>[];
}

export function createLeader(app: App): Leader {
  const leading: Leading = {
    app,
    watch: undefined,
    mode: undefined,
    turn: 0,
    lent: undefined,
    waiting: new Set(),
    timers: [],
  };
  const { run } = app.playback;
  const leader: Leader = {
    hold: undefined,
    run: (lines, until, how) => lead(leading, lines, until, how),
    standAt: (place) => standAt(leading, place),
    hurry: (speed) => lend(leading, speed),
    rest: () => rest(leading),
    here: () => hereOf(leading),
    cancel: () => {
      leading.turn++;
      end(leading);
      look(leading);
    },
    look: () => look(leading),
    close: () => {
      if (run.lead === own) run.lead = undefined;
      leader.cancel();
    },
  };
  const own: Lead = {
    stopBefore: (position) => hitAt(leading, position),
    get mode() {
      return leading.mode;
    },
    isHeld: () => {
      leader.hold?.();
      return leader.hold !== undefined;
    },
  };
  run.lead = own;
  return leader;
}

function look(leading: Leading): void {
  const { waiting, app, mode } = leading;
  for (const isOver of waiting) if (isOver()) waiting.delete(isOver);
  // What the learner typed themselves went faster by their wish, and is over.
  const isOver = mode === undefined && app.page.store.state().player.play === "paused";
  if (leading.lent !== undefined && isOver) giveBack(leading);
}

const recordingOf = ({ app }: Leading) => app.page.recording();
const momentOf = ({ app }: Leading) => app.page.store.state().moment;
const hereOf = (leading: Leading): Place => placeAt(recordingOf(leading), momentOf(leading));

function hitAt(leading: Leading, position: number): number | undefined {
  const { watch } = leading;
  return watch && hitWithin(watch, recordingOf(leading), position);
}

const isHit = (leading: Leading): boolean => hitAt(leading, momentOf(leading).position) !== undefined;

/** Comes back once something is so; `false` where something else is wanted by then. */
function until(leading: Leading, isSo: () => boolean): Promise<boolean> {
  const { turn, waiting } = leading;
  return new Promise((resolve) => {
    const isOver = (): boolean => {
      if (turn !== leading.turn) resolve(false);
      else if (isSo()) resolve(true);
      else return false;
      return true;
    };
    if (!isOver()) waiting.add(isOver);
  });
}

/** Whether playing has come to its end by itself, and nobody has paused it. */
function hasStopped({ app }: Leading): boolean {
  const { play, stopped } = app.page.store.state().player;
  const isByItself = stopped === "idle" || stopped === "rest" || stopped === "full";
  return play === "failed" || (play === "paused" && isByItself);
}

function end(leading: Leading): void {
  leading.watch = undefined;
  leading.mode = undefined;
  for (const timer of leading.timers.splice(0)) clearTimeout(timer);
  giveBack(leading);
}

/** A run that takes long to watch goes faster: so much times the learner's own speed. */
const impatience = [
  { after: 8_000, times: 5 },
  { after: 14_000, times: 25 },
];

function speedUp(leading: Leading, times: number): void {
  const { player } = leading.app.page.store.state();
  const own = leading.lent?.own ?? player.speed;
  if (typeof own === "number" && player.speed !== "max") lend(leading, own * times);
}

function lend(leading: Leading, speed: Speed): void {
  const { playback, page } = leading.app;
  const own = leading.lent?.own ?? page.store.state().player.speed;
  if (own === "max") return;
  leading.lent = { own, speed };
  playback.setSpeed(speed);
}

/** Whoever has chosen another speed meanwhile keeps that. */
function giveBack(leading: Leading): void {
  const { app, lent } = leading;
  leading.lent = undefined;
  if (lent !== undefined && app.page.store.state().player.speed === lent.speed)
    app.playback.setSpeed(lent.own);
}

async function lead(
  leading: Leading,
  lines: readonly Line[],
  pattern: EventPattern | undefined,
  how: RunHow,
): Promise<RunResult> {
  const { turn } = leading;
  leading.watch = pattern && watchFor(pattern, momentOf(leading).position);
  for (const { after, times } of impatience) {
    leading.timers.push(setTimeout(() => speedUp(leading, times), after));
  }
  for (const [index, line] of lines.entries()) {
    if (isHit(leading)) break;
    const isLast = index === lines.length - 1;
    leading.mode = isLast && pattern === undefined ? "command" : "line";
    await typeLine(leading, line, leading.mode);
    if (how === "slow" && !isLast) await beat(leading, lookMillis);
    if (turn !== leading.turn) return "left";
  }
  const result = pattern === undefined ? "there" : await awaitEvent(leading);
  if (turn === leading.turn) end(leading);
  return result;
}

async function typeLine(leading: Leading, { on, run }: Line, mode: "command" | "line"): Promise<void> {
  const { app, turn } = leading;
  const { store } = app.page;
  const terminal = { node: on, number: idleNumber(app.page.status()?.busy ?? [], on) };
  store.patch({ terminal });
  await beat(leading, beatMillis);
  if (turn !== leading.turn) return;
  const act = { kind: "type", terminal, text: run } as const;
  await inTurn(app.playback.run, () => doHere(app.playback.run, act, mode));
  await until(leading, () => isHit(leading) || hasStopped(leading));
}

/** Waits, unless there is nobody who looks on. */
async function beat({ app }: Leading, millis: number): Promise<void> {
  const { speed } = app.page.store.state().player;
  if (speed !== "max") await new Promise((resolve) => setTimeout(resolve, millis));
}

/** A terminal whose command goes on, such as tcpdump, is left alone. */
export function idleNumber(busy: readonly BusyTerminal[], node: string): number {
  let number = 0;
  while (busy.some((name) => name.node === node && name.number === number)) number++;
  return number;
}

/** Plays on until the event is there, and stands at the end of its moment. */
async function awaitEvent(leading: Leading): Promise<RunResult> {
  const { playback, page } = leading.app;
  const latest = momentOf(leading).at + patience;
  leading.mode = "endless";
  while (!isHit(leading)) {
    if (momentOf(leading).at > latest || page.store.state().player.stopped === "full") return "stuck";
    playback.play();
    if (!(await until(leading, () => isHit(leading) || hasStopped(leading)))) return "left";
    if (page.store.state().player.play === "failed") return "stuck";
  }
  const recording = recordingOf(leading);
  const hit = hitAt(leading, recording.events.length) ?? 0;
  const at = recording.events[hit - 1]?.at ?? recording.head;
  leading.watch = undefined;
  await standAt(leading, placeAt(recording, { at, position: positionAt(recording, at) }));
  return "there";
}

async function standAt({ app }: Leading, place: Place): Promise<void> {
  const { playback, page } = app;
  const { run } = playback;
  playback.pause();
  await playback.settle();
  if (endsAt(page.recording(), place)) show(run, place);
  else await inTurn(run, () => goBackTo(run, place.at as Nanos, place.log));
}

async function rest(leading: Leading): Promise<void> {
  const { page } = leading.app;
  if (page.store.state().player.play !== "playing") return;
  lend(leading, "max");
  await until(leading, () => page.store.state().player.play !== "playing");
  giveBack(leading);
}
