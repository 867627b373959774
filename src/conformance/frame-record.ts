/**
 * A frame of the simulator as the recordings write one.
 */

import { formatIpv4, formatMac, type Ipv4Address } from "#sim/wire/address";
import { type ArpMessage, arpOperations } from "#sim/wire/arp";
import { hexPairs } from "#sim/wire/hexdump";
import type { IcmpMessage } from "#sim/wire/icmp";
import { icmpTypes, unreachableCodes } from "#sim/wire/icmp";
import { type Ipv4Packet, protocols } from "#sim/wire/ipv4";
import { decodeQuote } from "#sim/wire/quote";
import { decodeTcp, type TcpOptions, type TcpSegment, tcpFlags } from "#sim/wire/tcp";
import { tcpOptionsLength } from "#sim/wire/tcp-options";
import type { UdpDatagram } from "#sim/wire/udp";
import type { ArpRecord, IcmpRecord, IpRecord, TcpRecord, UdpRecord } from "./result.ts";
import { type Origins, relativeNumbers } from "./sequence-numbers.ts";

const operationNames = new Map<number, string>([
  [arpOperations.request, "request"],
  [arpOperations.reply, "reply"],
]);

/** ARP by the field names of the recordings. */
export const arpRecord = (message: ArpMessage): ArpRecord => ({
  op: operationNames.get(message.operation) ?? message.operation,
  sha: formatMac(message.senderMac),
  spa: formatIpv4(message.senderIp),
  tha: formatMac(message.targetMac),
  tpa: formatIpv4(message.targetIp),
});

const protocolNames = new Map<number, string>([
  [protocols.icmp, "icmp"],
  [protocols.igmp, "igmp"],
  [protocols.ipip, "ipip"],
  [protocols.tcp, "tcp"],
  [protocols.udp, "udp"],
  [protocols.vrrp, "vrrp"],
]);

/** A packet; `available` bytes of it are there (fewer than its length in a quote). */
export function ipRecord(origins: Origins, packet: Ipv4Packet, available: number = packet.length): IpRecord {
  const headerLength = 20 + (packet.options?.length ?? 0);
  return {
    src: formatIpv4(packet.src),
    dst: formatIpv4(packet.dst),
    ttl: packet.ttl,
    id: packet.id,
    len: packet.length,
    df: packet.dontFragment ? 1 : 0,
    ...(packet.tos === 0 ? {} : { tos: packet.tos }),
    ...(headerLength === 20 ? {} : { ihl: headerLength }),
    ...(packet.moreFragments ? { mf: 1 } : {}),
    ...(packet.fragmentOffset === 0 ? {} : { off: packet.fragmentOffset }),
    ...(packet.checksumOk ? {} : { ipcsum: "bad" as const }),
    proto: protocolNames.get(packet.protocol) ?? packet.protocol,
    ...payloadRecord(origins, packet, available - headerLength),
  };
}

function payloadRecord(origins: Origins, packet: Ipv4Packet, available: number): Partial<IpRecord> {
  const { payload } = packet;
  if (packet.fragmentOffset > 0) return {};
  switch (payload.kind) {
    case "tcp":
      return {
        tcp: tcpRecord(origins, packet, { segment: payload, available }),
        ...faultOf(payload.checksumOk),
      };
    case "udp":
      return {
        udp: udpRecord(payload),
        ...faultOf(payload.checksumOk),
      };
    case "icmp":
      return { icmp: icmpRecord(origins, payload), ...faultOf(payload.checksumOk) };
    case "ipv4":
      return available < 20 ? {} : { inner: ipRecord(origins, payload, available) };
    case "gre":
      return {};
    case "raw":
      return rawRecord(origins, packet, payload.bytes);
  }
}

const faultOf = (isOk: boolean): Partial<IpRecord> => (isOk ? {} : { l4csum: "bad" });

/** The recordings have the data of messages between directors only. */
const recordedPort = 8848;

function udpRecord({ srcPort: sport, dstPort: dport, length, payload }: UdpDatagram): UdpRecord {
  const record = { sport, dport, len: length - 8 };
  return dport === recordedPort ? { ...record, hex: hexPairs(payload) } : record;
}

