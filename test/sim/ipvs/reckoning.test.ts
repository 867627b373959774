/**
 * The reckoning that every pick tells: over random states, the numbers told alone lead to exactly the choice
 * that was made, and every other candidate has a reason that these numbers bear out.
 */

import { describe, expect, test } from "vitest";
import { randomOf } from "#sim/engine/random";
import type { Candidate, Fraction, IpvsEvent, Outcome, PassedOver } from "#sim/ipvs/ipvs-events";
import type { Scheduler } from "#sim/ipvs/scheduler";
import { schedulers } from "#sim/ipvs/schedulers/index";
import { entries, say } from "#support/director-of";
import { picks, withServers } from "#support/picks";
import { actAtRandom, randomDirector, sendAtRandom } from "#support/random-director";
import { seedOr } from "#support/seed";

type Reckoning = Extract<IpvsEvent, { readonly kind: "destination-scheduled" }>;

const mayBeChosen = ({ weight, isOverloaded }: Candidate): boolean => weight > 0 && !isOverloaded;

function note({ state }: Reckoning, name: string) {
  return state.find((one) => one.name === name)?.value;
}
const text = (reckoning: Reckoning, name: string): string => String(note(reckoning, name) ?? "nobody");
const number = (reckoning: Reckoning, name: string): number => Number(note(reckoning, name));
const list = (reckoning: Reckoning, name: string): readonly (string | number)[] =>
  [note(reckoning, name) ?? []].flat();

const isLess = (one: Fraction, other: Fraction): boolean =>
  one.numerator * other.denominator < other.numerator * one.denominator;

/** The first with the least cost, of those that may be chosen, each of which must have one. */
function least(candidates: readonly Candidate[]): Candidate | undefined {
  let best: Candidate | undefined;
  for (const candidate of candidates.filter(mayBeChosen)) {
    const { cost } = candidate;
    if (cost === undefined) throw new Error(`${candidate.destination} has no cost`);
    if (best?.cost === undefined || isLess(cost, best.cost)) best = candidate;
  }
  return best;
}

function heaviest(candidates: readonly Candidate[]): Candidate | undefined {
  const most = Math.max(...candidates.map(({ weight }) => weight));
  return candidates.find(({ weight }) => weight === most);
}

const named = ({ candidates }: Reckoning, name: string): Candidate | undefined =>
  candidates.find(({ destination }) => destination === name);

function nextInTurn(reckoning: Reckoning): Candidate | undefined {
  const { candidates } = reckoning;
  const start = candidates.findIndex(({ destination }) => destination === text(reckoning, "last")) + 1;
  return [...candidates.slice(start), ...candidates.slice(0, start)].find(mayBeChosen);
}

/** Walks the rounds of wrr from the state told, as long as anybody could be found. */
function inRounds(reckoning: Reckoning): Candidate | undefined {
  const { candidates } = reckoning;
  let at = candidates.findIndex(({ destination }) => destination === text(reckoning, "last")) + 1;
  let current = number(reckoning, "current");
  for (let round = 0; candidates.some(mayBeChosen) && round < 1000; round++) {
    const found = candidates.slice(at).find((one) => mayBeChosen(one) && one.weight >= current);
    if (found !== undefined) {
      expect(current).toBe(number(reckoning, "needed"));
      return found;
    }
    at = 0;
    current -= number(reckoning, "step");
    if (current <= 0) current = number(reckoning, "largest");
  }
  return undefined;
}

/** Whoever holds the place of the hash, or the place that a search found. */
function byHash(reckoning: Reckoning): Candidate | undefined {
  const holder = named(reckoning, text(reckoning, "holder"));
  if (holder !== undefined && mayBeChosen(holder)) return holder;
  // The key counts twice: once for where the search begins, once as its offset.
  const places = list(reckoning, "probed").map((_, step) => (step + 2 * number(reckoning, "bucket")) % 256);
  if (reckoning.scheduler === "sh") expect(list(reckoning, "probed")).toEqual(places);
  const found = named(reckoning, text(reckoning, "found"));
  if (found !== undefined) expect(mayBeChosen(found)).toBe(true);
  return found;
}

