/** Lines of tcpdump 4.99, for values that the recordings do not hold. */

import { describe, expect, test } from "vitest";
import { arpMessage } from "#sim/wire/arp";
import { describePacket, describe as lineOf } from "#sim/wire/describe";
import { type DescribeOptions, describer } from "#sim/wire/describer";
import { type EthernetPayload, ethernet, otherPayload } from "#sim/wire/ethernet";
import { fragments } from "#sim/wire/fragment";
import { hexAndText, hexDump, plainText } from "#sim/wire/hexdump";
import { echo, icmpError } from "#sim/wire/icmp";
import { protocols, rawPayload } from "#sim/wire/ipv4";
import { tcpSegment } from "#sim/wire/tcp";
import { tcpOptions } from "#sim/wire/tcp-options";
import { udpDatagram } from "#sim/wire/udp";
import { bytesOf } from "./recorded-frames.ts";
import {
  address,
  asciiBytes,
  client,
  clientMac,
  frameOf,
  macOf,
  packet,
  server,
  serverMac,
} from "./values.ts";

const zeros = (length: number): Uint8Array => new Uint8Array(length);
const line = (payload: EthernetPayload, options: DescribeOptions = {}): string =>
  lineOf(frameOf(payload), describer(options));

const syn = tcpSegment({
  srcPort: 54544,
  dstPort: 80,
  seq: 3148018861,
  ack: 0,
  flags: 2,
  window: 64240,
  options: tcpOptions({
    mss: 1460,
    sackPermitted: true,
    timestamps: { value: 384434988, echo: 0 },
    windowScale: 10,
  }),
});
const toa = { address: client, port: 40000 };
const answer = { srcPort: 80, dstPort: 54544, window: 9 };
const error = (type: number, code: number, rest = 0) =>
  packet(1, icmpError({ type, code, rest, quote: packet(6, syn) }), address("10.1.0.1"), client);
const bare = tcpSegment({ srcPort: 45678, dstPort: 80, seq: 1000, ack: 0, flags: 2, window: 64240 });
const request = { operation: 1, senderMac: clientMac, senderIp: client, targetIp: server };
const vrrp = (hex: string) =>
  packet(112, rawPayload(bytesOf(hex)), address("10.0.0.2"), address("224.0.0.18"));
const withTtl255 = (hex: string) => ({ ...vrrp(hex), ttl: 255 });

