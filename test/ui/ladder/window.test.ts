import { describe, expect, test } from "vitest";
import type { ScenarioNode } from "#scenario/scenario";
import { broadcast, smallTelling } from "#support/small-recording";
import { noFilter, shownBy } from "#ui/ladder/filter";
import { indexAt, laneOrder, lanesOf, movedTo } from "#ui/ladder/lanes";
import { growScale, scaleOf } from "#ui/ladder/scale";
import { follow, glide, isInSight, reveal } from "#ui/ladder/scroll";
import { nextStop, stopAt, stopOfRow, stopsBetween } from "#ui/ladder/stops";

describe("the window follows the moment", () => {
  const window = { top: 1000, height: 200 };
  const frameMillis = 1000 / 60;
  test.each([
    { what: "stays while it is well in sight", y: 1100, top: 1000 },
    { what: "goes along before it leaves", y: 1180, top: 1032 },
    { what: "leaps where it is far below", y: 5000, top: 4910 },
    { what: "leaps where it is above", y: 300, top: 210 },
    { what: "never goes above the top", y: 10, top: 0 },
    { what: "never goes below the end", y: 9990, top: 9800 },
  ])("$what", ({ y, top }) => {
    expect(follow(window, y, 10_000)).toBe(top);
    expect(isInSight({ ...window, top }, y)).toBe(true);
  });

  test("gliding while it plays, there in half a second, and at once where it is far", () => {
    let top = 1000;
    for (let frame = 0; frame < 30; frame++) {
      const next = glide({ top, height: 200 }, 1034, frameMillis);
      expect(next).toBeGreaterThanOrEqual(top);
      expect(next - top).toBeLessThan(9);
      top = next;
    }
    expect(top).toBe(1034);
    expect(glide(window, 5000, frameMillis)).toBe(5000);
  });

  test("gliding goes as far in one long step as in many short ones", () => {
    let top = 1000;
    for (let frame = 0; frame < 4; frame++) top = glide({ top, height: 200 }, 1150, frameMillis);
    expect(Math.abs(glide(window, 1150, 4 * frameMillis) - top)).toBeLessThan(3);
  });

  test.each([
    { what: "what is in sight", from: 1010, to: 1040, top: 1000 },
    { what: "what is half above", from: 990, to: 1020, top: 974 },
    { what: "what is half below", from: 1190, to: 1220, top: 1036 },
    { what: "what is far", from: 4000, to: 4020, top: 3920 },
  ])("and shows $what", ({ from, to, top }) => {
    expect(reveal(window, { from, to }, 10_000)).toBe(top);
  });
});

describe("rows to point at and walk along", () => {
  const scale = scaleOf(smallTelling(broadcast), shownBy(noFilter));
  growScale(scale);

  test("are a frame with its arrival, and a note", () => {
    const stops = stopsBetween(scale, 0, 1000);
    expect(stops.map(({ place, mark }) => [place, mark.kind, mark.node])).toEqual([
      [0, "sending", "client"],
      [2, "sending", "rs1"],
      [4, "note", "director"],
    ]);
    for (const [index, stop] of stops.entries()) {
      expect(stop.bottom).toBeGreaterThan(stop.top);
      expect(stop.top).toBeGreaterThanOrEqual(stops[index - 1]?.bottom ?? 0);
    }
  });

  test("are walked one by one, to the ends and not beyond", () => {
    expect(nextStop(scale, -1, 1)?.place).toBe(0);
    expect(nextStop(scale, 0, 1)?.place).toBe(2);
    expect(nextStop(scale, 4, 1)).toBe(undefined);
    expect(nextStop(scale, scale.rows.length, -1)?.place).toBe(4);
    expect(stopAt(scale, 1)).toBe(undefined);
    expect(stopOfRow(scale, 2)?.place).toBe(0);
  });
});

describe("lanes", () => {
  const node = (name: string, x?: number, y = 0): ScenarioNode =>
    ({ name, at: x === undefined ? undefined : { x, y } }) as ScenarioNode;

  test("stand as machines do on the stage, from left to right, then from above", () => {
    const nodes = [node("rs2", 700, 300), node("client", 60), node("rs1", 700, 100), node("router", 300)];
    expect(laneOrder(nodes)).toEqual(["client", "router", "rs1", "rs2"]);
    expect(laneOrder([...nodes, node("late")])).toEqual(["rs2", "client", "rs1", "router", "late"]);
  });

  test("share the width, and are moved to where they are dropped", () => {
    const lanes = lanesOf(["a", "b", "c"], 684);
    expect([...lanes.xs.values()]).toEqual([184, 384, 584]);
    expect([0, 300, 9999].map((x) => indexAt(lanes, x))).toEqual([0, 1, 2]);
    expect(movedTo(lanes.names, "a", 1)).toEqual(["b", "a", "c"]);
    expect(movedTo(lanes.names, "a", -3)).toEqual(["a", "b", "c"]);
    expect(movedTo(lanes.names, "a", 9)).toEqual(["b", "c", "a"]);
  });
});
