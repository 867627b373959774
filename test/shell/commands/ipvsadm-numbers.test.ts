/** How ipvsadm writes large counters, from the rule of its listings: no recording has counted that far. */

import { describe, expect, test } from "vitest";
import { largeNumber } from "#shell/commands/ipvsadm/columns";

const rounded: readonly (readonly [value: number, text: string])[] = [
  [0, "        0"],
  [99_999_999, " 99999999"],
  [100_000_000, "  100000K"],
  [999_999_999, "  999999K"],
  [1_000_000_000, "    1000M"],
  [99_999_999_999, "   99999M"],
  [100_000_000_000, "     100G"],
  [99_999_999_999_999, "   99999G"],
  [100_000_000_000_000, "     100T"],
  [9_007_199_254_740_991, "    9007T"],
];

const exact: readonly (readonly [value: number, text: string])[] = [
  [0, "        0"],
  [12_345_678, " 12345678"],
  [123_456_789, " 123456789"],
  [1_234_567_890_123, " 1234567890123"],
];

describe("a counter", () => {
  test.each(rounded)("%i is cut down to whole thousands, millions and so on", (value, text) => {
    expect(largeNumber(value, false)).toBe(text);
  });
  test.each(exact)("%i with --exact keeps all its digits after a blank", (value, text) => {
    expect(largeNumber(value, true)).toBe(text);
  });
});
