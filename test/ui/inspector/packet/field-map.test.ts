/**
 * The map of a frame's bytes: complete, without overlaps, and true: what it reads is what the frame holds.
 */

import { describe, expect, test } from "vitest";
import { type Ipv4Address, type MacAddress, parseIpv4, parseMac } from "#sim/wire/address";
import { type EthernetFrame, encodeFrame, ethernet } from "#sim/wire/ethernet";
import type { IcmpMessage } from "#sim/wire/icmp";
import { type Ipv4Packet, ipv4, protocols, rawPayload, withOptions } from "#sim/wire/ipv4";
import { type TcpSegment, tcpSegment } from "#sim/wire/tcp";
import { tcpOptions } from "#sim/wire/tcp-options";
import { type UdpDatagram, udpDatagram } from "#sim/wire/udp";
import { framesOf, recordedScenario } from "#support/recorded-scenario";
import { fieldMapOf } from "#ui/inspector/packet/field-map";
import { fieldValue, type HeaderNode, leavesOf } from "#ui/inspector/packet/field-tree";

const ip = (text: string): Ipv4Address => parseIpv4(text) ?? (0 as Ipv4Address);
const mac = (text: string): MacAddress => parseMac(text) ?? (0 as MacAddress);

/** How often each bit of a frame is in a field. */
function coverOf(bytes: Uint8Array, headers: readonly HeaderNode[]): Uint8Array {
  const cover = new Uint8Array(bytes.length * 8);
  for (const { bit, width } of leavesOf(headers)) {
    for (let at = bit; at < bit + width; at++) cover[at] = (cover[at] ?? 0) + 1;
  }
  return cover;
}

/** What a map says, by header and field: those of each header in order of the headers. */
function readOf(bytes: Uint8Array, headers: readonly HeaderNode[]): Map<string, unknown>[] {
  return headers.flatMap((header) => {
    const own = new Map<string, unknown>();
    const within: Map<string, unknown>[] = [];
    for (const child of header.children) {
      if (child.kind === "header") within.push(...readOf(bytes, [child]));
      else own.set(child.id.replace(/-\d+\./, "."), fieldValue(bytes, child));
    }
    return [own, ...within];
  });
}

/** What a map must say of a frame, in the same order. */
function heldBy(frame: EthernetFrame): Map<string, unknown>[] {
  const held: Map<string, unknown>[] = [valuesOf("ethernet", { dst: frame.dst, src: frame.src })];
  if (frame.vlan !== undefined) held.push(valuesOf("vlan", { ...frame.vlan }));
  const { payload } = frame;
  if (payload.kind === "ipv4") held.push(...heldByPacket(payload));
  if (payload.kind === "arp") {
    const { operation, senderMac, senderIp, targetMac, targetIp } = payload;
    held.push(
      valuesOf("arp", {
        operation,
        "sender-mac": senderMac,
        "sender-ip": senderIp,
        "target-mac": targetMac,
        "target-ip": targetIp,
      }),
    );
  }
  return held;
}

function heldByPacket(packet: Ipv4Packet): Map<string, unknown>[] {
  const { tos, length, id, ttl, protocol, src, dst, payload } = packet;
  const flags = { df: Number(packet.dontFragment), mf: Number(packet.moreFragments) };
  const values = { dscp: tos >>> 2, ecn: tos & 3, length, id, ...flags, ttl, protocol, src, dst };
  const held = [valuesOf("ip", { ...values, offset: packet.fragmentOffset / 8 })];
  if (payload.kind === "tcp") held.push(heldByTcp(payload));
  if (payload.kind === "udp") held.push(heldByUdp(payload));
  if (payload.kind === "icmp") held.push(heldByIcmp(payload), ...heldByQuote(payload));
  if (payload.kind === "gre") held.push(valuesOf("gre", { type: payload.etherType }));
  if (payload.kind === "ipv4") held.push(...heldByPacket(payload));
  if (payload.kind === "gre" && payload.payload.kind === "ipv4") held.push(...heldByPacket(payload.payload));
  return held;
}

