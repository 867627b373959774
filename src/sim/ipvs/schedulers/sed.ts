/**
 * Shortest expected delay: as weighted least connection, but for active connections only, with the new one
 * counted.
 */

import type { Destination } from "../destination.ts";
import type { Fraction } from "../ipvs-events.ts";
import { fraction, leastOf } from "../reckoning.ts";
import { logNoDestination, mayBeChosen, type Scheduler } from "../scheduler.ts";

export const sed: Scheduler = {
  name: "sed",
  start: () => undefined,
  schedule(_state, service) {
    const best = shortestDelay(service.destinations);
    if (best === undefined) logNoDestination(service);
    return best;
  },
  explain: () => (chosen) => leastOf(chosen, delayOf),
};

/** What it compares: active connections for a weight of 1, with the new one counted. */
export const delayOf = (destination: Destination): Fraction =>
  fraction(queueOf(destination), destination.weight);

const queueOf = ({ activeConnections }: Destination): number => activeConnections + 1;

/** The rule of sed over any list of destinations; the first of equals wins. */
export function shortestDelay(destinations: readonly Destination[]): Destination | undefined {
  let best: Destination | undefined;
  for (const candidate of destinations) {
    if (!mayBeChosen(candidate)) continue;
    const isBetter =
      best === undefined || queueOf(best) * candidate.weight > queueOf(candidate) * best.weight;
    if (isBetter) best = candidate;
  }
  return best;
}