test.each<readonly [EthernetPayload, string]>([
  [
    arpMessage({ ...request, targetMac: macOf("0:0:0:0:0:0") }),
    "ARP, Request who-has 10.2.0.10 tell 10.0.0.1, length 28",
  ],
  [
    arpMessage({ ...request, targetMac: macOf("ff:ff:ff:ff:ff:ff") }),
    "ARP, Request who-has 10.2.0.10 (ff:ff:ff:ff:ff:ff) tell 10.0.0.1, length 28",
  ],
  [
    arpMessage({ ...request, operation: 2, targetMac: clientMac }),
    "ARP, Reply 10.0.0.1 is-at 02:00:00:00:00:01, length 28",
  ],
  [
    packet(6, syn),
    "IP 10.0.0.1.54544 > 10.2.0.10.80: Flags [S], seq 3148018861, win 64240, " +
      "options [mss 1460,sackOK,TS val 384434988 ecr 0,nop,wscale 10], length 0",
  ],
  [
    packet(
      6,
      tcpSegment({
        ...answer,
        seq: 7,
        ack: 0,
        flags: 4,
        options: tcpOptions({ toa, erasedTimestamps: true }),
      }),
    ),
    "IP 10.0.0.1.80 > 10.2.0.10.54544: Flags [R], seq 7, win 9, " +
      `options [exp-9c40${",nop".repeat(12)}], length 0`,
  ],
  [
    packet(4, packet(6, bare, address("192.168.1.5"), address("10.0.0.100")), client, address("10.0.0.254")),
    "IP 10.0.0.1 > 10.0.0.254: IP 192.168.1.5.45678 > 10.0.0.100.80: Flags [S], " +
      "seq 1000, win 64240, length 0",
  ],
  [
    packet(6, tcpSegment({ ...answer, seq: 7, ack: 0, flags: 4 })),
    "IP 10.0.0.1.80 > 10.2.0.10.54544: Flags [R], seq 7, win 9, length 0",
  ],
  [
    packet(1, echo({ reply: false, id: 15490, seq: 1, payload: zeros(56) })),
    "IP 10.0.0.1 > 10.2.0.10: ICMP echo request, id 15490, seq 1, length 64",
  ],
  [error(11, 0), "IP 10.1.0.1 > 10.0.0.1: ICMP time exceeded in-transit, length 68"],
  [error(3, 0), "IP 10.1.0.1 > 10.0.0.1: ICMP net 10.2.0.10 unreachable, length 68"],
  [error(3, 1), "IP 10.1.0.1 > 10.0.0.1: ICMP host 10.2.0.10 unreachable, length 68"],
  [error(3, 2), "IP 10.1.0.1 > 10.0.0.1: ICMP 10.2.0.10 protocol 6 unreachable, length 68"],
  [error(3, 3), "IP 10.1.0.1 > 10.0.0.1: ICMP 10.2.0.10 tcp port 80 unreachable, length 68"],
  [
    error(3, 4, 1400),
    "IP 10.1.0.1 > 10.0.0.1: ICMP 10.2.0.10 unreachable - need to frag (mtu 1400), length 68",
  ],
  [
    error(3, 13),
    "IP 10.1.0.1 > 10.0.0.1: ICMP host 10.2.0.10 unreachable - admin prohibited filter, length 68",
  ],
  [error(5, 1, 0x0a010003), "IP 10.1.0.1 > 10.0.0.1: ICMP redirect 10.2.0.10 to host 10.1.0.3, length 68"],
  [
    packet(17, udpDatagram({ srcPort: 5000, dstPort: 9999, payload: zeros(20) })),
    "IP 10.0.0.1.5000 > 10.2.0.10.9999: UDP, length 20",
  ],
  [packet(253, rawPayload(zeros(20))), "IP 10.0.0.1 > 10.2.0.10:  ip-proto-253 20"],
  [
    withTtl255("2133640101015e980a0000643131313100000000"),
    "IP 10.0.0.2 > 224.0.0.18: VRRPv2, Advertisement, vrid 51, prio 100, " +
      "authtype simple, intvl 1s, length 20",
  ],
  [
    withTtl255("313364010064a5c10a000064"),
    "IP 10.0.0.2 > 224.0.0.18: VRRPv3, Advertisement, vrid 51, prio 100, intvl 100cs, length 12",
  ],
  [
    otherPayload(0x88b5, asciiBytes("0123456789abcdef\n ")),
    "02:00:00:00:00:01 > 02:00:00:00:00:fe, ethertype Unknown (0x88b5), length 32: \n" +
      "\t0x0000:  3031 3233 3435 3637 3839 6162 6364 6566  0123456789abcdef\n" +
      "\t0x0010:  0a20                                     ..",
  ],
])("line %#", (payload, expected) => {
  expect(line(payload)).toBe(expected);
});

