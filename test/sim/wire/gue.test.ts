/** GUE, against datagrams of a Linux 6.1 kernel (IPVS, `--tun-remcsum`). */

import { describe, expect, test } from "vitest";
import { encodeGue, gueContent, gueHeader, gueHeaderLength } from "#sim/wire/gue";
import { protocols } from "#sim/wire/ipv4";
import { decodePacket, encodePacket } from "#sim/wire/packet";
import { bytesOf } from "./recorded-frames.ts";

/** A SYN that the director itself sent: its checksum was left to the receiver. */
const offloaded = bytesOf(`
  0204000180000000 00140024
  4500002ce01940003f0646eb0a0000640a000064 9c410050cfd82cad000000006002ffd714e600000204ffd7
`);
/** A SYN that passed through the director. */
const plain = bytesOf(`
  00040000
  4500002c083240003e063784c0a8320a0a000064 9c410050ad61b3b5000000006002faf0a27600000204 05b4
`);

const read = (datagram: Uint8Array) => {
  const header = gueHeader(datagram);
  return header === undefined ? undefined : decodePacket(gueContent(datagram, header), 3);
};

describe.each([
  ["left to the receiver", offloaded, 12],
  ["complete", plain, 4],
] as const)("a checksum that is %s", (_name, datagram, length) => {
  test("the header says so", () => {
    const header = gueHeader(datagram);
    expect(header).toMatchObject({ protocol: protocols.ipip, isControl: false, length });
    expect(header?.remoteChecksum).toEqual(length === 12 ? { start: 20, offset: 36 } : undefined);
    expect(gueHeaderLength(length === 12)).toBe(length);
  });

  test("the packet within is right in the end, and wrapped again gives the same bytes", () => {
    const packet = read(datagram);
    if (packet === undefined) throw new Error("it does not read");
    expect(packet).toMatchObject({ origin: 3, payload: { kind: "tcp", flags: 2, checksumOk: true } });
    const again = encodeGue(protocols.ipip, encodePacket(packet), length === 12 ? packet : undefined);
    expect(again).toEqual(datagram);
  });
});

const changed = (at: number, value: number, from: Uint8Array = plain): Uint8Array => {
  const bytes = from.slice();
  bytes[at] = value;
  return bytes;
};

test.each([
  ["variant 1", changed(0, 0x45)],
  ["an unknown flag", changed(2, 0x40)],
  ["a private flag without room for it", changed(3, 0x01)],
  ["a private field that nobody knows", changed(4, 0x40, offloaded)],
  ["a longer header than there are bytes", changed(0, 0x1f, plain.subarray(0, 40))],
  ["three bytes", plain.subarray(0, 3)],
])("a datagram with %s is refused", (_what, bytes) => {
  expect(gueHeader(bytes)).toBeUndefined();
});

test("a control message says that it is one", () => {
  expect(gueHeader(changed(0, 0x20))?.isControl).toBe(true);
});

test("a place for the checksum beyond the packet leaves it as it came", () => {
  const far = changed(10, 0x7f, offloaded);
  expect(read(far)).toMatchObject({ payload: { checksumOk: false } });
});
