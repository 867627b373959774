/**
 * How values are written in sentences: addresses as numbers or as roles, flags by name. Made by whoever shows
 * the sentences, so that every language writes them alike.
 */

import type { Ipv4Address, MacAddress } from "#sim/wire/address";
import type { ArpMessage } from "#sim/wire/arp";
import type { EthernetFrame } from "#sim/wire/ethernet";
import type { Ipv4Packet } from "#sim/wire/ipv4";

export interface Names {
  readonly ip: (address: Ipv4Address) => string;
  readonly mac: (address: MacAddress) => string;
  /** An endpoint or a pair of them as events have it: `10.0.0.10:80`. */
  readonly endpoint: (endpoint: string) => string;
  /** `SYN+ACK` */
  readonly flags: (flags: number) => string;
}

const bytesOf = (value: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => Math.floor(value / 256 ** (count - 1 - index)) % 256);

const flagNames = ["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"] as const;

/** SYN before ACK, as one says; a segment without any flag is rare enough to be called TCP. */
function flagsText(flags: number): string {
  const set = flagNames.filter((_, bit) => (flags & (1 << bit)) !== 0);
  return set.length === 0 ? "TCP" : set.join("+");
}

/** Addresses as numbers. */
export const numberNames: Names = {
  ip: (address) => bytesOf(address, 4).join("."),
  mac: (address) =>
    bytesOf(address, 6)
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join(":"),
  endpoint: (endpoint) => endpoint,
  flags: flagsText,
};

/** What a port of a switch is for, `rs1 eth0`, where a device is one: the lab names them `p-rs1-eth0`. */
export function endOfPort(device: string): string | undefined {
  const [, node, end] = /^p-(.+)-([^-]+)$/.exec(device) ?? [];
  return node === undefined ? undefined : `${node} ${end}`;
}

/** What a language calls the parts of packets that have no number for a name. */
export interface PacketTerms {
  readonly whoHas: (target: string) => string;
  readonly isAt: (address: string, mac: string) => string;
  readonly icmp: (type: number, code: number) => string;
  readonly fragment: (offset: number) => string;
  readonly protocol: (number: number) => string;
  readonly otherFrame: (etherType: string) => string;
}

/** A packet in a few words: `SYN 192.168.10.6:41000 → 10.0.0.10:80`. */
export function packetText(packet: Ipv4Packet, names: Names, terms: PacketTerms): string {
  const { src, dst, payload } = packet;
  const ends = `${names.ip(src)} → ${names.ip(dst)}`;
  const kind = packetKind(packet, names, terms);
  switch (payload.kind) {
    case "tcp":
    case "udp":
      return `${kind} ${withPorts(packet, payload, names)}`;
    case "icmp":
    case "raw":
      return `${kind} ${ends}`;
    case "ipv4":
      return `${kind} ${ends} (${packetText(payload, names, terms)})`;
    case "gre":
      return payload.payload.kind === "ipv4"
        ? `${kind} ${ends} (${packetText(payload.payload, names, terms)})`
        : `${kind} ${ends}`;
  }
}

interface Ports {
  readonly srcPort: number;
  readonly dstPort: number;
}

const withPorts = ({ src, dst }: Ipv4Packet, { srcPort, dstPort }: Ports, names: Names): string =>
  `${names.ip(src)}:${srcPort} → ${names.ip(dst)}:${dstPort}`;

/** A packet by its kind alone: `SYN`, `UDP`, `IPIP`. */
export function packetKind(packet: Ipv4Packet, names: Names, terms: PacketTerms): string {
  const { payload } = packet;
  switch (payload.kind) {
    case "tcp":
      return names.flags(payload.flags);
    case "udp":
      return "UDP";
    case "icmp":
      return terms.icmp(payload.type, payload.code);
    case "ipv4":
      return "IPIP";
    case "gre":
      return "GRE";
    case "raw":
      return rawName(packet, terms);
  }
}

const rawName = ({ fragmentOffset, moreFragments, protocol }: Ipv4Packet, terms: PacketTerms): string =>
  fragmentOffset > 0 || moreFragments ? terms.fragment(fragmentOffset) : terms.protocol(protocol);

/** An ARP message: a question, or an answer. */
export const arpText = (message: ArpMessage, names: Names, terms: PacketTerms): string =>
  message.operation === 1
    ? terms.whoHas(names.ip(message.targetIp))
    : terms.isAt(names.ip(message.senderIp), names.mac(message.senderMac));

/** A frame by what it carries. */
export function frameText({ payload }: EthernetFrame, names: Names, terms: PacketTerms): string {
  switch (payload.kind) {
    case "arp":
      return arpText(payload, names, terms);
    case "ipv4":
      return packetText(payload, names, terms);
    case "other":
      return terms.otherFrame(`0x${payload.etherType.toString(16).padStart(4, "0")}`);
  }
}
