import { describe, expect, test } from "vitest";
import { parseScenario } from "#scenario/parse";
import { nanos } from "#sim/engine/time";
import { cableLines, cablesOf, indexOf, lineOfFlight, wayOf } from "#ui/topology/cables";
import { crosses, exitOf } from "#ui/topology/geometry";
import { placeOf } from "#ui/topology/motion";

const way = { from: { x: 0, y: 0 }, to: { x: 100, y: 40 } };
const flight = (isLost = false) => ({ sentAt: nanos(1000), arrivesAt: nanos(2000), isLost });

describe("a frame is where its times say", () => {
  test.each([
    { now: 900, x: 0, y: 0 },
    { now: 1000, x: 0, y: 0 },
    { now: 1250, x: 25, y: 10 },
    { now: 2000, x: 100, y: 40 },
    { now: 9000, x: 100, y: 40 },
  ])("at $now: $x, $y", ({ now, x, y }) => {
    expect(placeOf(flight(), way, now, false)).toEqual({ x, y, fall: 0 });
  });

  test("with reduced motion at the start, in the middle, at the end", () => {
    const places = [1000, 1300, 1400, 1600, 1700, 2000].map((now) => placeOf(flight(), way, now, true).x);
    expect(places).toEqual([0, 0, 50, 50, 100, 100]);
  });

  test("one that is lost never arrives: it stops on the way and falls", () => {
    const before = placeOf(flight(true), way, 1500, false);
    const after = placeOf(flight(true), way, 1900, false);
    expect([before.x, before.fall]).toEqual([50, 0]);
    expect(after.x).toBeCloseTo(55);
    expect(after.fall).toBeGreaterThan(0.7);
    expect(after.y).toBeGreaterThan(22);
  });

  test("one that takes no time is there", () => {
    const instant = { sentAt: nanos(5), arrivesAt: nanos(5), isLost: false };
    expect(placeOf(instant, way, 5, false)).toEqual({ x: 100, y: 40, fall: 0 });
  });
});

const { scenario } = parseScenario(
  `
title: { en: a, zh: b }
segments: { lan: {}, link: { kind: cable } }
nodes:
  one: { kind: host, devices: { eth0: lan, eth1: link } }
  two: { kind: host, devices: { eth0: lan, eth1: link, eth2: lan } }
`,
  { file: "cables" },
);
if (scenario === undefined) throw new Error("the scenario does not read");
const cables = cablesOf(scenario);
const boxes = new Map([
  ["one", { x: 0, y: 0, width: 100, height: 60 }],
  ["two", { x: 400, y: 0, width: 100, height: 60 }],
  ["lan", { x: 200, y: 200, width: 100, height: 30 }],
]);
const lines = cableLines(cables, boxes);
const index = indexOf(cables);
const lineOf = (from: string, to: string) => {
  const [node = "", device = ""] = from.split(" ");
  const [other = "", port = ""] = to.split(" ");
  return lineOfFlight({ from: { node, device }, to: { node: other, device: port } }, index, lines);
};

describe("a cable runs from a device to what it is plugged into", () => {
  test("a direct one is one cable from device to device, and both ways are its line", () => {
    expect(cables.map(({ key, to, peer }) => `${key} to ${to} ${peer ?? ""}`.trim())).toEqual([
      "one eth0 to lan",
      "two eth0 to lan",
      "one eth1 to two eth1",
      "two eth2 to lan",
    ]);
    expect(lineOf("one eth1", "two eth1")).toEqual({ from: { x: 100, y: 30 }, to: { x: 400, y: 30 } });
    expect(lineOf("two eth1", "one eth1")).toEqual({ from: { x: 400, y: 30 }, to: { x: 100, y: 30 } });
  });

  test("from the border of one box to that of the other, in the direction that the frame takes", () => {
    const out = lineOf("one eth0", "lan p-one-eth0");
    const back = lineOf("lan p-one-eth0", "one eth0");
    expect(out?.from.y).toBe(60);
    expect(out?.to.y).toBe(200);
    expect(back).toEqual({ from: out?.to, to: out?.from });
  });

  test("two from one machine to one switch run side by side", () => {
    expect(lineOf("two eth0", "lan x")).not.toEqual(lineOf("two eth2", "lan x"));
  });

  test("what no cable is drawn of has no line", () => {
    expect(lineOf("three eth0", "lan p-three-eth0")).toBeUndefined();
  });
});

describe("a frame shows whole at both ends of its way", () => {
  test.each([
    { to: { x: 300, y: 0 }, size: { width: 60, height: 40 }, from: 33, end: 267 },
    { to: { x: 50, y: 0 }, size: { width: 60, height: 40 }, from: 18, end: 32 },
    { to: { x: 10, y: 0 }, size: { width: 60, height: 40 }, from: 0, end: 10 },
  ])("on a cable of $to.x px: from $from to $end", ({ to, size, from, end }) => {
    const short = wayOf({ from: { x: 0, y: 0 }, to }, size);
    expect([short.from.x, short.to.x]).toEqual([from, end]);
  });
});

test("a line leaves a box at its border, and crosses those it runs through", () => {
  const box = { x: 10, y: 10, width: 40, height: 20 };
  expect(exitOf(box, { x: 130, y: 20 })).toEqual({ x: 50, y: 20 });
  expect(exitOf(box, { x: 30, y: 120 })).toEqual({ x: 30, y: 30 });
  expect(crosses({ x: 0, y: 0 }, { x: 60, y: 40 }, box)).toBe(true);
  expect(crosses({ x: 0, y: 35 }, { x: 60, y: 35 }, box)).toBe(false);
  expect(crosses({ x: 0, y: 0 }, { x: 8, y: 8 }, box)).toBe(false);
});
