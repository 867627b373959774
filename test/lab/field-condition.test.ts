/** Conditions on header fields: how they are written, what is wrong with others, which frames they fit. */

import { describe, expect, test } from "vitest";
import { conditionText, frameTest, readCondition } from "#lab/field-condition";
import { type MacAddress, parseMac } from "#sim/wire/address";
import { arpMessage, arpOperations } from "#sim/wire/arp";
import { type EthernetFrame, ethernet } from "#sim/wire/ethernet";
import { gre } from "#sim/wire/gre";
import { echo } from "#sim/wire/icmp";
import { type Ipv4Payload, ipv4, protocols } from "#sim/wire/ipv4";
import { tcpFlags, tcpSegment } from "#sim/wire/tcp";
import { udpDatagram } from "#sim/wire/udp";
import { ip } from "#support/stack-of";

const mac = (text: string): MacAddress => parseMac(text) ?? (0 as MacAddress);
const [left, right] = [mac("02:00:00:00:00:01"), mac("02:00:00:00:00:02")];

const packet = (src: string, dst: string, payload: Ipv4Payload, protocol: number) =>
  ipv4({ origin: 1, src: ip(src), dst: ip(dst), protocol, payload, ttl: 63, id: 7 });

const syn = tcpSegment({ srcPort: 40000, dstPort: 80, seq: 1, ack: 0, flags: tcpFlags.syn, window: 1 });
const request = packet("10.0.0.5", "10.0.0.10", syn, protocols.tcp);
const query = udpDatagram({ srcPort: 5000, dstPort: 53, payload: new Uint8Array(3) });
const ping = echo({ reply: false, id: 1, seq: 1, payload: new Uint8Array(4) });
const asking = {
  senderMac: left,
  senderIp: ip("10.0.0.5"),
  targetMac: 0 as MacAddress,
  targetIp: ip("10.0.0.10"),
};

const frames: Readonly<Record<string, EthernetFrame>> = {
  tcp: ethernet(right, left, request),
  udp: ethernet(right, left, packet("10.0.0.5", "10.0.0.10", query, protocols.udp)),
  icmp: ethernet(right, left, packet("10.0.0.5", "10.0.0.10", ping, protocols.icmp)),
  ipip: ethernet(right, left, packet("192.168.0.1", "192.168.0.2", request, protocols.ipip)),
  gre: ethernet(right, left, packet("192.168.0.1", "192.168.0.2", gre(request, false), protocols.gre)),
  arp: ethernet(mac("ff:ff:ff:ff:ff:ff"), left, arpMessage({ operation: arpOperations.request, ...asking })),
};

function fitting(text: string): string[] {
  const read = readCondition(text);
  if (!read.ok) throw new Error(JSON.stringify(read.mistake));
  const test = frameTest(read.condition);
  return Object.keys(frames).filter((name) => test(frames[name] as EthernetFrame));
}

describe("a condition fits the frames that it says", () => {
  test.each([
    ["eth.src == 02:00:00:00:00:01", ["tcp", "udp", "icmp", "ipip", "gre", "arp"]],
    ["eth.dst == ff:ff:ff:ff:ff:ff", ["arp"]],
    ["arp.target == 10.0.0.10", ["arp"]],
    ["arp.sender == 10.0.0.10", []],
    ["arp.op == 1", ["arp"]],
    ["ip.src == 10.0.0.5", ["tcp", "udp", "icmp", "ipip", "gre"]],
    ["ip.dst == 192.168.0.0/16", ["ipip", "gre"]],
    ["ip.dst != 192.168.0.2", ["tcp", "udp", "icmp"]],
    ["ip.ttl < 64", ["tcp", "udp", "icmp", "ipip", "gre"]],
    ["ip.ttl > 63", []],
    ["ip.ttl >= 63", ["tcp", "udp", "icmp", "ipip", "gre"]],
    ["ip.len <= 32", ["udp", "icmp"]],
    ["ip.proto == tcp", ["tcp", "ipip", "gre"]],
    ["ip.proto != 6", ["udp", "icmp"]],
    ["tcp.dst == 80", ["tcp", "ipip", "gre"]],
    ["tcp.dst=0x50", ["tcp", "ipip", "gre"]],
    ["tcp.src > 40000", []],
    ["tcp.flags == SYN", ["tcp", "ipip", "gre"]],
    ["tcp.flags == syn,ack", []],
    ["udp.dst == 53", ["udp"]],
    ["icmp.type == 8", ["icmp"]],
    ["icmp.type != 0", ["icmp"]],
  ])("%s", (text, names) => {
    expect(fitting(text)).toEqual(names);
  });
});

describe("what cannot be a condition is said", () => {
  test.each([
    ["", "not-a-condition"],
    ["tcp.dst", "not-a-condition"],
    ["tcp.dst 80", "not-a-condition"],
    ["tcp.port == 80", "no-such-field"],
    ["ip.src == 10.0.0.256", "bad-value"],
    ["ip.src == 10.0.0.0/33", "bad-value"],
    ["eth.src == 1.2.3.4", "bad-value"],
    ["tcp.dst == http", "bad-value"],
    ["tcp.flags == SIN", "bad-value"],
    ["ip.proto == sctpp", "bad-value"],
    ["ip.src < 10.0.0.1", "no-order"],
    ["tcp.flags >= SYN", "no-order"],
  ])("%s", (text, kind) => {
    expect(readCondition(text)).toMatchObject({ ok: false, mistake: { kind } });
  });

  test("with the fields that there are", () => {
    const read = readCondition("ip.source == 1.2.3.4");
    const known = read.ok || read.mistake.kind !== "no-such-field" ? [] : read.mistake.known;
    expect(known).toEqual(expect.arrayContaining(["ip.src", "tcp.flags", "arp.target", "icmp.type"]));
  });
});

test("a condition that was read reads the same again", () => {
  const read = readCondition("  TCP.dst   =  80 ");
  if (!read.ok) throw new Error("not read");
  expect(conditionText(read.condition)).toBe("tcp.dst == 80");
  expect(readCondition(conditionText(read.condition))).toEqual(read);
});

test("a condition from elsewhere whose value means nothing holds for no frame", () => {
  const test = frameTest({ field: "ip.src", comparison: "!=", value: "nobody" });
  expect(Object.values(frames).filter(test)).toEqual([]);
});
