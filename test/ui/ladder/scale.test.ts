import { describe, expect, test } from "vitest";
import { micros } from "#sim/engine/time";
import { broadcast, smallTelling } from "#support/small-recording";
import { noFilter, shownBy } from "#ui/ladder/filter";
import {
  crossingAt,
  growScale,
  heightOf,
  isPast,
  lineAt,
  pastPlaces,
  pauseBefore,
  placesBetween,
  type Scale,
  scaleOf,
  targetAt,
  targetOf,
  yOf,
} from "#ui/ladder/scale";
import { tellingOf, tellOn } from "#ui/ladder/telling";

const scaleOfText = (text: string): Scale => {
  const scale = scaleOf(smallTelling(text), shownBy(noFilter));
  growScale(scale);
  return scale;
};

const at = (position: number, time: number) => ({ position, at: micros(time) });

describe("the axis", () => {
  const scale = scaleOfText(broadcast);

  test("has a place for what happens, one for arrivals of a frame at one moment", () => {
    expect(scale.rows.length).toBe(5);
    expect(scale.telling.rows.length).toBe(6);
    const [director, rs1] = [scale.places[1], scale.places[2]];
    expect(director).toBe(rs1);
    expect(scale.ys.every((y, place) => place === 0 || y > (scale.ys[place - 1] as number))).toBe(true);
  });

  test("gives an idle second hardly more room than nothing", () => {
    expect(pauseBefore(scale, 4)).toBe(micros(1_000_000));
    expect(pauseBefore(scale, 3)).toBe(undefined);
    const rooms = scale.ys.map((y, place) => y - (scale.ys[place - 1] ?? 0));
    expect(Math.max(...rooms)).toBeLessThan(60);
    expect(heightOf(scale)).toBeGreaterThan(scale.ys[4] as number);
  });

  test.each([
    { position: 0, time: 0, places: 0 },
    { position: 1, time: 0, places: 1 },
    { position: 5, time: 15, places: 1 },
    { position: 6, time: 20, places: 2 },
    { position: 9, time: 40, places: 4 },
    { position: 10, time: 1_000_040, places: 5 },
  ])("after $position events, at $time µs, $places places are past", ({ position, time, places }) => {
    expect(pastPlaces(scale, at(position, time))).toBe(places);
  });

  test("a moment between two places is between them, as far as time has passed", () => {
    const [sent = 0, arrived = 0] = scale.ys;
    expect(yOf(scale, at(1, 0))).toBe(sent);
    expect(yOf(scale, at(5, 10))).toBeCloseTo((sent + arrived) / 2);
    expect(yOf(scale, at(6, 20))).toBe(arrived);
    expect(lineAt(scale, at(6, 20))).toBeGreaterThan(arrived);
    expect(lineAt(scale, at(6, 20))).toBeLessThan(scale.ys[2] as number);
  });

  test("a height leads back to its moment, and never further", () => {
    for (let y = 0; y < heightOf(scale); y += 0.5) {
      const target = targetAt(scale, y);
      const position = "position" in target ? target.position : 0;
      const moment =
        "at" in target
          ? {
              at: target.at,
              position: scale.telling.recording.events.filter((event) => event.at <= target.at).length,
            }
          : { position, at: scale.telling.recording.events[position - 1]?.at ?? micros(0) };
      const shown = scale.ys.filter((place) => place <= y).length;
      expect(pastPlaces(scale, moment)).toBe(shown);
      expect(Math.abs(lineAt(scale, moment) - y)).toBeLessThan(30);
    }
    expect(targetOf(scale, 0)).toEqual({ position: 1 });
    expect(targetAt(scale, -5)).toEqual({ position: 0 });
  });

  test("holds a row for past once its event has happened and its time has come", () => {
    expect(isPast({ after: 3, at: micros(10) }, at(3, 10))).toBe(true);
    expect(isPast({ after: 3, at: micros(10) }, at(2, 10))).toBe(false);
    expect(isPast({ after: 3, at: micros(10) }, at(3, 9))).toBe(false);
  });
});

test("a scale that grows reads as one that was made at once", () => {
  const whole = smallTelling(broadcast);
  const growing = tellingOf(whole.recording, whole.machines);
  const scale = scaleOf(growing, shownBy(noFilter));
  do growScale(scale);
  while (!tellOn(growing, 1));
  growScale(scale);
  const once = scaleOfText(broadcast);
  expect([scale.rows, scale.ys, scale.places]).toEqual([once.rows, once.ys, once.places]);
});

test("a frame that is under way for a thousand rows is found in any window of them", () => {
  const others = Array.from({ length: 1000 }, (_, index) => `${index + 1} pick director 0`);
  const scale = scaleOfText(
    `0 sent client 0\n${others.join("\n")}\n2000 received rs1 1\n2001 pick director 0`,
  );
  expect(scale.rows.length).toBe(1003);
  for (const [from, to, found] of [
    [0, 10, []],
    [1, 11, [0]],
    [40, 50, [0]],
    [500, 510, [0]],
    [990, 1001, [0]],
    [995, 1002, []],
    [1002, 1003, []],
  ] as const) {
    expect([from, crossingAt(scale, { from, to })]).toEqual([from, found]);
  }
  expect(placesBetween(scale, scale.ys[10] as number, scale.ys[12] as number)).toEqual({ from: 10, to: 13 });
});

describe("a filter", () => {
  const countOf = (filter: Partial<typeof noFilter>): number => {
    const scale = scaleOf(smallTelling(broadcast), shownBy({ ...noFilter, ...filter }));
    growScale(scale);
    return scale.rows.length;
  };
  test.each([
    { what: "of nothing", filter: {}, places: 5 },
    { what: "of a machine: what it sends, and what comes to it", filter: { machine: "client" }, places: 3 },
    { what: "of a machine that only hears: what comes to it", filter: { machine: "director" }, places: 2 },
    { what: "of a protocol", filter: { protocols: ["arp"] as const }, places: 4 },
    { what: "of another protocol", filter: { protocols: ["icmp"] as const }, places: 0 },
    { what: "of drops", filter: { isDropsOnly: true }, places: 0 },
  ])("$what", ({ filter, places }) => {
    expect(countOf(filter)).toBe(places);
  });
});
