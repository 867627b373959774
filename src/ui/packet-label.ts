/**
 * What a frame is, in a few words: `SYN CIP→VIP`, `who has 10.0.0.10?`, `GET / CIP→VIP`, `ping CIP→VIP`.
 *
 * Of a tunnelled packet the words are those of the packet within; the layers show that it is in a tunnel.
 * How addresses are written (numbers or roles) and who owns a MAC address is the caller's to say.
 */

import { formatMac, type Ipv4Address, isGroupMac, type MacAddress } from "#sim/wire/address";
import { type ArpMessage, arpOperations } from "#sim/wire/arp";
import type { EthernetFrame } from "#sim/wire/ethernet";
import { type IcmpMessage, icmpTypes, unreachableCodes } from "#sim/wire/icmp";
import { type Ipv4Packet, isFragment, protocols } from "#sim/wire/ipv4";
import { type TcpSegment, tcpFlags } from "#sim/wire/tcp";
import type { UdpDatagram } from "#sim/wire/udp";
import type { PacketWords } from "#words/packet-words";
import { innermost } from "./layer.ts";

/** How what is in a frame is called. */
export interface Naming {
  /** An address as it is to be shown: as a number or as a role. */
  readonly address: (address: Ipv4Address) => string;
  /** The machine that owns a MAC address, if that is known. */
  readonly owner: (mac: MacAddress) => string | undefined;
}

export interface PacketLabel {
  /** What it is: `SYN`, `GET /`, `who has 10.0.0.10?`. */
  readonly what: string;
  /** From whom to whom, `CIP→VIP`; empty where `what` says it all. */
  readonly ends: string;
  /** Of ARP: the second line, `02:00:…:04:00 → router`; else the ports, `41000 → 80`, or empty. */
  readonly detail: string;
}

/** The label on one line. */
export const lineOf = ({ what, ends }: PacketLabel): string => (ends === "" ? what : `${what} ${ends}`);

/** What a frame is. */
export function labelOf(frame: EthernetFrame, naming: Naming, words: PacketWords): PacketLabel {
  const { payload } = frame;
  switch (payload.kind) {
    case "arp":
      return labelOfArp(payload, frame, naming, words);
    case "ipv4":
      return labelOfPacket(payload, naming, words);
    case "other":
      return { what: `0x${payload.etherType.toString(16).padStart(4, "0")}`, ends: "", detail: "" };
  }
}

/** What a packet is; of a tunnelled one, what the packet within is. */
export function labelOfPacket(packet: Ipv4Packet, naming: Naming, words: PacketWords): PacketLabel {
  const inner = innermost(packet);
  const ends = `${naming.address(inner.src)}→${naming.address(inner.dst)}`;
  return { what: whatOf(inner, naming, words), ends, detail: portsOf(inner) };
}

/** Who owns a MAC address, or its first and last bytes. */
export const macText = (mac: MacAddress, naming: Naming): string => naming.owner(mac) ?? shortMac(mac);

/** `02:…:04:00`: the bytes by which the MAC addresses of a lab differ. */
export function shortMac(mac: MacAddress): string {
  const text = formatMac(mac);
  return `${text.slice(0, 2)}:…:${text.slice(-5)}`;
}

function labelOfArp(
  message: ArpMessage,
  frame: EthernetFrame,
  naming: Naming,
  words: PacketWords,
): PacketLabel {
  const { senderIp, senderMac, targetIp, operation } = message;
  const to = isGroupMac(frame.dst) ? "" : ` → ${macText(frame.dst, naming)}`;
  const target = naming.address(targetIp);
  const told = { ends: "", detail: `${shortMac(senderMac)}${to}` };
  if (senderIp === targetIp) return { what: words.announces(target, macText(senderMac, naming)), ...told };
  if (operation !== arpOperations.request) {
    return { what: words.isAt(naming.address(senderIp), macText(senderMac, naming)), ...told };
  }
  if (senderIp === 0) return { what: words.probes(target), ...told };
  return { what: words.whoHas(target), ends: "", detail: words.tell(naming.address(senderIp)) };
}