const isBusy = ({ activeConnections, weight }: Candidate, { candidates }: Reckoning): boolean =>
  activeConnections > weight && candidates.some((one) => one.activeConnections * 2 < one.weight);

function byMemory(reckoning: Reckoning): Candidate | undefined {
  const known = named(reckoning, text(reckoning, "remembered"));
  // Overload does not matter here.
  if (known !== undefined && known.weight > 0 && !isBusy(known, reckoning)) return known;
  return least(reckoning.candidates);
}

function byMemories(reckoning: Reckoning): Candidate | undefined {
  const members = list(reckoning, "remembered").flatMap((name) => named(reckoning, String(name)) ?? []);
  const best = members.some(mayBeChosen) ? least(members) : undefined;
  return best !== undefined && !isBusy(best, reckoning) ? best : least(reckoning.candidates);
}

function byChance(reckoning: Reckoning): Candidate | undefined {
  const among = reckoning.candidates.filter(mayBeChosen);
  const [one, other] = list(reckoning, "drawn").map((drawn) => {
    const upTo = (last: number): number => among.slice(0, last + 1).reduce((sum, one) => sum + one.weight, 0);
    return among.find((_, index) => Number(drawn) <= upTo(index));
  });
  return one === undefined || other === undefined ? undefined : least([one, other]);
}

const rules: Readonly<Record<string, (reckoning: Reckoning) => Candidate | undefined>> = {
  rr: nextInTurn,
  wrr: inRounds,
  lc: ({ candidates }) => least(candidates),
  wlc: ({ candidates }) => least(candidates),
  sed: ({ candidates }) => least(candidates),
  nq: ({ candidates }) =>
    candidates.find((one) => mayBeChosen(one) && one.activeConnections === 0) ?? least(candidates),
  fo: ({ candidates }) => heaviest(candidates.filter(mayBeChosen)),
  ovf: ({ candidates }) =>
    heaviest(candidates.filter((one) => mayBeChosen(one) && one.activeConnections <= one.weight)),
  sh: byHash,
  dh: byHash,
  mh: byHash,
  lblc: byMemory,
  lblcr: byMemories,
  twos: byChance,
};

const load = ({ activeConnections, inactiveConnections }: Candidate): number =>
  activeConnections * 256 + inactiveConnections;
const costs: Readonly<Record<string, (candidate: Candidate) => readonly [number, number]>> = {
  lc: (one) => [load(one), 1],
  wlc: (one) => [load(one), one.weight],
  sed: (one) => [one.activeConnections + 1, one.weight],
  nq: (one) => [one.activeConnections + 1, one.weight],
  lblc: (one) => [load(one), one.weight],
  lblcr: (one) => [load(one), one.weight],
  twos: (one) => [load(one), one.weight],
};

/** Whether the numbers told bear out why a candidate was passed over. */
function holds(why: PassedOver, candidate: Candidate, reckoning: Reckoning): boolean {
  const chosen = named(reckoning, reckoning.chosen ?? "");
  const { weight, activeConnections, cost, destination } = candidate;
  const { scheduler } = reckoning;
  switch (why) {
    case "quiesced":
      return weight === 0;
    case "overloaded":
      return candidate.isOverloaded;
    case "full":
      return activeConnections > weight;
    case "below-current-weight":
      return weight < number(reckoning, "needed");
    case "not-in-bucket":
      return ![text(reckoning, "holder"), text(reckoning, "found")].includes(destination);
    case "not-remembered":
      return !list(reckoning, "remembered").includes(destination);
    case "not-drawn":
      return !reckoning.state.some(({ name, value }) => name === "choice" && value === destination);
    case "not-idle":
      return activeConnections > 0 && chosen?.activeConnections === 0;
    case "not-reached":
      return chosen !== undefined;
    case "more-loaded":
      return cost !== undefined && chosen?.cost !== undefined && isLess(chosen.cost, cost);
    case "less-weight":
      return chosen !== undefined && weight < chosen.weight;
    case "tie":
      return cost !== undefined && chosen?.cost !== undefined
        ? !isLess(cost, chosen.cost) && !isLess(chosen.cost, cost)
        : weight === chosen?.weight;
    case "no-scheduler":
      return scheduler === "none";
    case "unexplained":
      return false;
  }
}