/**
 * A first fragment shows as much as is there of a TCP, UDP or ICMP header or a packet within; IGMP its bytes,
 * other payloads nothing.
 */
function rawRecord(origins: Origins, packet: Ipv4Packet, bytes: Uint8Array): Partial<IpRecord> {
  const { protocol } = packet;
  const segment = protocol === protocols.tcp ? decodeTcp(bytes, 0, bytes.length, 0) : undefined;
  if (segment !== undefined) {
    return { tcp: tcpRecord(origins, packet, { segment, available: bytes.length }) };
  }
  const inner = protocol === protocols.ipip ? decodeQuote(bytes) : undefined;
  if (inner !== undefined) return { inner: ipRecord(origins, inner, bytes.length) };
  if (protocol === protocols.udp && bytes.length >= 8) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return { udp: { sport: view.getUint16(0), dport: view.getUint16(2), len: view.getUint16(4) - 8 } };
  }
  if (protocol === protocols.icmp && bytes.length >= 8) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const [type, code, rest] = [view.getUint8(0), view.getUint8(1), view.getUint32(4)];
    return { icmp: icmpRecord(origins, { type, code, rest }) };
  }
  return protocol === protocols.igmp ? { hex: hexPairs(bytes.slice(0, 40)) } : {};
}

const flagLetters = [
  ["F", tcpFlags.fin],
  ["S", tcpFlags.syn],
  ["R", tcpFlags.rst],
  ["P", tcpFlags.psh],
  ["A", tcpFlags.ack],
  ["U", tcpFlags.urg],
  ["E", tcpFlags.ece],
  ["C", tcpFlags.cwr],
] as const;

const wholeHeader = 20;

function tcpRecord(
  origins: Origins,
  packet: Ipv4Packet,
  { segment, available }: { readonly segment: TcpSegment; readonly available: number },
): TcpRecord {
  const { seq, rawseq, ack, rawack } = relativeNumbers(origins, packet, segment);
  const ends = { sport: segment.srcPort, dport: segment.dstPort };
  if (available < wholeHeader) return { ...ends, seq };
  const sequence = { seq, ...(rawseq === undefined ? {} : { rawseq }) };
  const headerLength = wholeHeader + tcpOptionsLength(segment.options);
  const opts = optionsRecord(segment.options);
  return {
    ...ends,
    flags: flagLetters
      .filter(([, bit]) => (segment.flags & bit) !== 0)
      .map(([letter]) => letter)
      .join(""),
    ...sequence,
    ack,
    ...(rawack === undefined ? {} : { rawack }),
    win: segment.window,
    len: Math.min(segment.length, available) - headerLength,
    ...(opts.length === 0 ? {} : { opts }),
  };
}

function optionsRecord(options: TcpOptions | undefined): string[] {
  if (options === undefined) return [];
  return [
    ...(options.mss === undefined ? [] : [`mss=${options.mss}`]),
    ...(options.sackPermitted ? ["sackOK"] : []),
    ...(options.timestamps === undefined ? [] : ["ts"]),
    ...(options.windowScale === undefined ? [] : [`ws=${options.windowScale}`]),
    ...(options.sack.length === 0 ? [] : ["sack"]),
  ];
}

type IcmpHead = Pick<IcmpMessage, "type" | "code" | "rest"> &
  Partial<Pick<IcmpMessage, "quote" | "quotedLength">>;

function icmpRecord(origins: Origins, message: IcmpHead): IcmpRecord {
  const { type, code, rest, quote, quotedLength } = message;
  const isEcho = type === icmpTypes.echoRequest || type === icmpTypes.echoReply;
  const isTooBig = type === icmpTypes.unreachable && code === unreachableCodes.fragmentationNeeded;
  return {
    type,
    code,
    ...(isEcho ? { id: rest >>> 16, seq: rest & 0xffff } : {}),
    ...(isTooBig ? { mtu: rest & 0xffff } : {}),
    ...(type === icmpTypes.redirect ? { gw: formatIpv4(rest as Ipv4Address) } : {}),
    ...(quote === undefined ? {} : { quote: ipRecord(origins, quote, quotedLength) }),
  };
}
