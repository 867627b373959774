/** GRE: what is read and what is not; bytes of a real kernel are in recorded-frames.txt. */

import { describe, expect, test } from "vitest";
import { parseIpv4 } from "#sim/wire/address";
import { put16 } from "#sim/wire/bytes";
import { gre } from "#sim/wire/gre";
import { type Ipv4Packet, ipv4, protocols } from "#sim/wire/ipv4";
import { decodePacket, encodePacket } from "#sim/wire/packet";
import { decodeQuote } from "#sim/wire/quote";
import { udpDatagram } from "#sim/wire/udp";

const [client, director, server] = ["192.0.2.1", "10.0.0.2", "10.0.0.11"].map(parseIpv4);
if (client === undefined || director === undefined || server === undefined) throw new Error("addresses");

const payload = udpDatagram({ srcPort: 40001, dstPort: 53, payload: Uint8Array.of(1, 2, 3) });
const inner = ipv4({ origin: 7, src: client, dst: server, protocol: protocols.udp, payload });
const wrapped = (hasChecksum: boolean): Ipv4Packet => {
  const ends = { origin: 7, src: director, dst: server };
  return ipv4({ ...ends, protocol: protocols.gre, payload: gre(inner, hasChecksum) });
};

describe.each([false, true])("with a checksum: %s", (hasChecksum) => {
  const packet = wrapped(hasChecksum);
  const bytes = encodePacket(packet);

  test("it comes back, with the origin of the packet around it", () => {
    expect(packet.length).toBe(20 + (hasChecksum ? 8 : 4) + inner.length);
    expect(decodePacket(bytes, 7)).toEqual(packet);
  });

  test("a changed byte within is noticed only by a checksum", () => {
    const changed = bytes.slice();
    changed[changed.length - 1] = 0x77;
    expect(decodePacket(changed)?.payload).toMatchObject({ kind: "gre", checksumOk: !hasChecksum });
  });

  test("of a quote as much is read as is there", () => {
    const headers = packet.length - inner.length;
    const read = decodeQuote(bytes.subarray(0, headers + 20 + 8))?.payload;
    expect(read).toMatchObject({
      ...{ kind: "gre", checksumOk: true, length: packet.length - 20 },
      payload: { kind: "ipv4", src: client, length: inner.length, payload: { srcPort: 40001, dstPort: 53 } },
    });
    expect(decodeQuote(bytes.subarray(0, 22))?.payload.kind).toBe("raw");
  });
});

test.each([
  ["a key", 0, 0x2000, "raw"],
  ["a sequence number", 0, 0x1000, "raw"],
  ["version 1", 0, 0x0001, "raw"],
  ["another protocol", 2, 0x6558, "gre"],
])("a packet with %s is not looked into, and stays as it is", (_what, at, value, kind) => {
  const bytes = encodePacket(wrapped(false));
  put16(bytes, 20 + at, value);
  const packet = decodePacket(bytes);
  expect(packet?.payload.kind).toBe(kind);
  expect(packet === undefined ? undefined : encodePacket(packet)).toEqual(bytes);
});