function whatOf(packet: Ipv4Packet, naming: Naming, words: PacketWords): string {
  const { payload } = packet;
  if (isFragment(packet) && payload.kind === "raw") return words.fragment(packet.fragmentOffset);
  switch (payload.kind) {
    case "tcp":
      return whatOfSegment(payload, words);
    case "udp":
      return whatOfDatagram(payload, words);
    case "icmp":
      return whatOfIcmp(payload, naming, words);
    case "ipv4":
    case "gre":
      return "IP";
    case "raw":
      return whatOfRaw(packet.protocol, payload.bytes, words);
  }
}

const flagNames: readonly (readonly [number, string])[] = [
  [tcpFlags.syn, "SYN"],
  [tcpFlags.fin, "FIN"],
  [tcpFlags.rst, "RST"],
  [tcpFlags.ack, "ACK"],
];

/** The flags of a segment, or what it carries: the first line of HTTP, or how many bytes. */
function whatOfSegment({ flags, payload }: TcpSegment, words: PacketWords): string {
  const named = flagNames.flatMap(([flag, name]) => ((flags & flag) === 0 ? [] : [name])).join("+");
  if (payload.length === 0) return named === "" ? "TCP" : named;
  const said = httpLine(payload) ?? words.bytes(payload.length);
  return (flags & tcpFlags.fin) === 0 ? said : `${said} +FIN`;
}

const longestLine = 80;
const longestShown = 24;

/** `GET /` or `200 OK`: the first line of HTTP without its version. */
function httpLine(payload: Uint8Array): string | undefined {
  const text = String.fromCharCode(...payload.subarray(0, longestLine));
  const match = /^(?:([A-Z]{3,7} \S+) HTTP\/\d\.\d|HTTP\/\d\.\d (\d{3} [^\r\n]*))\r?\n/.exec(text);
  const said = match?.[1] ?? match?.[2];
  return said === undefined || said.length <= longestShown ? said : `${said.slice(0, longestShown - 1)}…`;
}

/** The port on which directors tell one another of connections. */
const syncPort = 8848;

/** A message of version 0 begins with the number of its records; version 1 has a zero there. */
function whatOfDatagram({ dstPort, payload }: UdpDatagram, words: PacketWords): string {
  if (dstPort !== syncPort || payload.length < 8) return `UDP ${words.bytes(payload.length)}`;
  return words.syncMessage(payload[0] || (payload[4] ?? 0));
}

function whatOfIcmp({ type, code, rest }: IcmpMessage, naming: Naming, words: PacketWords): string {
  switch (type) {
    case icmpTypes.echoRequest:
      return words.ping;
    case icmpTypes.echoReply:
      return words.pong;
    case icmpTypes.timeExceeded:
      return words.ttlExpired;
    case icmpTypes.redirect:
      return words.redirect(naming.address((rest >>> 0) as Ipv4Address));
    case icmpTypes.unreachable:
      return unreachableText(code, rest, words);
    default:
      return words.icmpOther(type, code);
  }
}

function unreachableText(code: number, rest: number, { unreachable, tooBig }: PacketWords): string {
  switch (code) {
    case unreachableCodes.net:
      return unreachable.net;
    case unreachableCodes.host:
      return unreachable.host;
    case unreachableCodes.protocol:
      return unreachable.protocol;
    case unreachableCodes.port:
      return unreachable.port;
    case unreachableCodes.fragmentationNeeded:
      return tooBig(rest & 0xffff);
    case unreachableCodes.netProhibited:
    case unreachableCodes.hostProhibited:
    case unreachableCodes.filtered:
      return unreachable.prohibited;
    default:
      return unreachable.other;
  }
}

function whatOfRaw(protocol: number, bytes: Uint8Array, words: PacketWords): string {
  if (protocol === protocols.igmp) return words.joinsGroups;
  if (protocol === protocols.vrrp) return words.advertisement(bytes[1] ?? 0, bytes[2] ?? 0);
  return `IP ${protocol}`;
}

/** The ports, or nothing where there are none. */
function portsOf({ payload }: Ipv4Packet): string {
  return payload.kind === "tcp" || payload.kind === "udp" ? `${payload.srcPort} → ${payload.dstPort}` : "";
}
