import { describe, expect, test } from "vitest";
import { randomOf } from "#sim/engine/random";
import { millis } from "#sim/engine/time";

const draw = (seed: number, label: string): number[] => {
  const random = randomOf(seed, label);
  return Array.from({ length: 5 }, () => random.next());
};

describe("seeded chance", () => {
  test("is the same for the same seed and label, and another for any other", () => {
    expect(draw(1, "a")).toEqual(draw(1, "a"));
    expect(draw(1, "a")).not.toEqual(draw(2, "a"));
    expect(draw(1, "a")).not.toEqual(draw(1, "b"));
    expect(draw(2 ** 40 + 1, "a")).not.toEqual(draw(1, "a"));
  });

  test("is spread evenly", () => {
    const random = randomOf(3, "spread");
    const counts = new Array<number>(10).fill(0);
    for (let throws = 0; throws < 100_000; throws++) {
      const value = random.below(10);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  test("gives durations within their bounds", () => {
    const random = randomOf(3, "between");
    for (let throws = 0; throws < 1000; throws++) {
      const delay = random.between(millis(15), millis(45));
      expect(delay).toBeGreaterThanOrEqual(millis(15));
      expect(delay).toBeLessThanOrEqual(millis(45));
    }
  });
});