function wrongOf(reckoning: Reckoning): string[] {
  const { scheduler, candidates, chosen } = reckoning;
  const winner = rules[scheduler]?.(reckoning)?.destination;
  const wrong = winner === chosen ? [] : [`the numbers lead to ${winner}`];
  for (const candidate of candidates) {
    const { destination, outcome, cost } = candidate;
    if ((outcome === "chosen") !== (destination === chosen)) wrong.push(`${destination} is ${outcome}`);
    if (outcome !== "chosen" && !holds(outcome, candidate, reckoning)) {
      wrong.push(`${destination} is not ${outcome}`);
    }
    const [numerator, denominator] = costs[scheduler]?.(candidate) ?? [];
    const isRight = cost === undefined || (cost.numerator === numerator && cost.denominator === denominator);
    if (!isRight) wrong.push(`${destination} has another cost`);
  }
  return wrong;
}

const seed = seedOr(4);
const reasons = new Set<string>();

describe("the numbers told explain the choice", () => {
  test.each(schedulers.map(({ name }) => name))(`%s (seed ${seed})`, (scheduler) => {
    expect(Object.keys(rules)).toContain(scheduler);
    const told: Reckoning[] = [];
    for (let run = 0; run < 12; run++) {
      const director = randomDirector(randomOf(seed, `reckoning ${scheduler} ${run}`), scheduler);
      director.simulation.observe(({ event }: { readonly event: IpvsEvent }) => {
        if (event.kind === "destination-scheduled") told.push(event);
      });
      for (let act = 0; act < 60; act++) {
        actAtRandom(director);
        sendAtRandom(director);
      }
    }
    expect(told.filter(({ chosen }) => chosen !== undefined).length).toBeGreaterThan(50);
    expect(told.some(({ candidates }) => candidates.length > 2)).toBe(true);
    for (const { candidates } of told) for (const { outcome } of candidates) reasons.add(outcome);
    const wrong = told.flatMap((one) => wrongOf(one).map((why) => `${why}: ${JSON.stringify(one)}`));
    expect(wrong.slice(0, 3)).toEqual([]);
  });
});

test("each reason was met", () => {
  const all: Readonly<Record<Outcome, boolean>> = {
    chosen: true,
    quiesced: true,
    overloaded: true,
    full: true,
    "below-current-weight": true,
    "not-in-bucket": true,
    "not-remembered": true,
    "not-drawn": true,
    "not-idle": true,
    "not-reached": true,
    "more-loaded": true,
    "less-weight": true,
    tie: true,
    "no-scheduler": false,
    unexplained: false,
  };
  const expected = Object.entries(all).flatMap(([reason, isMet]) => (isMet ? [reason] : []));
  expect([...reasons].sort()).toEqual(expected.sort());
});

test(`who looks changes nothing (seed ${seed})`, () => {
  for (const { name } of schedulers) {
    const [looked, unseen] = [true, false].map((isLooking) => {
      const director = randomDirector(randomOf(seed, `looking ${name}`), name);
      if (isLooking) director.simulation.observe(() => {});
      for (let act = 0; act < 120; act++) actAtRandom(director);
      return [entries(director), director.sent.map(say)];
    });
    expect(unseen).toEqual(looked);
    expect(unseen?.[1]?.length).toBeGreaterThan(10);
  }
});

test("nothing is told, and no number worked out, when nobody looks", () => {
  const director = withServers("wlc", [2, 1]);
  const [service] = director.ipvs.services.all;
  if (service === undefined) throw new Error("no service");
  let asked = 0;
  const explain: Scheduler["explain"] = () => () => {
    asked++;
    return { state: [], passedOver: () => "tie" };
  };
  service.scheduler = { ...service.scheduler, explain };
  picks(director, 3);
  expect(asked).toBe(0);
  director.simulation.observe(() => {});
  picks(director, 2, 41000);
  expect(asked).toBe(2);
});
