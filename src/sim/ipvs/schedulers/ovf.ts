/**
 * Weighted overflow: the destination with the largest weight among those whose active connections have not
 * passed their weight. One more than the weight fits.
 */

import type { Destination } from "../destination.ts";
import { logNoDestination, mayBeChosen, type Scheduler } from "../scheduler.ts";
import { heaviest, lighter } from "./fo.ts";

export const ovf: Scheduler = {
  name: "ovf",
  start: () => undefined,
  schedule(_state, service) {
    const isFree = service.destinations.filter((candidate) => mayBeChosen(candidate) && !isFull(candidate));
    const best = heaviest(isFree);
    if (best === undefined) logNoDestination(service);
    return best;
  },
  explain: () => (chosen) => ({
    state: [],
    passedOver: (destination) => (isFull(destination) ? "full" : lighter(destination, chosen)),
  }),
};

const isFull = ({ activeConnections, weight }: Destination): boolean => activeConnections > weight;
