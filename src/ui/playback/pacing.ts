/**
 * What the lab is asked next while it plays at the end of what is recorded, and when playing ends by itself.
 *
 * While frames are on cables the lab is kept a few frames of the screen ahead of what is shown; while none
 * is, it goes on to whatever can be seen next.
 */

import type { LabStatus } from "#lab/lab-messages";
import type { Recording } from "#lab/recording";
import type { Nanos } from "#sim/engine/time";
import { later, millis, nanos, seconds } from "../nanos.ts";
import { millisPerNano } from "../pace.ts";
import type { Speed } from "../store.ts";
import type { Asked } from "./experiment.ts";
import type { PlayMode } from "./playback.machine.ts";

export interface LiveEdge {
  readonly recording: Recording;
  readonly status: LabStatus;
  readonly mode: PlayMode;
  readonly speed: Speed;
  readonly hasFlights: boolean;
  /** Where to stop in `command` mode: a number of commands that may still run. */
  readonly othersRunning: number;
}

/** What is asked for ahead, in milliseconds of the screen. */
const aheadMillis = 50;
/** Events asked for at once at most: what the page can take in without being late for a frame. */
const mostEvents = 2_000;
/** What is under way when the last command ends: closing connections, last acknowledgements. */
const aftermath = seconds(1);
/** The same after what a person typed: shorter, for the prompt waits. */
const shortAftermath = millis(50);
/** Nobody waits longer than this, simulated, for something to be seen. */
const patience = seconds(3600);

/** The next request, or `idle` where playing has come to its end. */
export function nextRequest(edge: LiveEdge): Asked | "idle" {
  const { recording, speed, hasFlights } = edge;
  const { head } = recording;
  if (speed === "max") return limited(edge, later(head, seconds(1)), false);
  if (speed === "real") return limited(edge, later(head, millis(aheadMillis)), false);
  if (hasFlights)
    return limited(edge, later(head, nanos(Math.ceil((aheadMillis / millisPerNano) * speed))), false);
  return limited(edge, later(head, patience), true);
}

function limited(edge: LiveEdge, until: Nanos, toNext: boolean): Asked | "idle" {
  const end = edge.hasFlights ? undefined : endOf(edge);
  if (end !== undefined && end <= edge.recording.head) return "idle";
  const moment = end !== undefined && end < until ? end : until;
  const step = toNext ? "event" : undefined;
  return { kind: "run", until: moment, step, breakpoints: [], maxEvents: mostEvents, toPiece: toNext };
}

/** When playing ends by itself if nothing more is seen; `undefined`: not by itself. */
function endOf({ recording, status, mode, othersRunning }: LiveEdge): Nanos | undefined {
  if (mode === "endless") return undefined;
  if (status.unfinished > (mode === "command" ? othersRunning : 0)) return undefined;
  if (mode === "watch" && status.nextScript !== undefined) return undefined;
  return later(quietSince(recording), mode === "command" ? shortAftermath : aftermath);
}

/** The last moment at which something was to be seen. */
function quietSince({ events, pieces }: Recording): Nanos {
  const event = events.at(-1)?.at ?? 0;
  const piece = pieces.at(-1)?.at ?? 0;
  return nanos(Math.max(event, piece));
}
