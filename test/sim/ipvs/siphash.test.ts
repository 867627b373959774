/**
 * The hash behind mh: the places that a real kernel gave to servers and clients in a table of 4093.
 */

import { expect, test } from "vitest";
import { sipHash13 } from "#sim/ipvs/siphash";
import { ip } from "#support/stack-of";

const [startKey, skipKey] = [2654435761, 2654446892];

test.each([
  ["192.168.1.11", 80, 2340, 414],
  ["192.168.1.12", 80, 3773, 149],
  ["192.168.1.13", 80, 1731, 3635],
])("%s:%i starts at %i and skips %i", (address, port, start, skip) => {
  const value = ip(address) + port;
  expect(sipHash13(value, startKey) % 4093).toBe(start);
  expect((sipHash13(value, skipKey) % 4092) + 1).toBe(skip);
});

test("only the low 32 bits of a number count", () => {
  expect(sipHash13(ip("255.255.255.255") + 6, startKey)).toBe(sipHash13(5, startKey));
});
