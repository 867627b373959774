/**
 * Never queue: the first destination without an active connection, at every pick; if there is none, the
 * shortest expected delay.
 */

import type { Destination } from "../destination.ts";
import { leastOf, noteOf } from "../reckoning.ts";
import { logNoDestination, mayBeChosen, type Scheduler } from "../scheduler.ts";
import type { Service } from "../service.ts";
import { delayOf, shortestDelay } from "./sed.ts";

export const nq: Scheduler = {
  name: "nq",
  start: () => undefined,
  schedule(_state, service) {
    const best = firstIdle(service) ?? shortestDelay(service.destinations);
    if (best === undefined) logNoDestination(service);
    return best;
  },
  explain(_state, service) {
    const idle = firstIdle(service);
    const state = [noteOf("idle", idle)];
    return (chosen) => {
      if (idle === undefined) return leastOf(chosen, delayOf, state);
      return {
        state,
        passedOver: ({ activeConnections }) => (activeConnections > 0 ? "not-idle" : "not-reached"),
      };
    };
  },
};

const firstIdle = ({ destinations }: Service): Destination | undefined =>
  destinations.find((candidate) => mayBeChosen(candidate) && candidate.activeConnections === 0);
