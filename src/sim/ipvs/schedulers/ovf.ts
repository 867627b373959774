/**
 * Weighted overflow: the destination with the largest weight among those whose active connections have not
 * passed their weight. One more than the weight fits.
 */

import { logNoDestination, mayBeChosen, type Scheduler } from "../scheduler.ts";
import { heaviest } from "./fo.ts";

export const ovf: Scheduler = {
  name: "ovf",
  start: () => undefined,
  schedule(_state, service) {
    const isFree = service.destinations.filter(
      (candidate) => mayBeChosen(candidate) && candidate.activeConnections <= candidate.weight,
    );
    const best = heaviest(isFree);
    if (best === undefined) logNoDestination(service);
    return best;
  },
  cost: ({ weight }) => weight,
};
