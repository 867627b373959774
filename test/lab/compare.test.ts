/**
 * Two recorded runs beside each other: what of one is what of the other, and what differs first.
 */

import { beforeAll, describe, expect, test } from "vitest";
import { type Comparison, compareRuns, counterpartOf, firstDifference, isShared } from "#lab/compare";
import { aligned } from "#lab/compare-align";
import {
  clockOf,
  isAlone,
  lockModes,
  momentAt,
  momentOfStep,
  nextDifference,
  shownAt,
} from "#lab/compare-clock";
import { ownersIn } from "#lab/compare-names";
import { createTableComparer } from "#lab/compare-tables";
import { positionAt, type Recording } from "#lab/recording";
import { nanos } from "#sim/engine/time";
import { recordedScenario } from "#support/recorded-scenario";

const line = (at: string, on: string, run: string): string => `  - { at: ${at}, on: ${on}, run: "${run}" }\n`;
const ignore = line("0.1s", "rs1", "sysctl -w net.ipv4.conf.all.arp_ignore=1");

const kindsOf = (comparison: Comparison) => {
  const found = firstDifference(comparison);
  return [found?.one, found?.other].map((traced) => traced && [traced.event.node, traced.event.kind]);
};

describe("items are matched in their order", () => {
  test.each([
    ["abcabba", "cbabac", 4],
    ["", "abc", 0],
    ["abc", "abc", 3],
    ["xabcy", "abc", 3],
    ["abc", "def", 0],
  ])("%s and %s have %i in common", (one, other, length) => {
    const pairs = aligned([...one], [...other]);
    expect(pairs).toHaveLength(length);
    for (const [at, [a, b]] of pairs.entries()) {
      expect(one[a]).toBe(other[b]);
      const before = pairs[at - 1];
      if (before !== undefined) expect(a > before[0] && b > before[1]).toBe(true);
    }
  });

  test("lists with hardly anything in common are matched as well, in order", () => {
    const ones = Array.from({ length: 6000 }, (_, at) => at % 7);
    const others = Array.from({ length: 6000 }, (_, at) => (at % 50 === 0 ? 3 : at + 100));
    const pairs = aligned(ones, others);
    expect(pairs.length).toBeGreaterThan(50);
    expect(pairs.every(([a, b]) => ones[a] === others[b])).toBe(true);
  });
});

describe("one setting flipped: arp_ignore on rs1", () => {
  let comparison: Comparison;
  let flipped: Recording;

  beforeAll(async () => {
    const { recording } = await recordedScenario("arp-nothing-set");
    ({ recording: flipped } = await recordedScenario("arp-nothing-set", ignore));
    comparison = compareRuns({ one: recording, other: flipped });
  });

  test("the first difference is that rs1 answers in one run and keeps silent in the other", () => {
    expect(kindsOf(comparison)).toEqual([
      ["rs1", "arp-reply-sent"],
      ["rs1", "arp-not-answered"],
    ]);
    expect(firstDifference(comparison)?.common?.one.event.kind).toBe("frame-received");
  });

  test("everything before it has its counterpart at the same moment", () => {
    const first = firstDifference(comparison);
    const { events } = comparison.runs.one;
    const before = events.filter(({ id }) => id < (first?.one?.id ?? 0));
    expect(before.length).toBeGreaterThan(10);
    for (const { id, at, event } of before) {
      if (!isShared(comparison, "one", id)) continue;
      expect(counterpartOf(comparison, "one", id)).toMatchObject({ at, event: { kind: event.kind } });
    }
  });

  test("tables differ by the sysctl first, and by whom the router believes afterwards", () => {
    const { runs } = comparison;
    const compare = createTableComparer(runs);
    const at = (seconds: number) => {
      const moment = nanos(seconds * 1e9);
      return compare({
        one: { at: moment, position: positionAt(runs.one, moment) },
        other: { at: moment, position: positionAt(runs.other, moment) },
      }).map(({ node, table, rows }) => [node, table, rows.map(({ key }) => key).join()]);
    };
    expect(at(0.05)).toEqual([]);
    expect(at(0.4)).toEqual([["rs1", "sysctls", "net.ipv4.conf.all.arp_ignore"]]);
    expect(at(0.9).map(([node, table]) => `${node} ${table}`)).toContain("router neighbours");
  });
});

