import { expect, test } from "vitest";
import { randomOf } from "#sim/engine/random";
import { checksum, foldSum, sumBytes, updateChecksum, wrongChecksum } from "#sim/wire/checksum";
import { bytesOf } from "./recorded-frames.ts";
import { randomBytes } from "./values.ts";

test("the example of RFC 1071 section 3 sums to ddf2", () => {
  expect(foldSum(sumBytes(bytesOf("0001f203f4f5f6f7"), 0, 8))).toBe(0xddf2);
});

test("the example of RFC 1624 section 4 gives 0000, not ffff", () => {
  expect(updateChecksum(0xdd2f, 0x5555, 0x3285)).toBe(0x0000);
});

test("64 KiB of ones do not overflow", () => {
  expect(checksum(new Uint8Array(65535).fill(0xff))).toBe(0x00ff);
});

test("an update gives what summing again gives", () => {
  const random = randomOf(3, "checksum");
  for (let turn = 0; turn < 500; turn += 1) {
    const bytes = Uint8Array.of(1, ...randomBytes(random, 61), 2, 3);
    const before = checksum(bytes);
    const at = 2 * random.below(bytes.length >> 1);
    const oldWord = sumBytes(bytes, at, at + 2);
    bytes[at] = random.below(256);
    expect(updateChecksum(before, oldWord, sumBytes(bytes, at, at + 2))).toBe(checksum(bytes));
  }
});

test("a wrong checksum is another sum for every right one, and never 0 for UDP", () => {
  const all = Array.from({ length: 0x10000 }, (_, right) => right);
  expect(all.filter((right) => wrongChecksum(right) % 0xffff === right % 0xffff)).toEqual([]);
  expect(all.filter((right) => wrongChecksum(right) === 0)).toEqual([]);
});
