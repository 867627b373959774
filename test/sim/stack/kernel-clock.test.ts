/**
 * The kernel's timer wheel as the neighbour table feels it.
 */

import { describe, expect, test } from "vitest";
import { millis, type Nanos } from "#sim/engine/time";
import { isWithin, wheelDelay } from "#sim/stack/kernel-clock";

describe("a timer fires at the end of the slot that reaches far enough", () => {
  test.each([
    // set at, for, fires at (all in ms)
    [0, 1000, 1024],
    [72, 1000, 1088],
    [1088, 1000, 2112],
    [0, 5000, 5120],
    [70, 5000, 5120],
    [120, 5000, 5376],
    [0, 0, 4],
    [3, 100, 104],
    [0, 30_000, 30_720],
  ])("set at %i ms for %i ms: at %i ms", (setAt, wanted, firesAt) => {
    expect(setAt + wheelDelay(millis(setAt), millis(wanted)) / 1e6).toBe(firesAt);
  });

  test("it never fires early and at most one slot late", () => {
    for (let step = 0; step < 2000; step++) {
      const now = millis(step * 1.7);
      expect(wheelDelay(now, millis(1000))).toBeGreaterThan(996e6);
      expect(wheelDelay(now, millis(1000))).toBeLessThanOrEqual(1032e6);
      expect(wheelDelay(now, millis(5000))).toBeLessThanOrEqual(5256e6);
    }
  });
});

test("ages are compared in whole jiffies: within the same one nothing has passed", () => {
  const second = millis(1000);
  expect(isWithin(millis(3.9), second, millis(1003.9) as Nanos)).toBe(true);
  expect(isWithin(millis(3.9), second, millis(1004) as Nanos)).toBe(false);
});
