/**
 * Which segments of a batch become one.
 */

import { describe, expect, test } from "vitest";
import { mergeSegments } from "#sim/stack/receive-merge";
import { type Ipv4Packet, ipv4, protocols } from "#sim/wire/ipv4";
import { type TcpFields, tcpFlags, tcpSegment } from "#sim/wire/tcp";
import { ip } from "#support/stack-of";

const mss = 100;

interface Segment extends Partial<TcpFields> {
  readonly size?: number;
  readonly id?: number;
  readonly ttl?: number;
}

const segment = ({ size = mss, id = 1, ttl = 64, ...fields }: Segment): Ipv4Packet =>
  ipv4({
    origin: 1,
    src: ip("10.0.0.1"),
    dst: ip("10.0.0.2"),
    protocol: protocols.tcp,
    id,
    ttl,
    payload: tcpSegment({
      srcPort: 4000,
      dstPort: 80,
      seq: 1,
      ack: 1,
      flags: tcpFlags.ack,
      window: 500,
      payload: new Uint8Array(size),
      ...fields,
    }),
  });

/** The lengths of the data in what comes out. */
const sizes = (...packets: readonly Ipv4Packet[]): readonly number[] =>
  mergeSegments(packets.map((packet, stamp) => ({ packet, stamp }))).map(({ packet }) => packet.length - 40);

const first = segment({});
const second: Segment = { seq: 1 + mss, id: 2 };

describe("segments that arrive together", () => {
  test("become one while they are full and follow each other; a short one is the last", () => {
    const third = segment({ seq: 1 + 2 * mss, id: 3, size: 10, flags: tcpFlags.ack | tcpFlags.psh });
    const fourth = segment({ seq: 11 + 2 * mss, id: 4 });
    expect(sizes(first, segment(second), third, fourth)).toEqual([2 * mss + 10, mss]);
  });

  test("carry the stamp of the first, and PSH of the last", () => {
    const last = segment({ ...second, flags: tcpFlags.ack | tcpFlags.psh });
    const [merged] = mergeSegments([
      { packet: first, stamp: 7 },
      { packet: last, stamp: 8 },
    ]);
    expect(merged).toMatchObject({ stamp: 7, isMerged: true });
    expect(merged?.packet.payload).toMatchObject({ seq: 1, flags: tcpFlags.ack | tcpFlags.psh });
  });

  test.each<[string, Segment]>([
    ["there is a hole", { seq: 2 + mss }],
    ["the later one is longer", { size: mss + 1 }],
    ["another acknowledgement", { ack: 2 }],
    ["another window", { window: 501 }],
    ["another time to live", { ttl: 63 }],
    ["identifications do not count", { id: 9 }],
    ["a reset", { flags: tcpFlags.ack | tcpFlags.rst }],
    ["another connection", { srcPort: 4001 }],
  ])("stay apart: %s", (_why, difference) => {
    expect(sizes(first, segment({ ...second, ...difference }))).toHaveLength(2);
  });

  test("are not merged behind one that pushes", () => {
    const pushing = segment({ flags: tcpFlags.ack | tcpFlags.psh });
    expect(sizes(pushing, segment(second))).toHaveLength(2);
  });
});