const heldByTcp = ({ srcPort, dstPort, seq, ack, flags, window }: TcpSegment) =>
  valuesOf("tcp", { sport: srcPort, dport: dstPort, seq, ack, flags, window });
const heldByUdp = ({ srcPort, dstPort, length }: UdpDatagram) =>
  valuesOf("udp", { sport: srcPort, dport: dstPort, length });
const heldByIcmp = ({ type, code }: IcmpMessage) => valuesOf("icmp", { type, code });

/** Of a quoted packet the header is whole, of what it carries at least the ports. */
function heldByQuote({ quote }: IcmpMessage): Map<string, unknown>[] {
  if (quote === undefined) return [];
  const [header = new Map()] = heldByPacket({ ...quote, payload: rawPayload(new Uint8Array(0)) });
  const { payload } = quote;
  if (payload.kind !== "tcp" && payload.kind !== "udp") return [header];
  return [header, valuesOf(payload.kind, { sport: payload.srcPort, dport: payload.dstPort })];
}

const valuesOf = (header: string, values: Readonly<Record<string, unknown>>): Map<string, unknown> =>
  new Map(Object.entries(values).map(([name, value]) => [`${header}.${name}`, value]));

/** Complains where a map leaves out a bit, has it twice, or reads something else than the frame holds. */
function complaintsOf(frame: EthernetFrame): string[] {
  const bytes = encodeFrame(frame);
  const headers = fieldMapOf(bytes);
  const complaints: string[] = [];
  const wrong = coverOf(bytes, headers).findIndex((count) => count !== 1);
  if (wrong >= 0) complaints.push(`bit ${wrong} of ${bytes.length} bytes`);
  const read = readOf(bytes, headers).filter(
    (values) => ![...values.keys()].some((key) => key.startsWith("option")),
  );
  for (const [index, values] of heldBy(frame).entries()) {
    for (const [name, value] of values) {
      const said = read[index]?.get(name);
      if (said !== value) complaints.push(`${name}: ${said} instead of ${value}`);
    }
  }
  const ids = leavesOf(headers).map(({ id }) => id);
  if (new Set(ids).size !== ids.length) complaints.push("two fields with one id");
  const sums = leavesOf(headers).filter(({ note }) => note?.kind === "checksum" && note.verdict === "wrong");
  complaints.push(...sums.map(({ id }) => `wrong ${id}`));
  return complaints;
}

describe("every byte of every frame is in one field, which reads what the frame holds", () => {
  test.each([
    ["nat-basic", 80],
    ["direct-routing", 80],
    ["tunnel-basic", 80],
    ["tunnel-gue-gre", 60],
    ["tunnel-mtu-trap", 40],
    ["fullnat", 80],
    ["sync-failover", 40],
    ["nat-no-forward", 10],
  ])("%s, at least %i frames", async (name, least) => {
    const frames = framesOf((await recordedScenario(name)).recording);
    expect(frames.length).toBeGreaterThanOrEqual(least);
    expect(frames.flatMap(complaintsOf)).toEqual([]);
  });
});

test("packets in GUE and GRE are looked into, and their outer headers told apart", async () => {
  const frames = framesOf((await recordedScenario("tunnel-gue-gre")).recording);
  const shapes = frames.map((frame) => {
    const headers = fieldMapOf(encodeFrame(frame));
    return headers.map(({ id, layer }) => `${id.replace(/-\d+$/, "")}:${layer}`).join(" ");
  });
  expect(shapes).toContain("ethernet:ethernet ip:outer udp:outer gue:outer ip:ip tcp:transport");
  expect(shapes).toContain("ethernet:ethernet ip:outer gre:outer ip:ip tcp:transport");
});

