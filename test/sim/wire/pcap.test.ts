/** Capture files: their blocks, and that they can be read again. */

import { describe, expect, test } from "vitest";
import {
  type CapturedFrame,
  linkTypes,
  pcapFrame,
  pcapHeader,
  pcapngFrame,
  pcapngHeader,
} from "#sim/wire/pcap";
import { readCapture } from "#sim/wire/pcap-reader";
import { bytesOf } from "./recorded-frames.ts";

const devices = [
  { name: "client:eth0", linkType: linkTypes.ethernet },
  { name: "rs1:tunl0", linkType: linkTypes.rawIp },
];
const frames: readonly CapturedFrame[] = [
  { time: 1_700_000_123, device: 0, bytes: Uint8Array.of(1, 2, 3, 4, 5), length: 5 },
  { time: 5_000_000_000_000, device: 1, bytes: Uint8Array.of(9, 8, 7), length: 60 },
];
const joined = (parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]));
const pcapng = joined([pcapngHeader(devices), ...frames.map(pcapngFrame)]);

test("pcapng: one section, a block for each device, a block for each frame", () => {
  expect(pcapngHeader(devices.slice(1))).toEqual(
    bytesOf(`
      0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000
      01000000 30000000 6500 0000 00000400
        0200 0900 7273313a74756e6c30 000000  0900 0100 09 000000  0000 0000
      30000000
    `),
  );
  expect(
    pcapngFrame({ time: 0x123456789a, device: 1, bytes: Uint8Array.of(1, 2, 3, 4, 5), length: 5 }),
  ).toEqual(
    bytesOf(`
      06000000 28000000 01000000 12000000 9a785634 05000000 05000000 01020304 05000000 28000000
    `),
  );
});

describe("reading", () => {
  test("pcapng gives devices and frames again", () => {
    expect(readCapture(pcapng)).toEqual({ devices, frames, cut: false });
  });

  test("classic pcap gives the frames of its one device", () => {
    const first = frames.map((frame) => ({ ...frame, device: 0 }));
    const file = joined([pcapHeader(linkTypes.rawIp), ...frames.map(pcapFrame)]);
    expect(readCapture(file)).toEqual({ devices: [{ name: "", linkType: 101 }], frames: first, cut: false });
  });

  test("big endian microseconds are understood", () => {
    const file = bytesOf(`
      a1b2c3d4 0002 0004 00000000 00000000 00040000 00000001
      00000002 00000003 00000002 00000010 abcd
    `);
    expect(readCapture(file)).toEqual({
      devices: [{ name: "", linkType: 1 }],
      frames: [{ time: 2_000_003_000, device: 0, bytes: Uint8Array.of(0xab, 0xcd), length: 16 }],
      cut: false,
    });
  });

  test("a file cut anywhere gives what came before and says so", () => {
    const whole = [pcapngHeader(devices).length, pcapng.length - pcapngFrame(frames[1] ?? never()).length];
    for (let length = 24; length < pcapng.length; length += 1) {
      const found = readCapture(pcapng.slice(0, length));
      expect(found?.frames.length).toBe(length >= (whole[1] ?? 0) ? 1 : 0);
    }
    expect(readCapture(pcapng.slice(0, -1))).toMatchObject({ cut: true });
  });

  test.each(["", "47455420", "00".repeat(40), `0a0d0d0a1c000000${"11".repeat(20)}`])(
    "%j is no capture",
    (hex) => {
      expect(readCapture(bytesOf(hex))).toBeUndefined();
    },
  );
});

function never(): never {
  throw new Error("no such frame");
}
