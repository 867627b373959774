/**
 * Weighted failover: always the destination with the largest weight.
 */

import type { Destination } from "../destination.ts";
import { logNoDestination, mayBeChosen, type Scheduler } from "../scheduler.ts";

export const fo: Scheduler = {
  name: "fo",
  start: () => undefined,
  schedule(_state, service) {
    const best = heaviest(service.destinations.filter(mayBeChosen));
    if (best === undefined) logNoDestination(service);
    return best;
  },
  cost: ({ weight }) => weight,
};

/** The largest weight; the first of equals wins. */
export function heaviest(destinations: readonly Destination[]): Destination | undefined {
  let best: Destination | undefined;
  for (const candidate of destinations) {
    if (best === undefined || candidate.weight > best.weight) best = candidate;
  }
  return best;
}
