/** Which known word a misspelt one is taken for. */

import { describe, expect, test } from "vitest";
import { editDistance, nearest, suggestion } from "#scenario/nearest";

describe("editDistance", () => {
  test.each<[string, string, number]>([
    ["", "abc", 3],
    ["delay", "delay", 0],
    ["dealy", "delay", 1],
    ["client", "clint", 1],
    ["kitten", "sitting", 3],
    ["ab", "ba", 1],
  ])("%s to %s is %i", (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance);
    expect(editDistance(to, from)).toBe(distance);
  });
});

describe("nearest", () => {
  test.each<[string, string | undefined]>([
    ["frnt", "front"],
    ["FRONT", "front"],
    ["bcak", "back"],
    ["middle", undefined],
    ["", undefined],
    ["f".repeat(1000), undefined],
  ])("%s is taken for %s", (word, meant) => {
    expect(nearest(word, ["front", "back"])).toBe(meant);
  });
});

test("where nothing is near, all words are offered", () => {
  expect(suggestion("xyzzy", ["front", "back"])).toBe("use one of front, back");
  expect(suggestion("xyzzy", [])).toBe("there are none here");
});
