import { describe, expect, test } from "vitest";
import { bytesOf } from "#sim/app/text";
import { broadcastMac, formatIpv4, type Ipv4Address, type MacAddress, parseIpv4 } from "#sim/wire/address";
import { arpMessage, arpOperations } from "#sim/wire/arp";
import { type EthernetPayload, ethernet } from "#sim/wire/ethernet";
import { encodeGue } from "#sim/wire/gue";
import { icmpMessage, icmpTypes } from "#sim/wire/icmp";
import { type Ipv4Payload, ipv4, protocols } from "#sim/wire/ipv4";
import { encodeSync } from "#sim/wire/ipvs-sync";
import { encodePacket } from "#sim/wire/packet";
import { tcpFlags, tcpSegment } from "#sim/wire/tcp";
import { udpDatagram } from "#sim/wire/udp";
import { layersOf } from "#ui/layer";
import { labelOf, lineOf, type Naming } from "#ui/packet-label";
import { packet as en } from "#words/en/packet";
import { packet as zh } from "#words/zh/packet";

const ip = (text: string): Ipv4Address => parseIpv4(text) ?? (0 as Ipv4Address);
const mac = (last: number): MacAddress => (0x020000000000 + last) as MacAddress;
const roles = new Map([
  ["192.168.10.6", "CIP"],
  ["10.0.0.10", "VIP"],
  ["10.0.0.201", "RIP1"],
]);
const byRole: Naming = {
  address: (address) => roles.get(formatIpv4(address)) ?? formatIpv4(address),
  owner: (owned) => ({ 512: "router", 1024: "rs1" })[owned - 0x020000000000],
};

const frameOf = (payload: EthernetPayload, dst = mac(0x200)) => ethernet(dst, mac(0x400), payload);
const packetOf = (protocol: number, payload: Ipv4Payload) =>
  ipv4({ origin: 1, src: ip("192.168.10.6"), dst: ip("10.0.0.10"), protocol, payload });
const tcp = (flags: number, text = "") =>
  packetOf(
    protocols.tcp,
    tcpSegment({ srcPort: 41000, dstPort: 80, seq: 1, ack: 1, flags, window: 1, payload: bytesOf(text) }),
  );
const udp = (payload: Uint8Array, dstPort = 53) =>
  packetOf(protocols.udp, udpDatagram({ srcPort: 4000, dstPort, payload }));
const icmp = (type: number, code = 0, rest = 0) =>
  packetOf(protocols.icmp, icmpMessage({ type, code, rest }));
const tunnelled = (payload: Ipv4Payload, protocol: number) =>
  ipv4({ origin: 1, src: ip("10.0.0.200"), dst: ip("10.0.0.201"), protocol, payload });
const { request, reply } = arpOperations;
const arp = (operation: number, senderIp: string, targetIp: string) =>
  arpMessage({
    operation,
    senderMac: mac(0x400),
    senderIp: ip(senderIp),
    targetMac: mac(0),
    targetIp: ip(targetIp),
  });
const { syn, ack, fin, rst, psh } = tcpFlags;
const gue = udp(encodeGue(protocols.ipip, encodePacket(tcp(syn))), 6080);
const record = { protocol: 6, flags: 0, state: 0, mark: 0, timeout: 0 };
const end = { address: ip("10.0.0.1"), port: 1 };
const sync = encodeSync({
  version: 1,
  syncId: 1,
  records: [{ ...record, client: end, virtual: end, server: end }],
});

