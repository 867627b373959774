/** The benchmark of the connection table: what it counts, and what it calls too much. */

import { describe, expect, test } from "vitest";
import { isGoodTable, measureTable } from "#cli/bench-table";

test("every entry is in the table and is found", () => {
  const figures = measureTable(2_000, 1);
  expect(figures.entries).toBe(2_000);
  expect(figures.request_ns).toBeGreaterThan(0);
});

describe("a table is good below 1 GiB and 1 µs", () => {
  const good = { heap_bytes_per_entry: 300, request_ns: 200, reply_ns: 300, miss_ns: 200 };
  test.each([
    [true, { heap_mib: 1024 }],
    [false, { heap_mib: 1025 }],
    [false, { heap_mib: 300, request_ns: 1000 }],
    [false, { heap_mib: 300, reply_ns: 1000 }],
    [false, { heap_mib: 300, miss_ns: 1000 }],
  ])("%s for %o", (expected, figures) => {
    expect(isGoodTable({ entries: 1_000_000, ...good, ...figures })).toBe(expected);
  });
});
