/**
 * A scheduler's reckoning in a line: who was chosen, by what state, and each candidate with its numbers and
 * what became of it. A reason without words does not compile.
 */

import type { Candidate, Fraction, IpvsEvent, Outcome, SchedulerNote } from "#sim/ipvs/ipvs-events";

type Reckoning = Extract<IpvsEvent, { readonly kind: "destination-scheduled" }>;

/** `TCP 10.0.0.100:80 sed chooses R1 of R2 (weight 3, 2 active, 0 inactive, cost 3/3: tie), R1 (...)`. */
export function reckoningWords({ service, scheduler, candidates, chosen, state }: Reckoning): string {
  const own = state.map(noteWords).join(", ");
  const whom = `${chosen ?? "nobody"}${own === "" ? "" : ` (${own})`}`;
  const among = candidates.map(candidateWords).join(", ");
  return `${service} ${scheduler} chooses ${whom} of ${among === "" ? "none" : among}`;
}

function noteWords({ name, value }: SchedulerNote): string {
  // Schedulers that go round say whom they chose last; the head of the list is before everybody.
  if (name === "last") return `after ${value === "head" ? "the list's head" : String(value)}`;
  if (typeof value !== "object") return `${name} ${value}`;
  return `${name} ${value.length === 0 ? "nobody" : value.join(" ")}`;
}

function candidateWords(candidate: Candidate): string {
  const { destination, weight, activeConnections, inactiveConnections, cost, outcome } = candidate;
  const load = `weight ${weight}, ${activeConnections} active, ${inactiveConnections} inactive`;
  const compared = cost === undefined ? "" : `, cost ${costWords(cost)}`;
  return `${destination} (${load}${compared}: ${outcomes[outcome]})`;
}

const costWords = ({ numerator, denominator }: Fraction): string =>
  denominator === 1 ? String(numerator) : `${numerator}/${denominator}`;

const outcomes: { readonly [outcome in Outcome]: string } = {
  chosen: "chosen",
  quiesced: "quiesced",
  overloaded: "overloaded",
  full: "full",
  "below-current-weight": "below the current weight",
  "not-in-bucket": "not in the bucket",
  "not-remembered": "not remembered",
  "not-drawn": "not drawn",
  "not-idle": "not idle",
  "not-reached": "not reached",
  "more-loaded": "more loaded",
  "less-weight": "less weight",
  tie: "equal, but compared later",
  "no-scheduler": "no scheduler",
  unexplained: "no reason told",
};
