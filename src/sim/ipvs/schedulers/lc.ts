/**
 * Least connection: the destination with the least load, whatever its weight.
 */

import type { Destination } from "../destination.ts";
import { fraction, leastOf } from "../reckoning.ts";
import { logNoDestination, mayBeChosen, overhead, type Scheduler } from "../scheduler.ts";

export const lc: Scheduler = {
  name: "lc",
  start: () => undefined,
  schedule(_state, service) {
    let best: Destination | undefined;
    for (const candidate of service.destinations) {
      if (!mayBeChosen(candidate)) continue;
      if (best === undefined || overhead(candidate) < overhead(best)) best = candidate;
    }
    if (best === undefined) logNoDestination(service);
    return best;
  },
  explain: () => (chosen) => leastOf(chosen, (destination) => fraction(overhead(destination))),
};
