/** Bytes of every header: round trips of random values, malformed bytes, checksums, quotes. */

import { describe, expect, test } from "vitest";
import { randomOf } from "#sim/engine/random";
import { describeFrameBytes } from "#sim/wire/describe";
import { describer } from "#sim/wire/describer";
import { decodeFrame, encodeFrame } from "#sim/wire/ethernet";
import { echo, icmpError, icmpTypes, withQuote } from "#sim/wire/icmp";
import { type Ipv4Packet, protocols, rawPayload, withEnds } from "#sim/wire/ipv4";
import { decodePacket, encodePacket } from "#sim/wire/packet";
import { tcpSegment } from "#sim/wire/tcp";
import { udpDatagram } from "#sim/wire/udp";
import { readRecordings } from "./recorded-frames.ts";
import { asciiBytes, client, packet, randomFrame, server } from "./values.ts";

const seed = 20;

test("1,000 random frames come back as values and as bytes", () => {
  const random = randomOf(seed, "round trip");
  for (let turn = 0; turn < 1000; turn += 1) {
    const frame = randomFrame(random);
    const bytes = encodeFrame(frame);
    const decoded = decodeFrame(bytes);
    if (decoded === undefined) throw new Error(`turn ${turn}: ${JSON.stringify(frame)} cannot be read`);
    expect(decoded.length).toBe(frame.length);
    expect(encodeFrame(decoded)).toEqual(bytes);
    if (!quotes(frame.payload)) expect(decoded).toEqual(frame);
  }
});

/** A quote comes back as far as it travelled: values with one differ from what was sent. */
const quotes = (payload: { readonly kind: string }): boolean => JSON.stringify(payload).includes('"quote":{');

test("10,000 mutated frames are read or refused, never thrown over, and can be told of", () => {
  const random = randomOf(seed, "mutations");
  const recorded = readRecordings().flatMap(({ link, frames }) => (link === "raw" ? [] : frames));
  const state = describer({ link: true, verbose: 2 });
  let refused = 0;
  for (let turn = 0; turn < 10_000; turn += 1) {
    const original = recorded[random.below(recorded.length)]?.bytes ?? new Uint8Array(0);
    const bytes = original.slice(0, random.below(3) === 0 ? random.below(original.length + 1) : undefined);
    for (let change = random.below(6); change > 0; change -= 1) {
      bytes[random.below(Math.min(bytes.length, 80))] = random.below(256);
    }
    const frame = decodeFrame(bytes);
    if (frame === undefined) refused += 1;
    else expect(encodeFrame(frame).length).toBe(frame.length);
    expect(describeFrameBytes(bytes, state)).not.toContain("undefined");
  }
  expect(refused).toBeGreaterThan(2000);
  expect(refused).toBeLessThan(8000);
});

describe("checksums", () => {
  const payload = asciiBytes("odd");
  const segment = tcpSegment({ srcPort: 1, dstPort: 2, seq: 3, ack: 4, flags: 16, window: 5, payload });
  const carried = [
    [protocols.tcp, segment],
    [protocols.udp, udpDatagram({ srcPort: 1, dstPort: 2, payload })],
    [protocols.icmp, echo({ reply: false, id: 1, seq: 2, payload })],
  ] as const;

  test.each(carried)(
    "a wrong one of protocol %i is wrong on the wire, the header's stays right",
    (protocol, right) => {
      const decoded = decodePacket(encodePacket(packet(protocol, { ...right, checksumOk: false })));
      expect(decoded).toEqual(packet(protocol, { ...right, checksumOk: false }));
    },
  );

  test.each(carried)("every changed byte of protocol %i is noticed", (protocol, right) => {
    const bytes = encodePacket(packet(protocol, right));
    for (let at = protocol === protocols.udp ? 26 : 20; at < bytes.length; at += 1) {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      const found = decodePacket(changed)?.payload;
      expect(found === undefined || ("checksumOk" in found && !found.checksumOk)).toBe(true);
    }
  });

  test("a datagram without a checksum counts as right", () => {
    const bytes = encodePacket(packet(protocols.udp, udpDatagram({ srcPort: 1, dstPort: 2, payload })));
    bytes.fill(0, 26, 28);
    expect(decodePacket(bytes)?.payload).toMatchObject({ kind: "udp", checksumOk: true });
  });
});

describe("a quote", () => {
  const segment = tcpSegment({
    srcPort: 40001,
    dstPort: 80,
    seq: 77,
    ack: 5,
    flags: 24,
    window: 9,
    payload: asciiBytes("GET / HTTP/1.0"),
  });
  const quote = packet(protocols.tcp, segment);
  const errorOf = (quotedLength: number): Ipv4Packet =>
    packet(
      protocols.icmp,
      icmpError({ type: icmpTypes.timeExceeded, code: 0, quote, quotedLength }),
      server,
      client,
    );

  test.each([
    [28, { srcPort: 40001, dstPort: 80, seq: 77, ack: 0, flags: 0 }, ""],
    [40, { srcPort: 40001, dstPort: 80, seq: 77, ack: 5, flags: 24 }, ""],
    [44, { srcPort: 40001, dstPort: 80, seq: 77, ack: 5, flags: 24 }, "GET "],
    [548, { srcPort: 40001, dstPort: 80, seq: 77, ack: 5, flags: 24 }, "GET / HTTP/1.0"],
  ])("of at most %i bytes is read as far as it goes, and keeps its length", (quotedLength, fields, data) => {
    const bytes = encodePacket(errorOf(quotedLength));
    const decoded = decodePacket(bytes)?.payload;
    expect(bytes.length).toBe(28 + Math.min(quotedLength, quote.length));
    expect(decoded).toMatchObject({
      quotedLength: Math.min(quotedLength, quote.length),
      quote: { src: client, dst: server, length: quote.length },
    });
    expect(decoded).toMatchObject({
      quote: { payload: { ...fields, payload: asciiBytes(data), checksumOk: true } },
    });
  });

  test("that is rewritten after it was read travels rewritten", () => {
    const decoded = decodePacket(encodePacket(errorOf(28)));
    const message = decoded?.payload;
    if (message?.kind !== "icmp" || message.quote === undefined) throw new Error("no quote");
    const elsewhere = withEnds(message.quote, server, client, message.quote.payload);
    const again = decodePacket(encodePacket({ ...errorOf(28), payload: withQuote(message, elsewhere) }));
    expect(again?.payload).toMatchObject({
      checksumOk: true,
      quote: { src: server, dst: client, checksumOk: true },
    });
  });

  test("that is too short to be one stays as bytes", () => {
    const decoded = decodePacket(encodePacket(errorOf(12)));
    expect(decoded?.payload).toMatchObject({ kind: "icmp", quote: undefined, payload: { length: 12 } });
  });
});

test("packets nested a thousand deep are read without end of stack", () => {
  let nested = packet(protocols.ipip, rawPayload(new Uint8Array(0)));
  for (let depth = 0; depth < 1000; depth += 1)
    nested = packet(protocols.ipip, rawPayload(encodePacket(nested)));
  const bytes = encodePacket(nested);
  const decoded = decodePacket(bytes, 7);
  expect(decoded?.payload).toMatchObject({ kind: "ipv4", origin: 7, payload: { kind: "ipv4" } });
  expect(decoded === undefined ? undefined : encodePacket(decoded)).toEqual(bytes);
});
