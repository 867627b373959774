import { describe, expect, test } from "vitest";
import { broadcast, smallRecording, smallTelling } from "#support/small-recording";
import { growScale, heightOf, scaleOf } from "#ui/ladder/scale";
import { tellingOf, tellOn } from "#ui/ladder/telling";
import { type Density, densityOf, growDensity, layerNames, spots, stripsOf } from "#ui/player/density";
import { allHits, growHits, hitsOf } from "#ui/player/hits";
import { factorText, speeds } from "#ui/player/speeds";
import { momentText, spanText } from "#ui/time-text";

const densityOfText = (text: string): Density => {
  const density = densityOf(scaleOf(smallTelling(text), () => true));
  growScale(density.scale);
  growDensity(density);
  return density;
};

const frames = (count: number): string =>
  Array.from({ length: count }, (_, index) => `${index * 20} sent client 0`).join("\n");

describe("the timeline's strips", () => {
  test("count every frame once, however many are in one", () => {
    const density = densityOfText(frames(500));
    const full = heightOf(density.scale);
    for (const width of [30, 300, 3000]) {
      const strips = stripsOf(density, { width, full, strip: 3 });
      expect(strips.reduce((sum, { total }) => sum + total, 0)).toBe(500);
      expect(strips.every(({ x }) => x > 0 && x <= width)).toBe(true);
      expect(strips.every(({ counts, total }) => counts[layerNames.indexOf("arp")] === total)).toBe(true);
    }
  });

  test("are the same for a recording that came piece by piece", () => {
    const recording = smallRecording(broadcast);
    const telling = tellingOf(recording, new Set(["client", "director", "rs1"]));
    const growing = densityOf(scaleOf(telling, () => true));
    while (!tellOn(telling, 2)) {
      growScale(growing.scale);
      growDensity(growing);
    }
    growScale(growing.scale);
    growDensity(growing);
    const sizes = { width: 600, full: 900, strip: 3 };
    expect(stripsOf(growing, sizes)).toEqual(stripsOf(densityOfText(broadcast), sizes));
    expect(stripsOf(growing, sizes).length).toBe(2);
  });

  test("leave out what would lie on a mark before it", () => {
    const { scale } = densityOfText(frames(100));
    const places = scale.rows.map((_, place) => place);
    const found = spots(scale, places, { width: 200, full: heightOf(scale), apart: 7 });
    expect(found.length).toBeGreaterThan(20);
    expect(found.every((x, index) => index === 0 || x - (found[index - 1] as number) >= 7)).toBe(true);
  });
});

test("breakpoints are hit where playing would stop, each position once", () => {
  const text = `${broadcast}\n1000050 pick director 0\n1000060 lost client 0`;
  const hits = hitsOf(smallRecording(text), [{ kind: "pick" }, { kind: "drop" }]);
  growHits(hits);
  growHits(hits);
  expect(allHits(hits)).toEqual([10, 11, 12]);
});

describe("figures", () => {
  test.each([
    [0, "0.0 µs"],
    [431_000, "431.0 µs"],
    [507_140_000, "507.140 ms"],
    [12_507_140_000, "12.507140 s"],
  ])("%s ns is the moment %s", (at, text) => {
    expect(momentText(at as never)).toBe(text);
  });

  test.each([
    [500, "500 ns"],
    [20_000, "20 µs"],
    [1_250_000, "1.25 ms"],
    [492_300_000, "492 ms"],
    [1_200_000_000, "1.2 s"],
    [999_600_000, "1 s"],
    [60_000_000_000, "60 s"],
    [125_000_000_000, "2 min 5 s"],
  ])("%s ns is a span of %s", (span, text) => {
    expect(spanText(span as never)).toBe(text);
  });

  test("speeds go from a hundredth to a hundred, then real time and no limit", () => {
    const numbers = speeds.flatMap((speed) => (typeof speed === "number" ? [speed] : []));
    expect(numbers.map(factorText)).toEqual(["1/100", "1/30", "1/10", "1/3", "1", "3", "10", "30", "100"]);
    expect(speeds.slice(numbers.length)).toEqual(["real", "max"]);
  });
});