const client = { src: ip("192.168.10.6"), dst: ip("10.0.0.10"), origin: 1 };
const syn = tcpSegment({ srcPort: 41000, dstPort: 80, seq: 7, ack: 0, flags: 2, window: 64240 });
const onWire = (packet: Ipv4Packet, vlan?: { id: number; priority: number }): EthernetFrame =>
  ethernet(mac("02:00:00:00:02:00"), mac("02:00:00:00:01:00"), packet, vlan);
const idsOf = (frame: EthernetFrame): string[] =>
  leavesOf(fieldMapOf(encodeFrame(frame))).map(({ id }) => id.replaceAll(/-\d+\./g, "."));

describe("headers that no scenario has", () => {
  test("a tag, IP options and all TCP options", () => {
    const options = tcpOptions({
      mss: 1460,
      windowScale: 7,
      sackPermitted: true,
      timestamps: { value: 1, echo: 2 },
      sack: [[5, 9]],
      toa: { address: ip("192.168.10.6"), port: 41000 },
    });
    const segment = tcpSegment({ ...syn, options });
    const packet = withOptions(
      ipv4({ ...client, protocol: 6, payload: segment }),
      Uint8Array.of(148, 4, 0, 0),
    );
    const frame = onWire(packet, { id: 100, priority: 5 });
    expect(complaintsOf(frame)).toEqual([]);
    expect(idsOf(frame)).toContain("vlan.id");
    expect(idsOf(frame).filter((id) => id === "option.kind").length).toBeGreaterThan(5);
  });

  test("an advertisement of VRRP", () => {
    const bytes = Uint8Array.of(0x31, 51, 100, 1, 0, 100, 0, 0, 10, 0, 0, 10);
    const frame = onWire(ipv4({ ...client, protocol: protocols.vrrp, payload: rawPayload(bytes) }));
    expect(idsOf(frame)).toContain("vrrp.address-0");
    expect(coverOf(encodeFrame(frame), fieldMapOf(encodeFrame(frame))).every((count) => count === 1)).toBe(
      true,
    );
  });

  test("a datagram on another port than the tunnel's is only data", () => {
    const datagram = udpDatagram({ srcPort: 9, dstPort: 9, payload: Uint8Array.of(0x45, 1, 2, 3) });
    const frame = onWire(ipv4({ ...client, protocol: 17, payload: datagram }));
    expect(idsOf(frame).at(-1)).toBe("data.bytes");
  });
});

describe("what a value means", () => {
  const noteOf = (frame: EthernetFrame, id: string) =>
    leavesOf(fieldMapOf(encodeFrame(frame))).find((leaf) => leaf.id.startsWith(id))?.note;

  test.each([
    ["ethernet-1.type", { kind: "name", text: "IPv4" }],
    ["ip-2.ihl", { kind: "bytes", count: 20 }],
    ["ip-2.protocol", { kind: "name", text: "TCP" }],
    ["ip-2.checksum", { kind: "checksum", verdict: "right" }],
    ["tcp-3.flags", { kind: "name", text: "SYN" }],
    ["tcp-3.checksum", { kind: "checksum", verdict: "right" }],
  ])("%s", (id, note) => {
    expect(noteOf(onWire(ipv4({ ...client, protocol: 6, payload: syn })), id)).toEqual(note);
  });

  test("a wrong checksum is told", () => {
    const frame = onWire(ipv4({ ...client, protocol: 6, payload: { ...syn, checksumOk: false } }));
    expect(noteOf(frame, "tcp-3.checksum")).toEqual({ kind: "checksum", verdict: "wrong" });
  });
});

test("a frame that is cut anywhere is still mapped to its last byte", () => {
  const whole = encodeFrame(onWire(ipv4({ ...client, protocol: 6, payload: syn })));
  for (let length = 1; length <= whole.length; length++) {
    const bytes = whole.slice(0, length);
    expect(coverOf(bytes, fieldMapOf(bytes)).every((count) => count === 1)).toBe(true);
  }
});
