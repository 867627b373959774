import { describe, expect, test } from "vitest";
import { fragments, reassemble } from "#sim/wire/fragment";
import { type Ipv4Packet, ipv4, protocols } from "#sim/wire/ipv4";
import { decodePacket, encodePacket } from "#sim/wire/packet";
import { udpDatagram } from "#sim/wire/udp";
import { client, server } from "./values.ts";

const payload = udpDatagram({ srcPort: 1, dstPort: 2, payload: new Uint8Array(3000).fill(7) });
const whole: Ipv4Packet = ipv4({
  origin: 9,
  src: client,
  dst: server,
  protocol: protocols.udp,
  payload,
  id: 513,
  dontFragment: false,
});

const shapes = (pieces: readonly Ipv4Packet[]): readonly unknown[] =>
  pieces.map((piece) => [piece.fragmentOffset, piece.length, piece.moreFragments]);

describe("fragments", () => {
  test.each([
    [4000, [[0, 3028, false]]],
    [
      1500,
      [
        [0, 1500, true],
        [1480, 1500, true],
        [2960, 68, false],
      ],
    ],
    [
      1499,
      [
        [0, 1492, true],
        [1472, 1492, true],
        [2944, 84, false],
      ],
    ],
  ])("of 3028 bytes for an MTU of %i", (mtu, expected) => {
    expect(shapes(fragments(whole, mtu))).toEqual(expected);
  });

  test("keep identifier and origin, and survive the wire", () => {
    for (const piece of fragments(whole, 1500)) {
      expect(piece).toMatchObject({ id: 513, origin: 9, payload: { kind: "raw" } });
      expect(decodePacket(encodePacket(piece), 9)).toEqual(piece);
    }
  });

  test("of fragments point to the same places", () => {
    const [first, ...rest] = fragments(whole, 1500);
    const smaller = first === undefined ? [] : fragments(first, 600);
    expect(shapes(smaller)).toEqual([
      [0, 596, true],
      [576, 596, true],
      [1152, 348, true],
    ]);
    expect(reassemble([...smaller, ...rest])).toEqual(whole);
  });
});

describe("reassembling", () => {
  const pieces = fragments(whole, 1000);

  test("gives the packet again", () => {
    expect(pieces.length).toBe(4);
    expect(reassemble(pieces)).toEqual(whole);
  });

  test.each([
    ["nothing", []],
    ["without the first", pieces.slice(1)],
    ["without the last", pieces.slice(0, -1)],
    ["with a hole", [...pieces.slice(0, 1), ...pieces.slice(2)]],
    ["with one twice", [...pieces.slice(0, 1), ...pieces]],
  ])("%s gives nothing", (_name, some) => {
    expect(reassemble(some)).toBeUndefined();
  });
});
