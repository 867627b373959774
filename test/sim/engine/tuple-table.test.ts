import { describe, expect, test } from "vitest";
import { randomOf } from "#sim/engine/random";
import { emptyTable, get, remove, set, valuesOf } from "#sim/engine/tuple-table";

describe("a table keyed by pairs of numbers", () => {
  test("agrees with a map of text keys through 50,000 random changes", () => {
    const table = emptyTable<number>();
    const model = new Map<string, number>();
    const random = randomOf(11, "tuples");
    for (let step = 0; step < 50_000; step++) {
      const first = random.below(60) * 65536 + random.below(4);
      const second = (random.below(40) + 0xc0a80000) * 65536 + 80;
      const key = `${first} ${second}`;
      if (random.below(3) === 0) {
        expect(remove(table, first, second)).toBe(model.delete(key));
      } else {
        set(table, first, second, step);
        model.set(key, step);
      }
      expect(get(table, first, second)).toBe(model.get(key));
    }
    expect(table.count).toBe(model.size);
    expect([...valuesOf(table)].sort((a, b) => a - b)).toEqual([...model.values()].sort((a, b) => a - b));
  });
});
