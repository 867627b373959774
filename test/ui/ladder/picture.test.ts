import { describe, expect, test } from "vitest";
import { micros } from "#sim/engine/time";
import { broadcast, smallTelling } from "#support/small-recording";
import { chainOf } from "#ui/ladder/chain";
import { type Filter, noFilter, shownBy } from "#ui/ladder/filter";
import { lanesOf } from "#ui/ladder/lanes";
import type { UnderWay } from "#ui/ladder/parts-under-way";
import { type ArrowShape, type Picture, pictureOf } from "#ui/ladder/picture";
import { growScale, scaleOf } from "#ui/ladder/scale";

interface Look {
  readonly text?: string;
  readonly position: number;
  readonly time: number;
  readonly event?: number;
  readonly filter?: Partial<Filter>;
  readonly top?: number;
  readonly underWay?: readonly UnderWay[];
}

function look({ text = broadcast, position, time, event, filter, top = 0, underWay = [] }: Look): Picture {
  const scale = scaleOf(smallTelling(text), shownBy({ ...noFilter, ...filter }));
  growScale(scale);
  const chain = event === undefined ? undefined : chainOf(scale.telling.recording, event);
  return pictureOf({
    scale,
    lanes: lanesOf(["client", "director", "rs1"], 700),
    moment: { position, at: micros(time) },
    chosen: chain?.position,
    chain,
    top,
    bottom: top + 1000,
    owner: () => undefined,
    underWay: () => underWay,
  });
}

const texts = (arrows: readonly ArrowShape[]): string[] =>
  arrows.map(({ sending, arrival, stage }) => `${sending.node} ${arrival?.node ?? "?"} ${stage}`);

describe("arrows", () => {
  test.each([
    { what: "before everything", position: 0, time: 0, stages: ["future", "future", "future"] },
    { what: "as it is sent", position: 1, time: 0, stages: ["flying", "flying", "future"] },
    { what: "half-way", position: 5, time: 10, stages: ["flying", "flying", "future"] },
    { what: "at one of two", position: 6, time: 20, stages: ["past", "flying", "future"] },
    { what: "at both", position: 7, time: 20, stages: ["past", "past", "future"] },
    { what: "at the end", position: 10, time: 1_000_040, stages: ["past", "past", "past"] },
  ])("$what", ({ position, time, stages }) => {
    const { arrows } = look({ position, time });
    const names = ["client director", "client rs1", "rs1 client"];
    expect(texts(arrows)).toEqual(names.map((name, index) => `${name} ${stages[index]}`));
  });

  test("are travelled as far as the moment has come, and labelled once", () => {
    const { arrows } = look({ position: 5, time: 10 });
    expect(arrows.map(({ part }) => part.toFixed(2))).toEqual(["0.50", "0.50", "0.00"]);
    expect(arrows.map(({ label }) => label)).toEqual(["middle", "none", "middle"]);
  });

  test("of a frame that nobody has taken yet end where they were sent", () => {
    const { arrows } = look({ text: "0 sent client 0\n10 received lan-switch 1", position: 2, time: 10 });
    expect(texts(arrows)).toEqual(["client ? flying"]);
    expect(arrows[0]?.hasHead).toBe(false);
  });

  test("of a broadcast that is recorded up to the switch go to every machine, as far as the frame is", () => {
    const text = "0 sent client 0\n10 received lan-switch 1\n10 bridged lan-switch 2\n10 sent lan-switch 3";
    const underWay = ["director", "rs1"].map((node) => ({ node, part: 0.75 }));
    const { arrows } = look({ text, position: 4, time: 15, underWay });
    const [, director, rs1] = [...lanesOf(["client", "director", "rs1"], 700).xs.values()];
    expect(arrows.map(({ x2, part, hasHead }) => [x2, part, hasHead])).toEqual([
      [director, 0.75, false],
      [rs1, 0.75, false],
    ]);
  });

  test("are drawn once where it is recorded that they arrive", () => {
    const underWay = [{ node: undefined, part: 0.25 }];
    const { arrows } = look({ position: 1, time: 5, underWay });
    expect(texts(arrows)).toEqual(["client director flying", "client rs1 flying", "rs1 client future"]);
  });

  test("are not there where a frame was lost: its end is, between two lanes", () => {
    const lost = "0 sent client 0\n10 received lan-switch 1\n10 bridged lan-switch 2\n10 lost lan-switch 3";
    const { arrows, notes } = look({ text: lost, position: 4, time: 10 });
    expect(arrows).toEqual([]);
    const [note, ...others] = notes;
    expect(others).toEqual([]);
    expect(note?.mark).toMatchObject({ tone: "drop", node: "lan-switch" });
    const xs = lanesOf(["client", "director", "rs1"], 700).xs;
    expect(note?.from?.x).toBe(xs.get("client"));
    expect(note?.x).toBeGreaterThan(xs.get("client") ?? 0);
    expect(note?.x).toBeLessThan(xs.get("director") ?? 0);
  });

  test("that come to a machine are drawn whole where only that machine is shown", () => {
    const { arrows } = look({ position: 10, time: 1_000_040, filter: { machine: "director" } });
    expect(texts(arrows)).toEqual(["client director past"]);
    expect(arrows[0]?.y1).toBeLessThan(arrows[0]?.y2 ?? 0);
  });
});

describe("the selected event", () => {
  test("has a band behind it, and what led to it and followed is not pale", () => {
    const { arrows, band, notes } = look({ position: 10, time: 1_000_040, event: 8 });
    expect(arrows.map(({ isPale, isChosen }) => [isPale, isChosen])).toEqual([
      [true, false],
      [false, false],
      [false, true],
    ]);
    expect(notes.map(({ isPale }) => isPale)).toEqual([true]);
    expect(band?.top).toBeLessThan(arrows[2]?.y1 ?? 0);
    expect(band?.bottom).toBeGreaterThan(arrows[2]?.y2 ?? 0);
    expect(band?.top).toBeGreaterThan(arrows[0]?.y2 ?? 0);
  });

  test("of a switch is found at the frame it is about", () => {
    const { arrows } = look({ position: 10, time: 1_000_040, event: 3 });
    expect(arrows.map(({ isChosen }) => isChosen)).toEqual([true, true, false]);
  });

  test("that is a note is found there", () => {
    const { notes, band } = look({ position: 10, time: 1_000_040, event: 10 });
    expect(notes.map(({ isChosen }) => isChosen)).toEqual([true]);
    expect(band?.bottom).toBeGreaterThan(notes[0]?.y ?? 0);
  });

  test("out of sight leaves nothing pale", () => {
    const text = `${broadcast}\n${Array.from({ length: 60 }, () => "1000050 pick director 0").join("\n")}`;
    const picture = look({ text, position: 70, time: 1_000_050, event: 1, top: 800 });
    expect(picture.notes.length).toBeGreaterThan(10);
    expect(picture.notes.some(({ isPale }) => isPale)).toBe(false);
    const above = look({ text, position: 70, time: 1_000_050, event: 1 });
    expect(above.notes.every(({ isPale }) => isPale)).toBe(true);
  });
});
