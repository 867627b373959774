/**
 * What the node face computes: which rows of a long table are drawn, what changed last, the latest pick, the
 * time that is left, which node is shown.
 */

import { describe, expect, test } from "vitest";
import { rowsAt } from "#lab/recording";
import type { TableName } from "#sim/rows";
import { recordedScenario } from "#support/recorded-scenario";
import { changedRowsOf } from "#ui/inspector/node/changed-rows";
import { createPickFinder } from "#ui/inspector/node/last-pick";
import { inOrder } from "#ui/inspector/node/node-table";
import { rowHeight, windowOf } from "#ui/inspector/node/row-window";
import { shownNode } from "#ui/inspector/node/shown-node";
import { tables } from "#ui/inspector/node/tables";
import { timeLeft } from "#ui/inspector/node/time-left";
import { placeAfter } from "#ui/inspector/tabs";

const { recording, lab } = await recordedScenario("nat-basic");
const momentAfter = (place: number) => ({
  position: place + 1,
  at: recording.events[place]?.at ?? recording.head,
});
const placeOf = (kind: string, from = 0): number =>
  recording.events.findIndex(({ event }, place) => place >= from && event.kind === kind);

describe("the window of a long table", () => {
  test.each([
    [64, 0, 0, 64],
    [65, 0, 0, 23],
    [10_000, 0, 0, 23],
    [10_000, 2400, 92, 123],
    [10_000, 10_000 * rowHeight, 9978, 10_000],
    [100, -50, 0, 23],
  ])("%i rows, scrolled by %i: %i to %i", (count, top, from, to) => {
    const window = windowOf(count, top, 336);
    expect([window.from, window.to]).toEqual([from, to]);
    expect(window.above + (to - from) * rowHeight + window.below).toBe(count * rowHeight);
  });
});

test.each([
  [0, "00:00"],
  [59.9e9, "00:59"],
  [899e9, "14:59"],
  [-1, "00:00"],
])("%i ns are left: %s", (left, text) => {
  expect(timeLeft(1000 + left, 1000)).toBe(text);
});

describe("what changed in the instant of the latest event", () => {
  test("a request that is forwarded: its connection and the counts of service and destination", () => {
    const changed = changedRowsOf(recording, momentAfter(placeOf("request-forwarded")), "director");
    const expected: TableName[] = ["services", "destinations", "connections"];
    for (const table of expected) expect(changed.get(table)?.size).toBe(1);
  });

  test("nothing of another node, and nothing before the first event", () => {
    const moment = momentAfter(placeOf("request-forwarded"));
    expect(changedRowsOf(recording, moment, "rs1").size).toBe(0);
    expect(changedRowsOf(recording, { ...moment, position: 0 }, "director").size).toBe(0);
  });
});

test("the latest pick is the one before the moment", () => {
  const find = createPickFinder();
  const first = placeOf("destination-scheduled");
  const second = placeOf("destination-scheduled", first + 1);
  const chosenAt = (position: number) =>
    find(recording, position, "director", "TCP 192.168.10.200:80")?.chosen;
  expect([first, first + 1, second, second + 1].map(chosenAt)).toEqual([
    undefined,
    "10.0.0.202:80",
    "10.0.0.202:80",
    "10.0.0.201:80",
  ]);
  expect(find(recording, second + 1, "rs1", "TCP 192.168.10.200:80")).toBeUndefined();
});

describe("which node is shown", () => {
  const shown = (node: string | undefined, event: number | undefined) =>
    shownNode(lab.scenario, { selection: { node, event, flight: undefined } }, recording);
  const onRs2 = recording.events.find(({ event }) => event.node === "rs2")?.id;

  test.each([
    ["the selected one", "rs1", undefined, "rs1"],
    ["a switch", "back", undefined, "back"],
    ["that of the selected event", undefined, onRs2, "rs2"],
    ["else the director", undefined, undefined, "director"],
    ["an unknown one counts as none", "nobody", undefined, "director"],
  ])("%s", (_, node, event, expected) => {
    expect(shown(node, event)).toBe(expected);
  });
});

test("every table has cells for its rows, in the order that is asked for", () => {
  const context = {
    words: { columns: {}, noAnswer: "", secondary: "", template: "", noCarrier: "" },
    names: { text: (address: string) => address, ownerOf: () => undefined },
    at: 0,
  } as unknown as Parameters<(typeof tables)[number]["columns"][number]["cell"]>[1];
  const seen = new Map<string, number>();
  for (const node of ["director", "rs1", "client", "front"]) {
    for (const table of tables) {
      const entries = inOrder(table, rowsAt(recording, recording.events.length, node, table.table));
      for (const [, row] of entries) {
        const texts = table.columns.map(({ cell }) => cell(row as never, context).text);
        expect(texts.every((text) => typeof text === "string")).toBe(true);
        expect(table.rowCommand(row as never)).toMatch(/^[a-z]/);
      }
      seen.set(table.table, (seen.get(table.table) ?? 0) + entries.length);
    }
  }
  expect([...seen].filter(([, count]) => count === 0).map(([name]) => name)).toEqual(["filters"]);
});

test.each([
  ["ArrowRight", 2, 0],
  ["ArrowLeft", 0, 2],
  ["Home", 1, 0],
  ["End", 1, 2],
  ["x", 1, undefined],
])("among three tabs %s leads from %i to %s", (key, at, to) => {
  expect(placeAfter(key, at, 3)).toBe(to);
});
