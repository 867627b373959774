import { describe, expect, test } from "vitest";
import { corridor, leaderOf, placeBeside, weights } from "#ui/topology/beside";
import { type Box, overlap } from "#ui/topology/geometry";
import { besides, type Labelled, placeLabels, sides } from "#ui/topology/placing";
import { cutTo, textWidth } from "#ui/topology/text-width";

const room: Box = { x: 0, y: 0, width: 700, height: 500 };
const frame = (x: number, y: number): Box => ({ x, y, width: 68, height: 34 });
const label = (key: string, box: Box, more: Partial<Labelled> = {}): Labelled => ({
  key,
  box,
  size: { width: 120, height: 30 },
  shortSize: { width: 40, height: 16 },
  last: undefined,
  isNeeded: false,
  ...more,
});
const place = (labels: readonly Labelled[], fixed: readonly Box[] = []) =>
  placeLabels(labels, { fixed, room, frames: labels.map(({ key, box }) => ({ key, box })) });

describe("words stand beside a frame", () => {
  test.each([
    { where: "in the open", at: frame(300, 200), fixed: [], side: "right" },
    { where: "at the right border", at: frame(620, 200), fixed: [], side: "left" },
    {
      where: "between two machines",
      at: frame(300, 200),
      fixed: [
        { x: 375, y: 150, width: 200, height: 85 },
        { x: 90, y: 150, width: 200, height: 85 },
      ],
      side: "below",
    },
    {
      where: "in the corner, with a machine below",
      at: frame(632, 60),
      fixed: [
        { x: 500, y: 100, width: 200, height: 60 },
        { x: 460, y: 40, width: 110, height: 50 },
      ],
      side: "above-left",
    },
  ])("$where: $side", ({ at, fixed, side }) => {
    expect(place([label("a", at)], fixed).map((placed) => placed.side)).toEqual([side]);
  });

  test("where they stood before, as long as there is room", () => {
    const [placed] = place([label("a", frame(300, 200), { last: "above" })]);
    expect(placed?.side).toBe("above");
  });

  test("never over one another, nor over frames and machines", () => {
    const labels = Array.from({ length: 30 }, (_, index) =>
      label(`${index}`, frame((index * 97) % 620, (index * 61) % 460)),
    );
    const fixed = [{ x: 200, y: 150, width: 180, height: 90 }];
    const placed = place(labels, fixed);
    expect(placed.length).toBeGreaterThan(5);
    placed.forEach(({ key, box }, index) => {
      for (const other of placed.slice(index + 1)) expect(overlap(box, other.box)).toBe(0);
      for (const other of labels) if (other.key !== key) expect(overlap(box, other.box)).toBe(0);
      for (const other of fixed) expect(overlap(box, other)).toBe(0);
    });
  });

  test("are left away where there is no room at all, but not those of what is selected", () => {
    const walls = sides.map((side) => besides(frame(300, 200), { width: 40, height: 16 }, side));
    expect(place([label("a", frame(300, 200))], walls)).toEqual([]);
    expect(place([label("a", frame(300, 200), { isNeeded: true })], walls)).toHaveLength(1);
  });

  test("are fewer where all of them have no room", () => {
    const at = { x: 20, y: 200, width: 68, height: 34 };
    const narrow = { x: 0, y: 0, width: 140, height: 500 };
    const shelf = [180, 240].map((y) => ({ x: 0, y, width: 140, height: 14 }));
    const [placed] = placeLabels([label("a", at)], { fixed: shelf, room: narrow, frames: [] });
    expect(placed).toMatchObject({ isShort: true, side: "right" });
  });
});

describe("a card stands beside its machine", () => {
  const machine: Box = { x: 260, y: 200, width: 180, height: 90 };
  const size = { width: 200, height: 80, perPxAway: 9 };

  test("on the right if it can", () => {
    const { box, covers } = placeBeside([machine], size, room, []);
    expect([box.x, covers]).toEqual([450, 0]);
  });

  test("not over other machines, nor where frames travel; apart from it with a line to it", () => {
    const cable = { from: { x: 440, y: 245 }, to: { x: 690, y: 245 } };
    const obstacles = [
      { box: { x: 40, y: 180, width: 210, height: 130 }, weight: weights.machine },
      { box: { x: 240, y: 300, width: 220, height: 150 }, weight: weights.machine },
      { box: { x: 240, y: 60, width: 220, height: 130 }, weight: weights.machine },
      ...corridor(cable, { width: 76, height: 48 }).map((box) => ({ box, weight: weights.cable })),
    ];
    const { box, covers } = placeBeside([machine], size, room, obstacles);
    expect(covers).toBe(0);
    for (const { box: other } of obstacles) expect(overlap(box, other)).toBe(0);
    const leader = leaderOf(box, [machine]);
    expect(leader?.to.x).toBeGreaterThanOrEqual(machine.x);
    expect(leaderOf({ x: 450, y: 200, width: 100, height: 50 }, [machine])).toBeUndefined();
  });

  test("says how much it covers where there is no room at all", () => {
    const full = [{ box: room, weight: weights.machine }];
    expect(placeBeside([machine], size, room, full).covers).toBeGreaterThan(10_000);
  });
});

test("a text is cut to its room, and Chinese is as wide as it is high", () => {
  const fitting = { size: 12, face: "sans", limit: 60 } as const;
  const cut = cutTo("10.0.0.10 is at rs1", fitting, textWidth);
  expect(cut.endsWith("…")).toBe(true);
  expect(textWidth(cut, 12, "sans")).toBeLessThanOrEqual(60);
  expect(cutTo("rs1", fitting, textWidth)).toBe("rs1");
  expect(textWidth("谁有", 10, "sans")).toBeCloseTo(20.4);
});
