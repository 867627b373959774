import { describe, expect, test } from "vitest";
import type { Ipv4Address } from "#sim/wire/address";
import type { TcpOptions } from "#sim/wire/tcp";
import { decodeTcpOptions, encodeTcpOptionsInto, tcpOptions, tcpOptionsLength } from "#sim/wire/tcp-options";
import { bytesOf } from "./recorded-frames.ts";

const timestamps = { value: 0x01020304, echo: 0x05060708 };
const ts = "080a0102030405060708";
const block = [0x10, 0x20] as const;
const toa = { address: 0x0a000001 as Ipv4Address, port: 40000 };
const edges = "00000010 00000020";

const layouts: readonly (readonly [string, Partial<TcpOptions>, string])[] = [
  ["nothing", {}, ""],
  ["MSS", { mss: 1460 }, "020405b4"],
  [
    "all of a SYN",
    { mss: 1460, sackPermitted: true, timestamps, windowScale: 7 },
    `020405b4 0402 ${ts} 01030307`,
  ],
  ["a SYN without SACK", { mss: 1460, timestamps, windowScale: 7 }, `020405b4 0101 ${ts} 01030307`],
  [
    "a SYN without timestamps",
    { mss: 1460, sackPermitted: true, windowScale: 7 },
    "020405b4 01010402 01030307",
  ],
  ["timestamps of a later segment", { timestamps }, `0101 ${ts}`],
  [
    "timestamps and SACK blocks",
    { timestamps, sack: [block, block] },
    `0101 ${ts} 01010512 ${edges} ${edges}`,
  ],
  [
    "a SYN whose timestamps were erased",
    { mss: 1460, sackPermitted: true, erasedTimestamps: true, windowScale: 7 },
    "020405b4 0402 01010101010101010101 01030307",
  ],
  ["erased timestamps without SACK", { erasedTimestamps: true }, "0101 01010101010101010101"],
  ["a client's endpoint comes first", { timestamps, toa }, `fe08 9c40 0a000001 0101 ${ts}`],
  ["an unknown option", { timestamps, other: bytesOf("fd03aa") }, `0101 ${ts} fd03aa01`],
];

const encoded = (options: TcpOptions): Uint8Array => {
  const bytes = new Uint8Array(tcpOptionsLength(options));
  encodeTcpOptionsInto(options, bytes, 0);
  return bytes;
};

describe("options are laid out as Linux does", () => {
  test.each(layouts)("%s", (_name, fields, hex) => {
    const options = tcpOptions(fields);
    expect(encoded(options)).toEqual(bytesOf(hex));
    expect(decodeTcpOptions(bytesOf(hex), 0, bytesOf(hex).length)).toEqual(options);
  });
});

test("as many SACK blocks as fit are sent: four, or three beside timestamps", () => {
  const sack = [block, block, block, block, block];
  expect(tcpOptionsLength(tcpOptions({ sack }))).toBe(36);
  expect(tcpOptionsLength(tcpOptions({ sack, timestamps }))).toBe(40);
  expect(decodeTcpOptions(encoded(tcpOptions({ sack, timestamps })), 0, 40).sack.length).toBe(3);
});

test.each([
  ["a length beyond the end", "020405b4 0308", { mss: 1460 }],
  ["a length of 0", "020405b4 0300 0402", { mss: 1460 }],
  ["end of options", "020405b4 00 03 03 07", { mss: 1460 }],
  ["a known kind of another length", "0203aa 01", { other: bytesOf("0203aa") }],
])("%s ends reading or is kept as bytes", (_name, hex, fields) => {
  expect(decodeTcpOptions(bytesOf(hex), 0, bytesOf(hex).length)).toEqual(tcpOptions(fields));
});
