/**
 * How a pick is told: what decided it, by which number each destination was compared, and why the others
 * were passed over. Made only when somebody looks; the pick itself does not depend on it.
 *
 * Numbers are kept as exact as the comparison that was made with them: a load for a weight is a fraction.
 */

import { type Destination, nameOf } from "./destination.ts";
import type { Candidate, Fraction, Outcome, PassedOver, SchedulerNote } from "./ipvs-events.ts";
import type { Service } from "./service.ts";

/** What a scheduler tells of one pick. */
export interface Explanation {
  /** The values that decided: `last`, `current`, `bucket`. */
  readonly state: readonly SchedulerNote[];
  /** By what it compared one, if it did: the least wins, and the first of equals. */
  readonly cost?: (destination: Destination) => Fraction | undefined;
  /** Why not this one. Asked of those that have weight and are not overloaded. */
  readonly passedOver: (destination: Destination) => PassedOver;
}

/** Told of a scheduler that does not explain itself. */
export const unexplained: Explanation = { state: [], passedOver: () => "unexplained" };

export const fraction = (numerator: number, denominator = 1): Fraction => ({ numerator, denominator });

/** The explanation of a scheduler that takes the least of a cost. */
export function leastOf(
  chosen: Destination | undefined,
  cost: (destination: Destination) => Fraction,
  state: readonly SchedulerNote[] = [],
): Explanation {
  const least = chosen === undefined ? undefined : cost(chosen);
  return {
    state,
    cost,
    passedOver: (destination) =>
      least !== undefined && isEqual(cost(destination), least) ? "tie" : "more-loaded",
  };
}

/** Whether two are equal, found as the kernel does: by products. */
const isEqual = (one: Fraction, other: Fraction): boolean =>
  one.numerator * other.denominator === other.numerator * one.denominator;

/** A note about a destination that may be nobody. */
export const noteOf = (name: string, destination: Destination | undefined): SchedulerNote => ({
  name,
  value: destination === undefined ? "nobody" : nameOf(destination),
});

/** Every destination with the numbers that a scheduler saw, in the order of its walk. */
export function candidatesOf(
  { destinations }: Service,
  chosen: Destination | undefined,
  explanation: Explanation,
): Candidate[] {
  return destinations.map((destination) => {
    const outcome = outcomeOf(destination, chosen, explanation);
    return {
      destination: nameOf(destination),
      weight: destination.weight,
      activeConnections: destination.activeConnections,
      inactiveConnections: destination.inactiveConnections,
      isOverloaded: destination.isOverloaded,
      cost: isBarred(outcome) ? undefined : explanation.cost?.(destination),
      outcome,
    };
  });
}

function outcomeOf(
  destination: Destination,
  chosen: Destination | undefined,
  { passedOver }: Explanation,
): Outcome {
  if (destination === chosen) return "chosen";
  if (destination.weight === 0) return "quiesced";
  return destination.isOverloaded ? "overloaded" : passedOver(destination);
}

const isBarred = (outcome: Outcome): boolean => outcome === "quiesced" || outcome === "overloaded";

/** Longer searches are told by their beginning. */
const mostProbes = 16;

/** A look-up in a table of destinations by a hash, and the search that followed it. */
export interface HashLookup {
  /** What was hashed. */
  readonly key: number;
  /** The places looked at, that of the hash first. */
  readonly probed: readonly number[];
  /** The place that served. */
  readonly found: number | undefined;
}

/** The explanation of a scheduler that looks a client up in a table; `place`: what it calls a place there. */
export function hashedTo(
  place: string,
  table: readonly Destination[],
  { key, probed, found }: HashLookup,
): () => Explanation {
  const [first = 0, ...searched] = probed;
  const state: SchedulerNote[] = [
    { name: "key", value: key },
    { name: place, value: first },
    noteOf("holder", table[first]),
  ];
  if (searched.length > 0) {
    state.push(
      { name: "probes", value: searched.length },
      { name: "probed", value: searched.slice(0, mostProbes) },
      noteOf("found", found === undefined ? undefined : table[found]),
    );
  }
  return () => ({ state, passedOver: () => "not-in-bucket" });
}
