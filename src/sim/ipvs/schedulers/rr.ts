/**
 * Round robin: one after another, from the destination added last to the one added first.
 *
 * Weights other than 0 do not matter.
 */

import type { Destination } from "../destination.ts";
import { noteOf } from "../reckoning.ts";
import { logNoDestination, mayBeChosen, type Scheduler } from "../scheduler.ts";

interface Position {
  /** Who was picked last; `undefined`: the head of the list, before the first. */
  last: Destination | undefined;
}

export const rr: Scheduler<Position> = {
  name: "rr",
  isRoundRobin: true,
  start: () => ({ last: undefined }),
  schedule(position, service) {
    const { destinations } = service;
    const start = position.last === undefined ? -1 : destinations.indexOf(position.last);
    for (let step = 1; step <= destinations.length; step++) {
      const candidate = destinations[(start + step) % destinations.length];
      if (candidate === undefined || !mayBeChosen(candidate)) continue;
      position.last = candidate;
      return candidate;
    }
    logNoDestination(service);
    return undefined;
  },
  removed(position, { destinations }, destination, index) {
    if (position.last === destination) position.last = destinations[index - 1];
  },
  explain({ last }) {
    const state = [last === undefined ? { name: "last", value: "head" } : noteOf("last", last)];
    return () => ({ state, passedOver: () => "not-reached" });
  },
};
