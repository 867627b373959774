/**
 * The line that LOG writes to the kernel's log: the fields of nf_log_ipv4, without options of TCP and IP.
 */

import { formatIpv4, formatMac } from "#sim/wire/address";
import type { EthernetFrame } from "#sim/wire/ethernet";
import { echoId, echoSeq, type IcmpMessage, icmpTypes } from "#sim/wire/icmp";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import { type TcpSegment, tcpFlags } from "#sim/wire/tcp";
import type { UdpDatagram } from "#sim/wire/udp";
import type { HookName } from "../hooks.ts";
import type { PacketContext } from "../packet-context.ts";

/** The line for a packet on a hook, with the rule's prefix before it. */
export function logLineOf(
  prefix: string,
  { packet, input, output, frame, mark }: PacketContext,
  hook: HookName,
): string {
  const isLeaving = hook === "local-out" || hook === "postrouting";
  const isArriving = hook === "prerouting" || hook === "local-in";
  const nameIn = isLeaving ? "" : (input?.device.name ?? "");
  const nameOut = isArriving ? "" : (output?.device.name ?? "");
  const mac = isLeaving || frame === undefined ? "" : macField(frame);
  const markField = mark === 0 ? "" : `MARK=0x${mark.toString(16)} `;
  return `${prefix}IN=${nameIn} OUT=${nameOut} ${mac}${describePacket(packet)}${markField}`;
}

const macField = ({ dst, src }: EthernetFrame): string => `MAC=${formatMac(dst)}:${formatMac(src)}:08:00 `;

const hex2 = (value: number): string => value.toString(16).toUpperCase().padStart(2, "0");

function describePacket(packet: Ipv4Packet): string {
  const { src, dst, length, tos, ttl, id, dontFragment, moreFragments, fragmentOffset } = packet;
  const head = `SRC=${formatIpv4(src)} DST=${formatIpv4(dst)} LEN=${length} `;
  const service = `TOS=0x${hex2(tos & 0x1e)} PREC=0x${hex2(tos & 0xe0)} TTL=${ttl} ID=${id} `;
  const flags = `${dontFragment ? "DF " : ""}${moreFragments ? "MF " : ""}`;
  const offset = fragmentOffset > 0 ? `FRAG:${fragmentOffset / 8} ` : "";
  return `${head}${service}${flags}${offset}${describePayload(packet)}`;
}

function describePayload({ payload, protocol }: Ipv4Packet): string {
  switch (payload.kind) {
    case "tcp":
      return `PROTO=TCP ${portWords(payload)}WINDOW=${payload.window} ${flagWords(payload)}`;
    case "udp":
      return `PROTO=UDP ${portWords(payload)}LEN=${payload.length} `;
    case "icmp":
      return describeIcmp(payload);
    case "ipv4":
    case "gre":
    case "raw":
      return `PROTO=${protocol} `;
  }
}

const portWords = ({ srcPort, dstPort }: TcpSegment | UdpDatagram): string =>
  `SPT=${srcPort} DPT=${dstPort} `;

const flagNames = [
  ["CWR", tcpFlags.cwr],
  ["ECE", tcpFlags.ece],
  ["URG", tcpFlags.urg],
  ["ACK", tcpFlags.ack],
  ["PSH", tcpFlags.psh],
  ["RST", tcpFlags.rst],
  ["SYN", tcpFlags.syn],
  ["FIN", tcpFlags.fin],
] as const;

function flagWords({ flags }: TcpSegment): string {
  const words = flagNames.filter(([, bit]) => (flags & bit) !== 0).map(([name]) => `${name} `);
  return `RES=0x00 ${words.join("")}URGP=0 `;
}

function describeIcmp(message: IcmpMessage): string {
  const { type, code, quote, rest } = message;
  const head = `PROTO=ICMP TYPE=${type} CODE=${code} `;
  if (type === icmpTypes.echoReply || type === icmpTypes.echoRequest) {
    return `${head}ID=${echoId(message)} SEQ=${echoSeq(message)} `;
  }
  if (quote === undefined) return head;
  const mtu = type === icmpTypes.unreachable && code === 4 ? `MTU=${rest & 0xffff} ` : "";
  return `${head}[${describePacket(quote)}] ${mtu}`;
}
