/**
 * Values for tests: two hosts, packets between them, and random frames of every kind from a seed.
 */

import type { Random } from "#sim/engine/random";
import { type Ipv4Address, type MacAddress, parseIpv4, parseMac } from "#sim/wire/address";
import { arpMessage } from "#sim/wire/arp";
import { type EthernetFrame, type EthernetPayload, ethernet, otherPayload } from "#sim/wire/ethernet";
import { gre } from "#sim/wire/gre";
import { echo, icmpError } from "#sim/wire/icmp";
import { type Ipv4Packet, type Ipv4Payload, ipv4, protocols, rawPayload } from "#sim/wire/ipv4";
import { type TcpOptions, tcpSegment } from "#sim/wire/tcp";
import { tcpOptions } from "#sim/wire/tcp-options";
import { udpDatagram } from "#sim/wire/udp";

export const address = (text: string): Ipv4Address => parseIpv4(text) ?? (0 as Ipv4Address);
export const macOf = (text: string): MacAddress => parseMac(text) ?? (0 as MacAddress);

export const client = address("10.0.0.1");
export const server = address("10.2.0.10");
export const clientMac = macOf("02:00:00:00:00:01");
export const serverMac = macOf("02:00:00:00:00:fe");

export const asciiBytes = (text: string): Uint8Array =>
  Uint8Array.from(text, (letter) => letter.charCodeAt(0));

export const packet = (protocol: number, payload: Ipv4Payload, src = client, dst = server): Ipv4Packet =>
  ipv4({ origin: 0, src, dst, protocol, payload, id: 13677 });

export const frameOf = (payload: EthernetPayload): EthernetFrame => ethernet(serverMac, clientMac, payload);

export const randomBytes = (random: Random, limit: number): Uint8Array =>
  Uint8Array.from({ length: random.below(limit) }, () => random.below(256));

const maybe = <Value>(random: Random, value: Value): Value | undefined =>
  random.below(2) === 0 ? undefined : value;

const randomAddress = (random: Random): Ipv4Address => random.next() as Ipv4Address;
const randomMac = (random: Random): MacAddress =>
  (random.below(65536) * 2 ** 32 + random.next()) as MacAddress;

/** Options as an end would send them: on a SYN, or later with at most two SACK blocks. */
function randomOptions(random: Random): TcpOptions {
  const timestamps = maybe(random, { value: random.next(), echo: random.next() });
  if (random.below(2) === 0) {
    return tcpOptions({
      mss: 536 + random.below(9000),
      windowScale: maybe(random, random.below(15)),
      sackPermitted: random.below(2) === 1,
      timestamps,
    });
  }
  const sack = Array.from({ length: 1 + random.below(2) }, () => [random.next(), random.next()] as const);
  return tcpOptions({ timestamps, sack, other: maybe(random, Uint8Array.of(253, 4, 1, 2)) });
}

function randomTransport(random: Random): readonly [number, Ipv4Payload] {
  const ports = { srcPort: random.below(65536), dstPort: random.below(65536) };
  const payload = randomBytes(random, 200);
  const kind = random.below(5);
  if (kind === 0) return [protocols.udp, udpDatagram({ ...ports, payload })];
  if (kind === 1) {
    const ids = { id: random.below(65536), seq: random.below(65536) };
    return [protocols.icmp, echo({ reply: random.below(2) === 1, ...ids, payload })];
  }
  if (kind === 2) return [150 + random.below(100), rawPayload(payload)];
  const [seq, ack] = [random.next(), random.next()];
  const rest = {
    flags: random.below(256),
    window: random.below(65536),
    options: maybe(random, randomOptions(random)),
  };
  return [protocols.tcp, tcpSegment({ ...ports, seq, ack, ...rest, payload })];
}

export function randomPacket(random: Random, nesting = 0): Ipv4Packet {
  const [protocol, payload] = randomCarried(random, nesting);
  const options = maybe(
    random,
    Uint8Array.from({ length: 4 * (1 + random.below(10)) }, () => random.below(256)),
  );
  return {
    kind: "ipv4",
    origin: 0,
    tos: random.below(256),
    id: random.below(65536),
    dontFragment: random.below(2) === 1,
    moreFragments: false,
    fragmentOffset: 0,
    ttl: random.below(256),
    protocol,
    src: randomAddress(random),
    dst: randomAddress(random),
    options,
    payload,
    length: 20 + (options?.length ?? 0) + payload.length,
    checksumOk: random.below(8) > 0,
  };
}

function randomCarried(random: Random, nesting: number): readonly [number, Ipv4Payload] {
  const kind = nesting > 2 ? 9 : random.below(6);
  if (kind === 0) return [protocols.ipip, randomPacket(random, nesting + 1)];
  if (kind === 2) return [protocols.gre, gre(randomPacket(random, nesting + 1), random.below(2) === 1)];
  if (kind !== 1) return randomTransport(random);
  const quote = randomPacket(random, 9);
  const quotedLength = Math.min(quote.length, 28 + random.below(600));
  const type = 3 + 8 * random.below(2);
  return [
    protocols.icmp,
    icmpError({ type, code: random.below(16), rest: random.next(), quote, quotedLength }),
  ];
}

function randomPayload(random: Random): EthernetPayload {
  const kind = random.below(8);
  if (kind === 0) return otherPayload(0x88b5, randomBytes(random, 100));
  if (kind > 1) return randomPacket(random);
  return arpMessage({
    operation: 1 + random.below(2),
    senderMac: randomMac(random),
    senderIp: randomAddress(random),
    targetMac: randomMac(random),
    targetIp: randomAddress(random),
  });
}

export const randomFrame = (random: Random): EthernetFrame =>
  ethernet(
    randomMac(random),
    randomMac(random),
    randomPayload(random),
    maybe(random, { id: random.below(4096), priority: random.below(8) }),
  );
