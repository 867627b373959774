import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseScenario } from "#scenario/parse";
import type { Scenario } from "#scenario/scenario";
import { cablesOf } from "#ui/topology/cables";
import { type Box, isInside, overlap, type Size } from "#ui/topology/geometry";
import { type Density, type Layout, layOut, type Placeable, toScenario } from "#ui/topology/layout";
import { segmentSize } from "#ui/topology/segment";
import { textWidth } from "#ui/topology/text-width";

const scenarioIn = (file: string): Scenario => {
  const { scenario } = parseScenario(readFileSync(file, "utf8"), { file });
  if (scenario === undefined) throw new Error(`${file} does not read`);
  return scenario;
};

/** About what cards come to: a line for each device and for the gateway, a chip where a VIP will be. */
function cardSize(devices: number, isServing: boolean, density: Density): Size {
  switch (density) {
    case "full":
      return { width: isServing ? 196 : 164, height: 47 + 18 * (devices + 1) + (isServing ? 25 : 0) };
    case "compact":
      return { width: 124, height: 37 + 16 * devices + (isServing ? 21 : 0) };
    case "tiny":
      return { width: 84, height: 28 + (isServing ? 17 : 0) };
  }
}

function placeables({ nodes, segments }: Scenario, isPlaced: boolean): Placeable[] {
  const machines = nodes.map(
    ({ name, kind, at, devices }): Placeable => ({
      id: name,
      isSource: kind === "client",
      isSegment: false,
      at: isPlaced ? at : undefined,
      size: (density) => cardSize(devices.length, kind === "director" || kind === "real-server", density),
    }),
  );
  const between = segments.map(({ name, kind, at }): Placeable => {
    const ends = nodes.flatMap(({ name: node, devices }) =>
      devices.filter(({ segment }) => segment === name).map((device) => ({ node, device: device.name })),
    );
    const card = { id: name, kind, ends, network: "10.0.0.0/24" };
    return {
      id: name,
      isSource: false,
      isSegment: true,
      at: isPlaced ? at : undefined,
      size: (density) => segmentSize(card, density, textWidth),
    };
  });
  return [...machines, ...between];
}

function layoutOf(scenario: Scenario, room: Size, isPlaced = true): Layout {
  const joints = cablesOf(scenario).map(({ node, to }) => [node, to] as const);
  return layOut({ parts: placeables(scenario, isPlaced), joints, room, scale: 1, dragged: {} });
}

function overlapping(boxes: ReadonlyMap<string, Box>): string[] {
  const all = [...boxes];
  return all.flatMap(([one, box], index) =>
    all
      .slice(index + 1)
      .flatMap(([other, second]) => (overlap(box, second) > 0 ? [`${one} and ${other}`] : [])),
  );
}

const rooms = {
  "a window of 1440 by 900": { width: 740, height: 525 },
  "a window of 1920 by 1080": { width: 1220, height: 705 },
  "a phone": { width: 390, height: 620 },
} as const;

const files = readdirSync("scenarios").filter((file) => file.endsWith(".yaml"));

describe.each(Object.entries(rooms))("in %s", (_name, room) => {
  test("every scenario has its place for everything: nothing overlaps, nothing is cut off", () => {
    expect(files.length).toBeGreaterThan(40);
    for (const file of files) {
      const { boxes, world, zoom } = layoutOf(scenarioIn(`scenarios/${file}`), room);
      expect(overlapping(boxes), file).toEqual([]);
      const outside = [...boxes].filter(([, box]) => !isInside(box, { x: 0, y: 0, ...world }));
      expect(outside, file).toEqual([]);
      expect(world.width * zoom, file).toBeLessThanOrEqual(room.width + 0.01);
      expect(world.height * zoom, file).toBeLessThanOrEqual(room.height + 0.01);
      expect(zoom, `${file} is legible`).toBeGreaterThan(0.6);
    }
  });

  test("twelve machines without places find theirs", () => {
    const scenario = scenarioIn("bench/twelve-machines.yaml");
    const { boxes, zoom } = layoutOf(scenario, room, false);
    expect(boxes.size).toBe(14);
    expect(overlapping(boxes)).toEqual([]);
    expect(zoom).toBeGreaterThan(0.7);
  });
});

test("what there is much room for is large and says all, what there is little room for says less", () => {
  const scenario = scenarioIn("scenarios/arp-nothing-set.yaml");
  const wide = layoutOf(scenario, rooms["a window of 1920 by 1080"]);
  const narrow = layoutOf(scenario, rooms["a phone"]);
  expect([wide.density, wide.zoom > 1.1]).toEqual(["full", true]);
  expect(narrow.density).not.toBe("full");
});

test("the way of a request leads downwards or to the right", () => {
  const { boxes } = layoutOf(scenarioIn("scenarios/nat-basic.yaml"), rooms["a window of 1440 by 900"]);
  const at = (id: string): number => {
    const box = boxes.get(id);
    return box === undefined ? Number.NaN : box.x + box.y;
  };
  expect(at("client")).toBeLessThan(at("director"));
  expect(at("director")).toBeLessThan(at("rs2"));
});

test("a dragged machine stands where it was dropped, and all others where they were", () => {
  const scenario = scenarioIn("scenarios/nat-basic.yaml");
  const room = rooms["a window of 1440 by 900"];
  const before = layoutOf(scenario, room);
  const dropped = { x: 300, y: 260 };
  const joints = cablesOf(scenario).map(({ node, to }) => [node, to] as const);
  const dragged = { rs1: toScenario(dropped, before.world) };
  const after = layOut({ parts: placeables(scenario, true), joints, room, scale: 1, dragged });
  const moved = after.boxes.get("rs1");
  expect(moved && { x: moved.x + moved.width / 2, y: moved.y + moved.height / 2 }).toEqual(dropped);
  for (const [id, box] of before.boxes) if (id !== "rs1") expect(after.boxes.get(id)).toEqual(box);
});

test("on a projector everything is larger by half", () => {
  const scenario = scenarioIn("scenarios/nat-basic.yaml");
  const { width, height } = rooms["a window of 1440 by 900"];
  const joints = cablesOf(scenario).map(({ node, to }) => [node, to] as const);
  const task = { parts: placeables(scenario, true), joints, dragged: {} };
  const usual = layOut({ ...task, room: { width, height }, scale: 1 });
  const large = layOut({ ...task, room: { width: width * 1.5, height: height * 1.5 }, scale: 1.5 });
  expect(large.zoom).toBeCloseTo(usual.zoom * 1.5);
  expect(large.density).toBe(usual.density);
});
