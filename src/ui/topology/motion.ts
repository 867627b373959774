/**
 * Where a frame is on its cable: from when it was sent, when it arrives, and the moment that is looked at.
 *
 * A frame that is lost stops on the way and falls. With reduced motion a frame stands at the start, in the
 * middle, at the end.
 */

import type { Flight } from "#lab/batch";
import type { Line } from "./cables.ts";
import { between, type Point } from "./geometry.ts";

export interface Place extends Point {
  /** How far it has fallen, from 0 to 1; a frame that is not lost never falls. */
  readonly fall: number;
}

/** Where chance takes a frame, as a part of its way. */
const lostAt = 0.55;
const fallHeight = 34;

/** How much of its way a frame has behind it, from 0 to 1. */
export function partOf({ sentAt, arrivesAt }: Pick<Flight, "sentAt" | "arrivesAt">, now: number): number {
  if (arrivesAt <= sentAt) return 1;
  return Math.min(1, Math.max(0, (now - sentAt) / (arrivesAt - sentAt)));
}

/** The same in three steps. */
export const stepped = (part: number): number => (part < 1 / 3 ? 0 : part < 2 / 3 ? 0.5 : 1);

/** Where a frame is; `isStill`: with reduced motion. */
export function placeOf(
  flight: Pick<Flight, "sentAt" | "arrivesAt" | "isLost">,
  way: Line,
  now: number,
  isStill: boolean,
): Place {
  const part = partOf(flight, now);
  if (!flight.isLost || part <= lostAt) {
    const shown = isStill ? stepped(part) : part;
    return { ...between(way.from, way.to, flight.isLost ? Math.min(shown, lostAt) : shown), fall: 0 };
  }
  const { x, y } = between(way.from, way.to, lostAt);
  const fall = isStill ? 1 : (part - lostAt) / (1 - lostAt);
  return { x, y: y + fall * fall * fallHeight, fall };
}