test("the same run twice has no difference", async () => {
  const { recording } = await recordedScenario("direct-routing");
  const { recording: again } = await recordedScenario("direct-routing");
  const comparison = compareRuns({ one: recording, other: again });
  expect(firstDifference(comparison)).toBeUndefined();
  expect(nextDifference(clockOf(comparison, "events"), { at: 0, step: 0 }, 1)).toBeUndefined();
});

test("a branch is its past up to where something else was typed", async () => {
  const { recording } = await recordedScenario("nat-basic");
  const typed = line("3.8s", "director", "ipvsadm -e -t 192.168.10.200:80 -r 10.0.0.201:80 -m -w 0");
  const { recording: branch } = await recordedScenario("nat-basic", typed);
  const comparison = compareRuns({ one: recording, other: branch });
  const found = firstDifference(comparison);
  expect([found?.one?.event, found?.other?.event]).toMatchObject([
    { kind: "destination-scheduled", chosen: "10.0.0.201:80" },
    { kind: "destination-scheduled", chosen: "10.0.0.202:80" },
  ]);
  expect(found?.one?.at).toBeGreaterThan(3.8e9);
});

describe("NAT and direct routing", () => {
  let comparison: Comparison;

  beforeAll(async () => {
    const { recording: one } = await recordedScenario("nat-basic");
    const { recording: other } = await recordedScenario("direct-routing");
    comparison = compareRuns({ one, other }, { one: ownersIn(one), other: ownersIn(other) });
  });

  test("the client asks the director itself in one, its router in the other", () => {
    const found = firstDifference(comparison);
    expect([found?.one?.event.node, found?.other?.event.node]).toEqual(["client", "client"]);
  });

  test("requests are answered in both, and are each other's counterparts", () => {
    const { runs } = comparison;
    const answered = runs.one.events.filter(({ event }) => event.kind === "request-answered");
    expect(answered.length).toBeGreaterThan(3);
    for (const { id } of answered) expect(isShared(comparison, "one", id)).toBe(true);
  });

  test.each(lockModes)("a clock by %s shows every event of both runs once, in order", (mode) => {
    const clock = clockOf(comparison, mode);
    const { runs } = comparison;
    let shown = { one: 0, other: 0 };
    let last = 0;
    for (let step = 1; step <= clock.ticks.length; step++) {
      const moment = momentOfStep(clock, step);
      const now = {
        one: shownAt(clock, "one", moment),
        other: shownAt(clock, "other", moment),
      };
      expect(now.one.position - shown.one).toBeLessThanOrEqual(1);
      expect(now.other.position - shown.other).toBeLessThanOrEqual(1);
      expect(now.one.position + now.other.position).toBeGreaterThan(shown.one + shown.other);
      expect(moment.at).toBeGreaterThanOrEqual(last);
      expect(now.one.at).toBeGreaterThanOrEqual(runs.one.events[now.one.position - 1]?.at ?? 0);
      last = moment.at;
      shown = { one: now.one.position, other: now.other.position };
    }
    expect(shown).toEqual({ one: runs.one.events.length, other: runs.other.events.length });
    expect(momentAt(clock, clock.end).step).toBe(clock.ticks.length);
  });

  test("by events, what both have happens together", () => {
    const clock = clockOf(comparison, "events");
    const first = nextDifference(clock, { at: 0, step: 0 }, 1);
    expect(first).toBeDefined();
    expect(isAlone(clock, first?.step ?? 0)).toBe(true);
    const { runs, counterparts } = comparison;
    const place = runs.one.events.findIndex(({ event }) => event.kind === "request-answered");
    const step = clock.positions.one.indexOf(place + 1) + 1;
    const other = shownAt(clock, "other", momentOfStep(clock, step));
    expect(other.position).toBe((counterparts.one[place] ?? -2) + 1);
  });
});

test("ten thousand events are matched although many are missing on one side", async () => {
  const { recording } = await recordedScenario("direct-routing");
  const events = Array.from({ length: 30 }, () => recording.events)
    .flat()
    .slice(0, 10_000);
  const one = { ...recording, events };
  const other = { ...recording, events: events.filter((_, at) => at % 17 !== 0) };
  expect(events.length).toBeGreaterThan(9_000);
  const comparison = compareRuns({ one, other });
  expect(comparison.counterparts.other.filter((place) => place >= 0).length).toBeGreaterThan(8_000);
});
