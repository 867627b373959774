import { describe, expect, test } from "vitest";
import { matches } from "#shell/commands/tcpdump/filter/match";
import { parseFilter } from "#shell/commands/tcpdump/filter/parse";
import { seenIn } from "#shell/commands/tcpdump/sift";
import type { Nanos } from "#sim/engine/time";
import { broadcastMac, type Ipv4Address, type MacAddress, parseIpv4 } from "#sim/wire/address";
import { arpMessage } from "#sim/wire/arp";
import { type EthernetPayload, encodeFrame, ethernet } from "#sim/wire/ethernet";
import { icmpMessage } from "#sim/wire/icmp";
import { type Ipv4Payload, ipv4, rawPayload } from "#sim/wire/ipv4";
import { tcpFlags, tcpSegment } from "#sim/wire/tcp";
import { udpDatagram } from "#sim/wire/udp";

const address = (text: string): Ipv4Address => parseIpv4(text) as Ipv4Address;
const [src, dst] = [address("10.0.0.1"), address("10.0.0.100")];
const [client, director] = [0x020000000001 as MacAddress, 0x0200000000fe as MacAddress];

const packet = (protocol: number, payload: Ipv4Payload) => ipv4({ origin: 1, src, dst, protocol, payload });
const inFrame = (payload: EthernetPayload, to = director) => ethernet(to, client, payload);
const numbers = { srcPort: 40_000, dstPort: 80, seq: 1, ack: 0, window: 64_240 };

const frames = {
  syn: inFrame(packet(6, tcpSegment({ ...numbers, flags: tcpFlags.syn }))),
  ack: inFrame(
    packet(6, tcpSegment({ ...numbers, flags: tcpFlags.ack | tcpFlags.psh, payload: new Uint8Array(600) })),
  ),
  dns: inFrame(packet(17, udpDatagram({ srcPort: 5000, dstPort: 53, payload: new Uint8Array(4) }))),
  redirect: inFrame(packet(1, icmpMessage({ type: 5, code: 1, rest: 0 }))),
  echo: inFrame(packet(1, icmpMessage({ type: 8, code: 0, rest: 65_537 }))),
  ipip: inFrame(packet(4, packet(6, tcpSegment({ ...numbers, flags: tcpFlags.syn })))),
  vrrp: inFrame(packet(112, rawPayload(new Uint8Array(20)))),
  arp: inFrame(
    arpMessage({ operation: 1, senderMac: client, senderIp: src, targetMac: 0 as MacAddress, targetIp: dst }),
    broadcastMac,
  ),
  tagged: ethernet(director, client, packet(1, icmpMessage({ type: 8, code: 0, rest: 1 })), {
    id: 10,
    priority: 0,
  }),
} as const;

const resolve = (name: string): Ipv4Address | undefined => (name === "vip" ? dst : undefined);

function passing(filter: string): string {
  const parsed = parseFilter(filter, resolve);
  if (!parsed.ok) return parsed.message;
  const { test: wanted } = parsed;
  const names = Object.entries(frames).filter(([, frame]) => {
    const bytes = encodeFrame(frame);
    const seen = seenIn(1, { at: 0 as Nanos, bytes, length: bytes.length }, "in");
    return wanted === undefined || matches(wanted, seen);
  });
  return names.map(([name]) => name).join(" ");
}

describe("a capture filter lets the frames pass that it names", () => {
  test.each([
    ["", "syn ack dns redirect echo ipip vrrp arp tagged"],
    ["icmp", "redirect echo tagged"],
    ["vlan", "tagged"],
    ["vlan 11", ""],
    ["not ip", "arp"],
    ["arp or udp", "dns arp"],
    ["host vip and not tcp", "dns redirect echo ipip vrrp arp tagged"],
    ["src host 10.0.0.100", ""],
    ["dst host 10.0.0.1 or 10.0.0.100 and tcp", "syn ack"],
    ["arp host 10.0.0.100", "arp"],
    ["net 10.0.0.0/24 and udp", "dns"],
    ["net 10.1", ""],
    ["port 80", "syn ack"],
    ["tcp port (80 or 443)", "syn ack"],
    ["src port 80", ""],
    ["udp dst port domain", "dns"],
    ["portrange 50-60", "dns"],
    ["ether host 02:00:00:00:00:01 and arp", "arp"],
    ["ether dst ff:ff:ff:ff:ff:ff", "arp"],
    ["broadcast", "arp"],
    ["ip proto 4", "ipip"],
    ["ip proto \\icmp", "redirect echo tagged"],
    ["proto 112", "vrrp"],
    ["vrrp", "vrrp"],
    ["icmp[icmptype]==5", "redirect"],
    ["icmp[icmptype] == icmp-echo and not vlan", "echo"],
    ["tcp[13]==2", "syn"],
    ["tcp[tcpflags] & (tcp-syn|tcp-rst) != 0", "syn"],
    ["tcp[tcpflags] & tcp-ack != 0 and (tcp port 80)", "ack"],
    ["ip[2:2] > 576", "ack"],
    ["greater 600", "ack"],
    ["len <= 42", "redirect echo arp"],
    ["ether[0] & 1 = 1", "arp"],
    ["!(tcp || udp) && ip", "redirect echo ipip vrrp tagged"],
  ])("%s", (filter, names) => {
    expect(passing(filter)).toBe(names);
  });
});

describe("a wrong filter is refused in tcpdump's words", () => {
  test.each([
    ["foo", "can't parse filter expression: syntax error"],
    ["tcp and", "can't parse filter expression: syntax error"],
    ["ip proto tcp", "can't parse filter expression: syntax error"],
    ["port abc", "unknown port 'abc'"],
    ["port 70000", "illegal port number 70000 > 65535"],
    ["host nosuch", "unknown host 'nosuch'"],
    ["host 10.0.0.300", "invalid IPv4 address '10.0.0.300'"],
    ["ip proto foo", "unknown ip proto 'foo'"],
    ["net 10.0.0.1/24", 'non-network bits set in "10.0.0.1/24"'],
    ["net 10.0.0.0/33", "mask length must be <= 32"],
    ["ether host 1.2.3.4", "illegal link layer address"],
  ])("%s", (filter, message) => {
    expect(passing(filter)).toBe(message);
  });
});
