import { describe, expect, test } from "vitest";
import {
  formatIpv4,
  formatMac,
  isGroupMac,
  lengthOfMask,
  maskOf,
  multicastMac,
  parseCidr,
  parseIpv4,
  parseMac,
} from "#sim/wire/address";
import { address } from "./values.ts";

test("every prefix length has a mask, and the mask that length", () => {
  for (let length = 0; length <= 32; length += 1) expect(lengthOfMask(maskOf(length))).toBe(length);
});

test.each(["255.0.255.0", "0.0.0.1", "127.255.255.255", "255.255.255.253"])("%s is no mask", (text) => {
  expect(lengthOfMask(address(text))).toBeUndefined();
});

describe("text", () => {
  test.each(["0.0.0.0", "10.0.0.1", "255.255.255.255"])("%s is an address", (text) => {
    expect(formatIpv4(address(text))).toBe(text);
  });
  test.each(["", "10.0.0", "10.0.0.256", "10.0.0.1.2", "a.b.c.d", " 10.0.0.1"])("%j is none", (text) => {
    expect(parseIpv4(text)).toBeUndefined();
  });
  test.each([
    ["10.0.0.1/24", { address: address("10.0.0.1"), length: 24 }],
    ["10.0.0.1", { address: address("10.0.0.1"), length: 32 }],
    ["10.0.0.1/33", undefined],
    ["10.0.0.1/24/1", undefined],
    ["10.0.0.1/", undefined],
  ])("%s is a prefix or not", (text, expected) => {
    expect(parseCidr(text)).toEqual(expected);
  });
  test("a MAC address is written in lower case pairs", () => {
    expect(formatMac(parseMac("2:0:0:0:A:ff") ?? multicastMac(address("0.0.0.0")))).toBe("02:00:00:00:0a:ff");
    expect(parseMac("02:00:00:00:00")).toBeUndefined();
  });
});

test("a multicast group has a group MAC address of its lowest 23 bits", () => {
  const mac = multicastMac(address("239.129.2.3"));
  expect(formatMac(mac)).toBe("01:00:5e:01:02:03");
  expect(isGroupMac(mac)).toBe(true);
});