describe("options", () => {
  const data = asciiBytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  const get = packet(6, tcpSegment({ ...answer, seq: 1, ack: 1, flags: 24, payload: data }));
  const lead = "IP 10.0.0.1.80 > 10.2.0.10.54544: ";

  test.each<readonly [DescribeOptions, string]>([
    [{}, `${lead}Flags [P.], seq 1:28, ack 1, win 9, length 27: HTTP: GET / HTTP/1.1`],
    [{ quiet: true }, `${lead}tcp 27`],
    [
      { link: true, quiet: true },
      "02:00:00:00:00:01 > 02:00:00:00:00:fe, IPv4, length 81: 10.0.0.1.80 > 10.2.0.10.54544: tcp 27",
    ],
    [
      { verbose: 1 },
      "IP (tos 0x0, ttl 64, id 13677, offset 0, flags [DF], proto TCP (6), length 67)\n" +
        "    10.0.0.1.80 > 10.2.0.10.54544: Flags [P.], cksum 0x8984 (correct), seq 1:28, ack 1, win 9, " +
        "length 27: HTTP, length: 27\n\tGET / HTTP/1.1\n\tHost: a\n\t",
    ],
    [
      { host: (found) => (found === server ? "web" : undefined), service: () => "http" },
      "IP 10.0.0.1.http > web.http: Flags [P.], seq 1:28, ack 1, win 9, length 27: HTTP: GET / HTTP/1.1",
    ],
  ])("%o", (options, expected) => {
    expect(line(get, options)).toBe(expected);
  });

  test("a tag is told with the link header only", () => {
    const tagged = ethernet(serverMac, clientMac, get, { id: 10, priority: 3 });
    expect(lineOf(tagged, describer())).toBe(line(get));
    expect(lineOf(tagged, describer({ link: true, quiet: true }))).toContain(
      ", 802.1Q, length 85: vlan 10, p 3, IPv4, 10.0.0.1.80 > ",
    );
  });

  test("a packet without link header is led by its protocol", () => {
    expect(describePacket(get, describer({ link: true, quiet: true }))).toBe(
      "ip: 10.0.0.1.80 > 10.2.0.10.54544: tcp 27",
    );
  });
});

test("sequence numbers are relative to the first segment with ACK, both ways, unless absolute", () => {
  const back = { srcPort: 54544, dstPort: 80, window: 9 };
  const segments = [
    packet(6, tcpSegment({ ...answer, seq: 500, ack: 100, flags: 18 })),
    packet(6, tcpSegment({ ...back, seq: 100, ack: 501, flags: 16 }), server, client),
    packet(6, tcpSegment({ ...answer, seq: 501, ack: 110, flags: 17 })),
    packet(6, tcpSegment({ ...back, seq: 110, ack: 0, flags: 4 }), server, client),
  ];
  const numbers = (state = describer()) =>
    segments.map((segment) => /Flags.*, win/.exec(lineOf(frameOf(segment), state))?.[0]);
  expect(numbers()).toEqual([
    "Flags [S.], seq 500, ack 100, win",
    "Flags [.], ack 1, win",
    "Flags [F.], seq 1, ack 11, win",
    "Flags [R], seq 110, win",
  ]);
  expect(numbers(describer({ absolute: true }))[2]).toBe("Flags [F.], seq 501, ack 110, win");
});

test("wrong checksums are told with the right ones", () => {
  const datagram = { ...udpDatagram({ srcPort: 1, dstPort: 2, payload: zeros(1) }), checksumOk: false };
  expect(line({ ...packet(17, datagram), checksumOk: false }, { verbose: 2 })).toMatch(
    /bad cksum [0-9a-f]+ \(->[0-9a-f]+\)!\)\n.*\[bad udp cksum 0x[0-9a-f]{4} -> 0x[0-9a-f]{4}!\] UDP/,
  );
});

test("the first fragment shows its ports, later ones their protocol", () => {
  const datagram = udpDatagram({ srcPort: 1, dstPort: 2, payload: zeros(2000) });
  const lines = fragments(packet(protocols.udp, datagram), 1500).map((piece) => line(piece));
  expect(lines).toEqual([
    "IP 10.0.0.1.1 > 10.2.0.10.2: UDP, length 2000",
    "IP 10.0.0.1 > 10.2.0.10: ip-proto-17",
  ]);
});

describe("dumps", () => {
  const bytes = asciiBytes("E <\t\r\n\x01 0123456789");

  test("-x", () => {
    expect(hexDump(bytes)).toBe("\n\t0x0000:  4520 3c09 0d0a 0120 3031 3233 3435 3637\n\t0x0010:  3839");
  });
  test("-X", () => {
    const second = `\n\t0x0010:  3839${" ".repeat(37)}89`;
    expect(hexAndText(bytes)).toBe(
      `\n\t0x0000:  4520 3c09 0d0a 0120 3031 3233 3435 3637  E.<.....01234567${second}`,
    );
  });
  test("-A", () => {
    expect(plainText(bytes)).toBe("\nE <\t\n. 0123456789");
  });
});
