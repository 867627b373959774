/** Messages between directors: those of a real kernel come back byte for byte, and say what it meant. */

import { describe, expect, test } from "vitest";
import { type Ipv4Address, parseIpv4 } from "#sim/wire/address";
import { decodeReport, encodeReport, groupRecordTypes } from "#sim/wire/igmp";
import { decodeSync, encodeSync, type SyncMessage, type SyncRecord } from "#sim/wire/ipvs-sync";

const bytesOf = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number(`0x${byte}`));
const hexOf = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const recorded: readonly (readonly [string, string, Partial<SyncRecord>, number])[] = [
  [
    "four connections by direct routing",
    "000300980401000000060024000000830001bb80005000500000000000000384c0a8320a0a0000640a00000c" +
      "00060024000000830001bb81005000500000000000000384c0a8320a0a0000640a00000b" +
      "00060024000000830001bb82005000500000000000000384c0a8320a0a0000640a00000c" +
      "00060024000000830001bb83005000500000000000000384c0a8320a0a0000640a00000b",
    { protocol: 6, flags: 0x83, state: 1, timeout: 900, mark: 0, engine: undefined },
    4,
  ],
  [
    "templates of SIP calls, padded to four bytes",
    "000300750201000000110035000011830000000013c413c4000000000000003cc0a8320a0a0000640a00000c" +
      "020a63616c6c3040686f7374030373697000000000110035000011830000000013c413c4000000000000003c" +
      "c0a8320a0a0000640a00000b020a63616c6c3140686f73740303736970",
    { protocol: 17, flags: 0x1183, timeout: 60, engine: { name: "sip", data: "call0@host" } },
    2,
  ],
  [
    "a connection and its template in version 0",
    "020300340006a02800500050c0a8320a0a0000640a00000c00830001" +
      "0006000000500050c0a8320a0a0000640a00000c11830001",
    { protocol: 6, flags: 0x83, state: 1, timeout: 0 },
    2,
  ],
];

describe("messages of a real kernel", () => {
  test.each(recorded)("%s", (_, hex, first, count) => {
    const message = decodeSync(bytesOf(hex));
    expect(message?.syncId).toBe(3);
    expect(message?.fault).toBeUndefined();
    expect(message?.records).toHaveLength(count);
    expect(message?.records[0]).toMatchObject(first);
    expect(message?.records[0]?.virtual.address).toBe(parseIpv4("10.0.0.100"));
    expect(message === undefined ? "" : hexOf(encodeSync(message))).toBe(hex);
  });
});

const end = (address: number, port: number) => ({ address: address as Ipv4Address, port });

test("offsets of sequence numbers travel in both versions", () => {
  const record: SyncRecord = {
    ...{ protocol: 6, flags: 0x0683, state: 1, mark: 0, timeout: 0 },
    ...{ client: end(1, 2), virtual: end(3, 4), server: end(5, 6) },
    sequences: Uint8Array.from({ length: 24 }, (_, index) => index),
  };
  for (const version of [0, 1] as const) {
    const message: SyncMessage = { version, syncId: 255, records: [record, record] };
    expect(decodeSync(encodeSync(message))).toMatchObject({
      version,
      syncId: 255,
      records: [record, record],
    });
  }
});

test("a head without its length, or with another, is no message", () => {
  for (const hex of ["", "000300", "0003006300010000"]) expect(decodeSync(bytesOf(hex))).toBeUndefined();
});

test("a report of groups comes back, and one with a wrong checksum does not", () => {
  const hex = "2200f9ac0000000104000000e0000051";
  const records = decodeReport(bytesOf(hex));
  const group = parseIpv4("224.0.0.81");
  expect(records).toEqual([{ type: groupRecordTypes.changeToExclude, group, sources: [] }]);
  expect(hexOf(encodeReport(records ?? []))).toBe(hex);
  expect(decodeReport(bytesOf(hex.replace("f9ac", "f9ad")))).toBeUndefined();
});
