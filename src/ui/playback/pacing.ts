/**
 * What the lab is asked next while it plays at the end of what is recorded, and when playing ends by itself.
 *
 * While frames are on cables the lab is kept a few frames of the screen ahead of what is shown; while none
 * is, it goes on just as far as time is shown, the faster the longer nothing is to be seen. A command that
 * waits for its person, or for others as tcpdump does, keeps nothing going.
 */

import type { TerminalName } from "#lab/lab-command";
import type { BusyTerminal, LabStatus } from "#lab/lab-messages";
import type { Recording } from "#lab/recording";
import type { Nanos } from "#sim/engine/time";
import { later, millis, nanos, seconds } from "../nanos.ts";
import { idleAfter, millisPerNano } from "../pace.ts";
import type { Speed } from "../store.ts";
import type { Asked } from "./experiment.ts";
import type { PlayMode } from "./playback.machine.ts";

export interface LiveEdge {
  readonly recording: Recording;
  readonly status: LabStatus;
  readonly mode: PlayMode;
  readonly speed: Speed;
  readonly hasFlights: boolean;
  /** In `command` mode: the terminals in which something was done. */
  readonly awaited: readonly TerminalName[];
  /** Whether there is something of it to watch: it has sent something, or others went on before. */
  readonly isWatched: boolean;
  /** Milliseconds of the screen that have gone by. */
  readonly wall: number;
}

/** What is asked for ahead, in milliseconds of the screen. */
const aheadMillis = 50;
/** Events asked for at once at most: what the page can take in without being late for a frame. */
const mostEvents = 700;
/** What is under way when the last command ends: closing connections, last acknowledgements. */
const aftermath = seconds(1);
/** The same after what a person typed: shorter, for the prompt waits. */
const shortAftermath = millis(50);
/** Nobody waits longer than this, simulated, for something to be seen. */
export const patience = seconds(3600);

/** What the lab is asked to go on with. */
export type RunRequest = Extract<Asked, { readonly kind: "run" }>;

/** The next request, or `idle` where playing has come to its end. */
export function nextRequest(edge: LiveEdge): RunRequest | "idle" {
  const { recording, speed, hasFlights, isWatched } = edge;
  const { head } = recording;
  if (hasFlights || speed === "max") return limited(edge, later(head, aheadAt(speed, isWatched)), false);
  return limited(edge, idleUntil(edge), true);
}

/** What a machine takes from one line of output to the next where it only thinks: nothing to watch. */
const thought = millis(50);

/** How far time has gone on while nothing is to be seen. */
function idleUntil({ recording, mode, speed, wall }: LiveEdge): Nanos {
  const from = later(quietSince(recording), followsTyped(mode) ? thought : nanos(0));
  const { head } = recording;
  return head < from ? from : later(from, idleAfter(nanos(head - from), wall, speed));
}

/** How much faster time goes while somebody waits for the prompt of a command that sends nothing. */
export const lapse = 30;

/** How far ahead of what is shown the lab is kept. */
export function aheadAt(speed: Speed, isWatched = true): Nanos {
  if (speed === "max") return seconds(1);
  if (speed === "real") return millis(aheadMillis);
  return nanos(Math.ceil((aheadMillis / millisPerNano) * speed * (isWatched ? 1 : lapse)));
}

function limited(edge: LiveEdge, until: Nanos, toNext: boolean): RunRequest | "idle" {
  const end = endOf(edge);
  if (end !== undefined && end <= edge.recording.head) return "idle";
  const moment = end !== undefined && end < until ? end : until;
  const step = toNext ? "event" : undefined;
  const awaits = followsTyped(edge.mode) && goesOn(edge) ? { awaits: edge.awaited } : {};
  const limits = { step, breakpoints: [], maxEvents: mostEvents, toPiece: toNext } as const;
  return { kind: "run", until: moment, ...limits, ...awaits };
}

/** When playing ends by itself if nothing more is seen; `undefined`: not by itself. */
function endOf(edge: LiveEdge): Nanos | undefined {
  const { mode, status, recording, hasFlights } = edge;
  if (mode === "endless" || goesOn(edge)) return undefined;
  if (mode === "command") return endOfCommand(edge);
  if (mode === "line") return recording.head;
  if (hasFlights || status.nextScript !== undefined) return undefined;
  return later(quietSince(recording), aftermath);
}

/**
 * After a command the lab stands still again as soon as what is under way has arrived, and where others go on
 * at once: their frames have no end. What others had on their way stops where it is.
 */
function endOfCommand({ recording, status, awaited, hasFlights, isWatched }: LiveEdge): Nanos {
  const done = lastPieceOf(recording, awaited);
  if (status.busy.some(isActive) || (hasFlights && !isWatched)) return done;
  const latest = later(done, aftermath);
  if (hasFlights) return latest;
  return nanos(Math.min(latest, later(quietSince(recording), shortAftermath)));
}

const isActive = ({ waitsFor }: BusyTerminal): boolean => waitsFor === "time";

const isSame = (one: TerminalName, other: TerminalName): boolean =>
  one.node === other.node && one.number === other.number;

/** Whether playing is about what was typed, and nothing else. */
export const followsTyped = (mode: PlayMode): boolean => mode === "command" || mode === "line";

/** Whether a command goes on by itself that playing is to follow to its end. */
function goesOn({ mode, status, awaited }: LiveEdge): boolean {
  const isFollowed = (busy: BusyTerminal): boolean =>
    !followsTyped(mode) || awaited.some((name) => isSame(name, busy));
  return status.busy.some((busy) => isActive(busy) && isFollowed(busy));
}

/** When one of these terminals showed something last. */
function lastPieceOf({ pieces, head }: Recording, names: readonly TerminalName[]): Nanos {
  const last = pieces.findLast(({ terminal }) => names.some((name) => isSame(name, terminal)));
  return last?.at ?? head;
}

/** The last moment at which something was to be seen. */
export function quietSince({ events, pieces }: Recording): Nanos {
  const event = events.at(-1)?.at ?? 0;
  const piece = pieces.at(-1)?.at ?? 0;
  return nanos(Math.max(event, piece));
}
