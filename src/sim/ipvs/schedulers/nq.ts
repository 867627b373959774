/**
 * Never queue: the first destination without an active connection, at every pick; if there is none, the
 * shortest expected delay.
 */

import { logNoDestination, mayBeChosen, type Scheduler } from "../scheduler.ts";
import { sed, shortestDelay } from "./sed.ts";

export const nq: Scheduler = {
  ...sed,
  name: "nq",
  schedule(_state, service) {
    const { destinations } = service;
    const idle = destinations.find(
      (candidate) => mayBeChosen(candidate) && candidate.activeConnections === 0,
    );
    const best = idle ?? shortestDelay(destinations);
    if (best === undefined) logNoDestination(service);
    return best;
  },
};
