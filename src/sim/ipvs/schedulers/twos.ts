/**
 * Power of two choices: chance draws two destinations by their weights, and the one with less load for its
 * weight gets the connection (Mitzenmacher: "The Power of Two Choices in Randomized Load Balancing").
 *
 * Debian's kernel is built without it.
 */

import type { Random } from "#sim/engine/random";
import type { Destination } from "../destination.ts";
import { leastOf, noteOf } from "../reckoning.ts";
import { logNoDestination, mayBeChosen, overhead, type Scheduler } from "../scheduler.ts";
import { serviceText } from "../service.ts";
import { loadOf } from "./wlc.ts";

interface Chance {
  readonly random: Pick<Random, "below">;
  /** The numbers of the last pick. */
  drawn: readonly [number, number];
}

export const twos: Scheduler<Chance> = {
  name: "twos",
  kernels: ["mainline", "fullnat"],
  start(service) {
    const { simulation, stack } = service.ipvs;
    return { random: simulation.random(`twos ${stack.name} ${serviceText(service)}`), drawn: [0, 0] };
  },
  schedule(chance, service) {
    const { destinations } = service;
    const total = weightOf(destinations);
    if (total === 0) {
      logNoDestination(service);
      return undefined;
    }
    // Both ends are included, so the first of the list has one chance more than its weight.
    chance.drawn = [chance.random.below(total + 1), chance.random.below(total + 1)];
    const [one, other] = chance.drawn.map((number) => drawnBy(number, destinations));
    return other !== undefined && isLessLoaded(other, one) ? other : one;
  },
  explain:
    (chance, { destinations }) =>
    (chosen) => {
      const total = weightOf(destinations);
      if (total === 0) return { state: [{ name: "total", value: 0 }], passedOver: () => "not-drawn" };
      const choices = chance.drawn.map((number) => drawnBy(number, destinations));
      const { passedOver } = leastOf(chosen, loadOf);
      const isDrawn = (destination: Destination): boolean => choices.includes(destination);
      return {
        state: [
          { name: "total", value: total },
          { name: "drawn", value: chance.drawn },
          ...choices.map((choice) => noteOf("choice", choice)),
        ],
        cost: (destination) => (isDrawn(destination) ? loadOf(destination) : undefined),
        passedOver: (destination) => (isDrawn(destination) ? passedOver(destination) : "not-drawn"),
      };
    },
};

const weightOf = (destinations: readonly Destination[]): number =>
  destinations.reduce((sum, candidate) => (mayBeChosen(candidate) ? sum + candidate.weight : sum), 0);

/** The destination at which a number, less the weights in order, is used up. */
function drawnBy(number: number, destinations: readonly Destination[]): Destination | undefined {
  let left = number;
  for (const candidate of destinations) {
    if (!mayBeChosen(candidate)) continue;
    left -= candidate.weight;
    if (left <= 0) return candidate;
  }
  return undefined;
}

/** For its weight. Of equals the first that was drawn stays. */
const isLessLoaded = (one: Destination, other: Destination | undefined): boolean =>
  other !== undefined && one.weight * overhead(other) > other.weight * overhead(one);
