/**
 * Weighted round robin: rounds with a threshold that falls from the largest weight to the smallest step; a
 * destination takes part in a round while its weight reaches the threshold.
 *
 * The threshold is kept when destinations come and go one at a time, so the first round after `ipvsadm -a`
 * for each usually serves everybody once, the last added first.
 */

import type { Destination } from "../destination.ts";
import { noteOf } from "../reckoning.ts";
import { logNoDestination, type Scheduler } from "../scheduler.ts";
import type { Service } from "../service.ts";

interface Rounds {
  /** Who was picked last; `undefined`: the head of the list. */
  last: Destination | undefined;
  /** Weight needed in this round. */
  current: number;
  /** Weight needed in the first round of a cycle. */
  largest: number;
  /** By how much it falls from round to round: the greatest common divisor of the weights. */
  step: number;
}

export const wrr: Scheduler<Rounds> = {
  name: "wrr",
  isRoundRobin: true,
  start(service) {
    const rounds: Rounds = { last: undefined, current: 0, largest: 0, step: 1 };
    measure(rounds, service);
    rounds.current = rounds.largest;
    return rounds;
  },
  schedule(rounds, service) {
    if (rounds.largest === 0) {
      logNoDestination(service);
      return undefined;
    }
    const found = walk(rounds, service.destinations);
    if (found === undefined) {
      logNoDestination(service, "no destination available: all destinations are overloaded");
    }
    return found;
  },
  added: restart,
  removed: restart,
  edited: restart,
  explain(rounds) {
    const { last, current, largest, step } = rounds;
    const state = [
      last === undefined ? { name: "last", value: "head" } : noteOf("last", last),
      { name: "current", value: current },
      { name: "largest", value: largest },
      { name: "step", value: step },
    ];
    return () => {
      const needed = rounds.current;
      return {
        state: [...state, { name: "needed", value: needed }],
        passedOver: ({ weight }) => (weight < needed ? "below-current-weight" : "not-reached"),
      };
    };
  },
};

/** Walks on from the last pick; gives up when a whole pass at the lowest threshold found nobody. */
function walk(rounds: Rounds, destinations: readonly Destination[]): Destination | undefined {
  const { last } = rounds;
  let index = last === undefined ? 0 : destinations.indexOf(last) + 1;
  let isLowest = false;
  let hasWrapped = false;
  for (;;) {
    const stopAt = isLowest && hasWrapped ? last : undefined;
    const found = firstReaching(rounds, destinations, index, stopAt);
    rounds.last = found;
    if (found !== undefined) return isEligible(rounds, found) ? found : undefined;
    const isCycleOver = nextRound(rounds);
    if (isCycleOver && (isLowest || last === undefined)) return undefined;
    hasWrapped ||= isCycleOver;
    isLowest = rounds.current <= rounds.step;
    index = 0;
  }
}

/** The first from `index` on that is eligible, or the one to stop at; nobody when the list ends. */
function firstReaching(
  rounds: Rounds,
  destinations: readonly Destination[],
  index: number,
  stopAt: Destination | undefined,
): Destination | undefined {
  for (let at = index; at < destinations.length; at++) {
    const candidate = destinations[at] as Destination;
    if (isEligible(rounds, candidate) || candidate === stopAt) return candidate;
  }
  return undefined;
}

const isEligible = ({ current }: Rounds, { weight, isOverloaded }: Destination): boolean =>
  !isOverloaded && weight >= current;

/** Lowers the threshold; answers whether a cycle ended and it is back at the top. */
function nextRound(rounds: Rounds): boolean {
  rounds.current -= rounds.step;
  if (rounds.current > 0) return false;
  rounds.current = rounds.largest;
  return true;
}

/** Every change of the list starts the round again at its head, with the threshold as it was. */
function restart(rounds: Rounds, service: Service): void {
  rounds.last = undefined;
  measure(rounds, service);
  if (rounds.current > rounds.largest || rounds.current === 0) rounds.current = rounds.largest;
  else if (rounds.step > 1) rounds.current = Math.floor(rounds.current / rounds.step) * rounds.step + 1;
}

function measure(rounds: Rounds, { destinations }: Service): void {
  const weights = destinations.map(({ weight }) => weight).filter((weight) => weight > 0);
  rounds.step = weights.reduce(greatestCommonDivisor, 0) || 1;
  rounds.largest = Math.max(0, ...weights) - (rounds.step - 1);
}

export const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);