describe("a frame is told by its headers and in a few words", () => {
  test.each([
    { payload: tcp(syn), layers: "ETH IP TCP", line: "SYN CIP→VIP", detail: "41000 → 80" },
    { payload: tcp(syn | ack), layers: "ETH IP TCP", line: "SYN+ACK CIP→VIP", detail: "41000 → 80" },
    { payload: tcp(fin | ack), layers: "ETH IP TCP", line: "FIN+ACK CIP→VIP", detail: "41000 → 80" },
    { payload: tcp(rst), layers: "ETH IP TCP", line: "RST CIP→VIP", detail: "41000 → 80" },
    {
      payload: tcp(psh | ack, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"),
      layers: "ETH IP TCP",
      line: "GET /a CIP→VIP",
      detail: "41000 → 80",
    },
    {
      payload: tcp(psh | ack | fin, "HTTP/1.0 200 OK\r\n\r\nx"),
      layers: "ETH IP TCP",
      line: "200 OK +FIN CIP→VIP",
      detail: "41000 → 80",
    },
    { payload: tcp(ack, "x"), layers: "ETH IP TCP", line: "1 byte CIP→VIP", detail: "41000 → 80" },
    {
      payload: udp(bytesOf("hello")),
      layers: "ETH IP UDP",
      line: "UDP 5 bytes CIP→VIP",
      detail: "4000 → 53",
    },
    {
      payload: udp(sync, 8848),
      layers: "ETH IP UDP",
      line: "sync: 1 connection CIP→VIP",
      detail: "4000 → 8848",
    },
    { payload: icmp(icmpTypes.echoRequest), layers: "ETH IP ICMP", line: "ping CIP→VIP", detail: "" },
    {
      payload: icmp(icmpTypes.unreachable, 3),
      layers: "ETH IP ICMP",
      line: "port unreachable CIP→VIP",
      detail: "",
    },
    {
      payload: icmp(icmpTypes.unreachable, 4, 1480),
      layers: "ETH IP ICMP",
      line: "too big, MTU is 1480 CIP→VIP",
      detail: "",
    },
    {
      payload: icmp(icmpTypes.redirect, 1, ip("10.0.0.201")),
      layers: "ETH IP ICMP",
      line: "redirect: use RIP1 CIP→VIP",
      detail: "",
    },
    {
      payload: tunnelled(tcp(syn), protocols.ipip),
      layers: "ETH IP IP TCP",
      line: "SYN CIP→VIP",
      detail: "41000 → 80",
    },
    { payload: gue, layers: "ETH IP GUE IP TCP", line: "SYN CIP→VIP", detail: "41000 → 80" },
    {
      payload: arp(reply, "10.0.0.10", "10.0.0.101"),
      layers: "ETH ARP",
      line: "VIP is at rs1",
      detail: "02:…:04:00 → router",
    },
  ])("$line ($layers)", ({ payload, layers, line, detail }) => {
    const frame = frameOf(payload);
    const label = labelOf(frame, byRole, en);
    expect(lineOf(label)).toBe(line);
    expect(label.detail).toBe(detail);
    expect(
      layersOf(frame)
        .map(({ word }) => word)
        .join(" "),
    ).toBe(layers);
  });

  test.each([
    { message: arp(request, "10.0.0.101", "10.0.0.10"), line: "who has VIP?", detail: "tell 10.0.0.101" },
    { message: arp(request, "0.0.0.0", "10.0.0.10"), line: "does anybody have VIP?", detail: "02:…:04:00" },
    { message: arp(request, "10.0.0.10", "10.0.0.10"), line: "VIP is at rs1, unasked", detail: "02:…:04:00" },
  ])("for all: $line", ({ message, line, detail }) => {
    expect(labelOf(frameOf(message, broadcastMac), byRole, en)).toEqual({ what: line, ends: "", detail });
  });

  test("in Chinese as well, with the same addresses and names", () => {
    const asked = arp(request, "10.0.0.101", "10.0.0.10");
    expect(labelOf(frameOf(asked, broadcastMac), byRole, zh).what).toBe("谁有 VIP？");
    expect(lineOf(labelOf(frameOf(icmp(icmpTypes.echoRequest)), byRole, zh))).toBe("ping 请求 CIP→VIP");
  });

  test("where datagrams only look like a tunnel's they are not taken for one", () => {
    const cut = encodeGue(protocols.ipip, encodePacket(tcp(syn)).subarray(0, 30));
    expect(layersOf(frameOf(udp(cut))).map(({ word }) => word)).toEqual(["ETH", "IP", "UDP"]);
  });
});
