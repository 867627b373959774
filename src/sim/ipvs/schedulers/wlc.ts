/**
 * Weighted least connection: the destination with the least load for its weight.
 */

import type { Destination } from "../destination.ts";
import type { Fraction } from "../ipvs-events.ts";
import { fraction, leastOf } from "../reckoning.ts";
import { logNoDestination, mayBeChosen, overhead, type Scheduler } from "../scheduler.ts";

export const wlc: Scheduler = {
  name: "wlc",
  start: () => undefined,
  schedule(_state, service) {
    const best = leastLoaded(service.destinations);
    if (best === undefined) logNoDestination(service);
    return best;
  },
  explain: () => (chosen) => leastOf(chosen, loadOf),
};

/** What it compares: the load for a weight of 1. */
export const loadOf = (destination: Destination): Fraction =>
  fraction(overhead(destination), destination.weight);

/** The rule of wlc over any list of destinations; the first of equals wins. */
export function leastLoaded(
  destinations: readonly Destination[],
  mayServe: (destination: Destination) => boolean = mayBeChosen,
): Destination | undefined {
  let best: Destination | undefined;
  for (const candidate of destinations) {
    if (!mayServe(candidate)) continue;
    // a/b < c/d without dividing: exact, and no division by zero.
    const isBetter =
      best === undefined || overhead(best) * candidate.weight > overhead(candidate) * best.weight;
    if (isBetter) best = candidate;
  }
  return best;
}
