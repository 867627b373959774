/** Hop tables of NAT and direct routing held against each other. */

import { beforeAll, expect, test } from "vitest";
import type { Both } from "#lab/compare";
import { ownersIn } from "#lab/compare-names";
import type { Recording } from "#lab/recording";
import type { Scenario } from "#scenario/scenario";
import { firstEvent } from "#support/recorded-lab";
import { recordedScenario } from "#support/recorded-scenario";
import { cellName, compareHops, type HopsCompared, sumOf } from "#ui/compare/hops-compared";
import { initialState } from "#ui/initial-state";
import { createModeller, type PacketModel } from "#ui/inspector/packet/packet-model";

let models: Both<PacketModel>;
let compared: HopsCompared;

/** The table of the first request. */
function modelOf(recording: Recording, scenario: Scenario): PacketModel {
  const { id } = firstEvent(recording, "frame-sent", ({ frame }) => frame.payload.kind === "ipv4");
  const preferences = { language: "en", theme: "light", isProjector: false, isStill: false } as const;
  const state = {
    ...initialState(preferences),
    selection: { event: id, flight: undefined, node: undefined },
  };
  const model = createModeller()(recording, scenario, state);
  if (model === undefined) throw new Error("no packet");
  return model;
}

beforeAll(async () => {
  const nat = await recordedScenario("nat-basic");
  const direct = await recordedScenario("direct-routing");
  const names = { one: ownersIn(nat.recording), other: ownersIn(direct.recording) };
  models = {
    one: modelOf(nat.recording, nat.scenario),
    other: modelOf(direct.recording, direct.scenario),
  };
  compared = compareHops({ one: models.one.table, other: models.other.table }, names);
});

test("the director's hop differs by the address that NAT rewrites, not by the machine it goes to", () => {
  const [nat, direct] = [models.one, models.other].map(({ table }) =>
    table.columns.findIndex(({ from, way }) => from === "director" && way === "request"),
  );
  expect(compared.cells.one.has(cellName("ip.dst", nat ?? -1))).toBe(true);
  expect(compared.cells.other.has(cellName("ip.dst", direct ?? -1))).toBe(true);
  expect(compared.cells.one.has(cellName("ethernet.dst", nat ?? -1))).toBe(false);
  expect(compared.cells.one.has(cellName("ip.src", nat ?? -1))).toBe(false);
});

test("the way back through the director, and both through the router, are in one table only", () => {
  const heads = (side: "one" | "other"): string[] =>
    [...compared.alone[side]].map((at) => {
      const hop = models[side].table.columns[at];
      return `${hop?.from} ${hop?.way}`;
    });
  expect(heads("one")).toEqual(["director answer"]);
  expect(heads("other")).toEqual(["router request", "router answer"]);
  expect(sumOf(compared).hops).toBe(3);
});

test("a table held against itself differs nowhere", () => {
  const plain = { address: String, mac: String, nextHop: String };
  const tables = { one: models.one.table, other: models.one.table };
  expect(sumOf(compareHops(tables, { one: plain, other: plain }))).toEqual({ cells: 0, hops: 0 });
});
