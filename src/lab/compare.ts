/**
 * Two runs beside each other: which event of one is which of the other, and what differs first.
 *
 * Events are matched machine by machine in the order of each machine, by what they mean
 * (compare-meaning.ts): a run in which something comes later, or many times more, is not another run for
 * that. What a person set by hand differs on purpose, so the first difference is the first that followed.
 */

import type { NetworkEvent, TraceEvent } from "#sim/trace";
import { aligned } from "./compare-align.ts";
import { type MeaningNames, meaningOf, plainMeaning } from "./compare-meaning.ts";
import { causesOf, effectsOf, type Recording } from "./recording.ts";

export const sides = ["one", "other"] as const;
export type Side = (typeof sides)[number];
export const otherSide = (side: Side): Side => (side === "one" ? "other" : "one");

export type Both<Value> = Readonly<Record<Side, Value>>;

/** Two runs and the counterparts of their events. */
export interface Comparison {
  readonly runs: Both<Recording>;
  /** For the place of each event in its run the place of its counterpart in the other; -1: it has none. */
  readonly counterparts: Both<Int32Array>;
}

const plain: Both<MeaningNames> = { one: plainMeaning, other: plainMeaning };

/** Matches the events of two runs; `names`: how addresses are called in each, where the networks differ. */
export function compareRuns(runs: Both<Recording>, names: Both<MeaningNames> = plain): Comparison {
  const numbers = new Map<string, number>();
  const kept = { one: eventsByNode("one"), other: eventsByNode("other") };
  const counterparts = { one: noneOf(runs.one), other: noneOf(runs.other) };
  for (const [node, ones] of kept.one) {
    const others = kept.other.get(node);
    if (others === undefined) continue;
    for (const [one, other] of aligned(ones.keys, others.keys)) {
      const places = [ones.places[one] as number, others.places[other] as number] as const;
      counterparts.one[places[0]] = places[1];
      counterparts.other[places[1]] = places[0];
    }
  }
  return { runs, counterparts };

  function eventsByNode(side: Side): Map<string, { readonly keys: number[]; readonly places: number[] }> {
    const byNode = new Map<string, { readonly keys: number[]; readonly places: number[] }>();
    for (const [place, { event }] of runs[side].events.entries()) {
      const meaning = meaningOf(event, names[side]);
      const number = numbers.get(meaning) ?? numbers.size;
      numbers.set(meaning, number);
      const known = byNode.get(event.node) ?? { keys: [], places: [] };
      byNode.set(event.node, known);
      known.keys.push(number);
      known.places.push(place);
    }
    return byNode;
  }
}

const noneOf = ({ events }: Recording): Int32Array => new Int32Array(events.length).fill(-1);

/** What differs first: an event of each run, or of one where the other has nothing in its place. */
export interface Difference {
  readonly one: TraceEvent | undefined;
  readonly other: TraceEvent | undefined;
  /** What led to both, and was the same. */
  readonly common: Both<TraceEvent> | undefined;
}

type EventKind = NetworkEvent["kind"];

/** What is done by hand. */
const given: ReadonlySet<EventKind> = new Set<EventKind>([
  "setting-changed",
  "table-changed",
  "ipvs-table-changed",
  "carrier-changed",
]);

/** What tells more than what a table took note of on the way, or that a frame left. */
const telling: ReadonlySet<EventKind> = new Set<EventKind>([
  "arp-request-sent",
  "arp-reply-sent",
  "arp-not-answered",
  "packet-dropped",
  "frame-dropped",
  "packet-delivered",
  "packet-forwarded",
  "destination-scheduled",
  "request-forwarded",
  "reply-rewritten",
  "no-destination",
  "no-local-port",
  "no-frame-left",
  "neighbour-unanswered",
  "request-answered",
  "request-failed",
]);

