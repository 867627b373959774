/**
 * How far frames are that have not arrived in what is recorded: read off the cables that they are on.
 */

import { type Flight, flightsAt } from "#lab/recording";
import type { Moment } from "../store.ts";
import type { Sending } from "./marks.ts";
import { positionOfId, type Telling } from "./telling.ts";

/** Answers the part of its way that a frame has behind it; `undefined` where it is on no cable. */
export function partsUnderWay(telling: Telling, moment: Moment): (sending: Sending) => number | undefined {
  let parts: ReadonlyMap<number, number> | undefined;
  return ({ number }) => {
    parts ??= partsOf(telling, moment);
    return parts.get(number);
  };
}

function partsOf(telling: Telling, moment: Moment): ReadonlyMap<number, number> {
  const parts = new Map<number, number>();
  for (const flight of flightsAt(telling.recording, moment.at)) {
    const sending = telling.carried[positionOfId(telling.recording, flight.cause)] ?? -1;
    if (sending < 0) continue;
    parts.set(sending, Math.max(parts.get(sending) ?? 0, partOf(telling, flight, moment)));
  }
  return parts;
}

/** From machine to switch is the first half of a way, from switch to machine the second. */
function partOf({ machines }: Telling, { from, to, sentAt, arrivesAt }: Flight, { at }: Moment): number {
  const part = (at - sentAt) / Math.max(1, arrivesAt - sentAt);
  if (!machines.has(from.node)) return 0.5 + part / 2;
  return machines.has(to.node) ? part : part / 2;
}
