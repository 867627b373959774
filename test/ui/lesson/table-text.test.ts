/**
 * Tables in a lesson's text, and how several steps fill in one.
 */

import { describe, expect, it } from "vitest";
import { tableIn, tablesOf, tablesSoFar, withoutTables } from "#ui/lesson/table-text";

const first = "Said.\n\n| Mode | To |\n| --- | --- |\n| NAT | server |\n| DR | ? |";
const second = "| Mode | To |\n| --- | --- |\n| DR | VIP |";
const other = "| Who | What |\n| --- | --- |\n| rs1 | answers |";

describe("a table in a text", () => {
  it("is a paragraph of lines between bars, and nothing else is", () => {
    expect(tableIn(second)).toEqual({ head: ["Mode", "To"], rows: [["DR", "VIP"]] });
    expect(tableIn("a | b")).toBeUndefined();
    expect(tableIn("| a |\nb")).toBeUndefined();
  });

  it("is filled in by later texts that have the same heads", () => {
    const rows = [
      ["NAT", "server"],
      ["DR", "VIP"],
    ];
    expect(tablesOf([first, second])).toEqual([{ head: ["Mode", "To"], rows }]);
    expect(tablesSoFar(second, [first, other])).toEqual([{ head: ["Mode", "To"], rows }]);
    expect(tablesSoFar("Nothing.", [first])).toEqual([]);
  });

  it("is taken out of what is said beside it", () => {
    expect(withoutTables(first)).toBe("Said.");
    expect(withoutTables(second)).toBe("");
  });
});
