/**
 * How far frames are that have not arrived in what is recorded: read off the cables that they are on.
 */

import type { Flight } from "#lab/batch";
import { flightsAt } from "#lab/recording";
import type { Moment } from "../store.ts";
import type { Sending } from "./marks.ts";
import { positionOfId, type Telling } from "./telling.ts";

/** A frame on its way. */
export interface UnderWay {
  /** The machine that it will come to; `undefined` while it is on its way to a switch. */
  readonly node: string | undefined;
  /** The part of its way that it has behind it. */
  readonly part: number;
}

/** Answers where copies of a frame are at a moment. */
export function partsUnderWay(telling: Telling, moment: Moment): (sending: Sending) => readonly UnderWay[] {
  let parts: ReadonlyMap<number, readonly UnderWay[]> | undefined;
  return ({ number }) => {
    parts ??= partsOf(telling, moment);
    return parts.get(number) ?? [];
  };
}

function partsOf(telling: Telling, moment: Moment): ReadonlyMap<number, readonly UnderWay[]> {
  const parts = new Map<number, UnderWay[]>();
  for (const flight of flightsAt(telling.recording, moment.at)) {
    const sending = telling.carried[positionOfId(telling.recording, flight.cause)] ?? -1;
    if (sending < 0) continue;
    const known = parts.get(sending) ?? [];
    parts.set(sending, known);
    known.push(underWay(telling, flight, moment));
  }
  return parts;
}

/** From machine to switch is the first half of a way, from switch to machine the second. */
function underWay({ machines }: Telling, { from, to, sentAt, arrivesAt }: Flight, { at }: Moment): UnderWay {
  const part = (at - sentAt) / Math.max(1, arrivesAt - sentAt);
  const node = machines.has(to.node) ? to.node : undefined;
  if (!machines.has(from.node)) return { node, part: 0.5 + part / 2 };
  return { node, part: node === undefined ? part / 2 : part };
}
