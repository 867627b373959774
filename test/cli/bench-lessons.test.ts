/** The benchmark of lessons: what it measures, and what it calls too slow. */

import { describe, expect, test } from "vitest";
import { areGoodLessons, measureLessons } from "#cli/bench-lessons";

test("a lesson is solved, and checks are asked after much has happened", async () => {
  const figures = await measureLessons(["first-request"]);
  expect(figures.lessons).toBe(1);
  expect(figures.solve_ms_worst).toBe(figures.solve_ms_median);
  expect(figures.solve_ms_worst).toBeGreaterThan(0);
  expect(figures.events).toBeGreaterThan(10_000);
  expect(figures.check_ms_worst).toBeGreaterThan(0);
});

describe("lessons are good where nobody waits", () => {
  const good = { solve_ms_worst: 2000, check_ms_worst: 1, compare_ms: 1000 };
  test.each([
    [true, {}],
    [false, { solve_ms_worst: 2001 }],
    [false, { check_ms_worst: 1.001 }],
    [false, { compare_ms: 1001 }],
  ])("%s for %o", (expected, figures) => {
    const others = { lessons: 22, solve_ms_median: 300, events: 10_000 };
    expect(areGoodLessons({ ...others, ...good, ...figures })).toBe(expected);
  });
});
