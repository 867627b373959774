/** How schedulers choose, and what their reckoning says, in English. */

import type { Candidate, Outcome, SchedulerNote } from "#sim/ipvs/ipvs-events";
import type { Names } from "#words/names";

const rules: Readonly<Record<string, string>> = {
  rr: "The next in the list after the one picked last; weights other than 0 do not matter.",
  wrr:
    "The next in the list whose weight reaches the threshold; after every round the " +
    "threshold falls by a step.",
  lc: "The least active · 256 + inactive connections.",
  wlc: "The least (active · 256 + inactive) / weight; of equals the first.",
  sed: "The least (active + 1) / weight: the wait that a new connection can expect.",
  nq: "The first without an active connection; if all have some, the least (active + 1) / weight.",
  sh: "The client's address is hashed to one of 256 buckets, and the bucket has a server.",
  dh: "The address asked for is hashed to one of 256 buckets, and the bucket has a server.",
  mh: "The client's address is hashed to a slot of the Maglev table, and the slot has a server.",
  lblc:
    "The server remembered for the address asked for, unless it is overloaded; " +
    "otherwise the least loaded.",
  lblcr:
    "The least loaded of the servers remembered for the address asked for; if it is " +
    "overloaded, the least loaded of all joins them.",
  fo: "The largest weight.",
  ovf: "The largest weight among those with no more active connections than their weight.",
  twos: "Two are drawn by their weights; of them the one with the least load for its weight.",
};

/** The rule of a scheduler in a sentence. */
export const schedulerRule = (scheduler: string): string => rules[scheduler] ?? "";

const notes: Readonly<Record<string, (value: string) => string>> = {
  last: (value) => (value === "head" ? "none was picked before" : `picked last was ${value}`),
  current: (value) => `the threshold was ${value}`,
  largest: (value) => `the largest weight is ${value}`,
  step: (value) => `the step is ${value}`,
  needed: (value) => `a weight of ${value} was needed`,
  idle: (value) => `idle is ${value}`,
  key: (value) => `the key is ${value}`,
  bucket: (value) => `the bucket is ${value}`,
  slot: (value) => `the slot is ${value}`,
  holder: (value) => `its holder is ${value}`,
  probes: (value) => `${value} more were tried`,
  probed: (value) => `tried were ${value}`,
  found: (value) => `found was ${value}`,
  total: (value) => `all weights come to ${value}`,
  drawn: (value) => `the numbers drawn are ${value}`,
  choice: (value) => `drawn was ${value}`,
  remembered: (value) => `remembered is ${value}`,
  best: (value) => `the best of them is ${value}`,
  busy: (value) => `busy: ${value}`,
  dropped: (value) => `${value} leaves the set`,
};

/** A value of a scheduler's state. */
export function noteText({ name, value }: SchedulerNote, names: Names): string {
  const listed = typeof value === "object" ? value : [value];
  const said = listed.length === 0 ? "nobody" : listed.map((each) => names.endpoint(String(each))).join(", ");
  return notes[name]?.(said) ?? `${name} ${said}`;
}

const outcomes: Readonly<Record<Outcome, string>> = {
  chosen: "chosen",
  quiesced: "weight 0 gets nothing new",
  overloaded: "overloaded",
  full: "full",
  "below-current-weight": "weight below the threshold",
  "not-in-bucket": "does not hold the place",
  "not-remembered": "not remembered",
  "not-drawn": "not drawn",
  "not-idle": "not idle",
  "not-reached": "not its turn",
  "more-loaded": "more",
  "less-weight": "less weight",
  tie: "equal, but later in the list",
  "no-scheduler": "no scheduler",
  unexplained: "not told",
};

/** A candidate with its numbers and what became of it. */
export function candidateText(candidate: Candidate, sum: string | undefined, names: Names): string {
  const { destination, weight, activeConnections, inactiveConnections, outcome } = candidate;
  const load = `weight ${weight}, ${activeConnections} active, ${inactiveConnections} inactive`;
  const isToldBySum = sum !== undefined && (outcome === "more-loaded" || outcome === "chosen");
  const became = isToldBySum ? "" : ` · ${outcomes[outcome]}`;
  return `${names.endpoint(destination)}: ${sum ?? load}${became}`;
}
