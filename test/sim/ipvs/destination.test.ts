/**
 * When a destination counts as overloaded: what editing its thresholds does at once, as measured on a kernel.
 */

import { describe, expect, test } from "vitest";
import { change, picks, withServers } from "#support/picks";

describe("with three connections held", () => {
  test.each([
    ["", "-x 3", "- -"],
    ["", "-x 2", "- -"],
    ["-x 3", "", "R1 R1"],
    ["-x 3", "-x 2", "- -"],
    ["-x 3", "-x 3 -w 2", "- -"],
    ["-x 3", "-x 4", "- -"],
    ["-x 3", "-x 5", "R1 R1"],
    ["-x 3", "-x 4 -y 4", "R1 -"],
    ["-x 5 -y 2", "-x 4 -y 2", "R1 -"],
    ["-x 3 -y 1", "-x 10 -y 1", "- -"],
    ["-x 3 -y 1", "-x 4 -y 3", "- -"],
    ["-x 4", "-x 3 -y 3", "- -"],
  ])("%j edited to %j: %s", (before, after, expected) => {
    const director = withServers("wlc", [1]);
    change(director, "-e", 1, `-m ${before}`);
    expect(picks(director, 3)).toBe("R1 R1 R1");
    change(director, "-e", 1, `-m ${after}`);
    expect(picks(director, 2, 41000)).toBe(expected);
  });

  test.each([
    ["-x 4", "- -"],
    ["-x 5", "R1 R1"],
  ])("-x 3, deleted, and back with %j: %s", (after, expected) => {
    const director = withServers("wlc", [1]);
    change(director, "-e", 1, "-m -x 3");
    picks(director, 3);
    change(director, "-d", 1);
    change(director, "-a", 1, `-m ${after}`);
    expect(picks(director, 2, 41000)).toBe(expected);
  });
});
