/**
 * Weighted failover: always the destination with the largest weight.
 */

import type { Destination } from "../destination.ts";
import type { PassedOver } from "../ipvs-events.ts";
import { logNoDestination, mayBeChosen, type Scheduler } from "../scheduler.ts";

export const fo: Scheduler = {
  name: "fo",
  start: () => undefined,
  schedule(_state, service) {
    const best = heaviest(service.destinations.filter(mayBeChosen));
    if (best === undefined) logNoDestination(service);
    return best;
  },
  explain: () => (chosen) => ({ state: [], passedOver: (destination) => lighter(destination, chosen) }),
};

/** Why one with a place among the candidates is not the heaviest. */
export const lighter = ({ weight }: Destination, chosen: Destination | undefined): PassedOver =>
  weight === chosen?.weight ? "tie" : "less-weight";

/** The largest weight; the first of equals wins. */
export function heaviest(destinations: readonly Destination[]): Destination | undefined {
  let best: Destination | undefined;
  for (const candidate of destinations) {
    if (best === undefined || candidate.weight > best.weight) best = candidate;
  }
  return best;
}