/** The first difference; `undefined` where all that followed is the same. */
export function firstDifference(comparison: Comparison): Difference | undefined {
  const firsts = { one: firstAlone(comparison, "one"), other: firstAlone(comparison, "other") };
  const side = earlier(comparison, firsts);
  if (side === undefined) return undefined;
  const { runs } = comparison;
  const first = runs[side].events[firsts[side]] as TraceEvent;
  const common = commonCause(comparison, side, first);
  if (common === undefined) {
    const rival = runs[otherSide(side)].events[firsts[otherSide(side)]];
    const isRival = rival?.event.node === first.event.node && rival.event.kind === first.event.kind;
    return asDifference(side, { [side]: first, [otherSide(side)]: isRival ? rival : undefined }, undefined);
  }
  const found = {
    [side]: mostTelling(comparison, side, common[side], first) ?? first,
    [otherSide(side)]: mostTelling(comparison, otherSide(side), common[otherSide(side)], first),
  };
  return asDifference(side, found, common);
}

function asDifference(
  side: Side,
  found: Readonly<Record<string, TraceEvent | undefined>>,
  common: Both<TraceEvent> | undefined,
): Difference {
  const [own, rival] = [found[side], found[otherSide(side)]];
  return side === "one" ? { one: own, other: rival, common } : { one: rival, other: own, common };
}

/** The place of the first event of a run that the other does not have and nobody did by hand; -1: none. */
function firstAlone({ runs, counterparts }: Comparison, side: Side): number {
  return runs[side].events.findIndex(
    ({ event }, place) => counterparts[side][place] === -1 && !given.has(event.kind),
  );
}

/** In which run the difference comes first: before it less is the same in both. */
function earlier(comparison: Comparison, firsts: Both<number>): Side | undefined {
  if (firsts.one < 0 || firsts.other < 0) {
    if (firsts.one >= 0) return "one";
    return firsts.other >= 0 ? "other" : undefined;
  }
  const same = (side: Side): number => {
    let count = 0;
    for (let place = 0; place < firsts[side]; place++) {
      if (comparison.counterparts[side][place] !== -1) count++;
    }
    return count;
  };
  return same("one") <= same("other") ? "one" : "other";
}

/** The nearest cause of an event that both runs have, in each of them. */
function commonCause(
  { runs, counterparts }: Comparison,
  side: Side,
  from: TraceEvent,
): Both<TraceEvent> | undefined {
  for (const cause of causesOf(runs[side], from.id).slice(1)) {
    const place = counterparts[side][placeIn(runs[side], cause.id)] ?? -1;
    const rival = runs[otherSide(side)].events[place];
    if (rival === undefined) continue;
    return side === "one" ? { one: cause, other: rival } : { one: rival, other: cause };
  }
  return undefined;
}

/** Among so many effects of what both have in common is what differs. */
const nearest = 64;

/** Of what followed from a common cause on a machine, and one run alone has: what tells most of it. */
function mostTelling(
  { runs, counterparts }: Comparison,
  side: Side,
  cause: TraceEvent,
  first: TraceEvent,
): TraceEvent | undefined {
  const own = effectsOf(runs[side], cause.id, nearest).all.filter(
    ({ id, event }) =>
      event.node === first.event.node &&
      counterparts[side][placeIn(runs[side], id)] === -1 &&
      !given.has(event.kind),
  );
  return own.find(({ event }) => telling.has(event.kind)) ?? own[0];
}

/** Where the event with an id stands in its run; -1 for those of the setup. */
export function placeIn({ events }: Recording, id: number): number {
  const [first] = events;
  return first === undefined || id < first.id ? -1 : id - first.id;
}

/** The counterpart of an event in the other run; else that of its nearest cause that has one. */
export function counterpartOf(
  { runs, counterparts }: Comparison,
  side: Side,
  id: number,
): TraceEvent | undefined {
  for (const cause of causesOf(runs[side], id)) {
    const place = counterparts[side][placeIn(runs[side], cause.id)] ?? -1;
    if (place >= 0) return runs[otherSide(side)].events[place];
  }
  return undefined;
}

/** Whether the other run has an event as well. */
export const isShared = ({ runs, counterparts }: Comparison, side: Side, id: number): boolean =>
  (counterparts[side][placeIn(runs[side], id)] ?? -1) >= 0;
