/**
 * The fields of each header, in order, with their widths: Ethernet II and 802.1Q, ARP (RFC 826), IPv4
 * (RFC 791), TCP (RFC 9293), UDP (RFC 768), ICMP (RFC 792, RFC 1191), GRE (RFC 2784), GUE, VRRP (RFC 5798,
 * RFC 3768), IGMP (RFC 3376) and the messages between directors.
 */

import { icmpTypes, unreachableCodes } from "#sim/wire/icmp";
import { protocols } from "#sim/wire/ipv4";
import { tcpFlags } from "#sim/wire/tcp";
import { bytesNote, type Column, type Layout, named } from "./field-cursor.ts";
import type { Note } from "./field-tree.ts";

const namesOf = (names: Readonly<Record<number, string>>) => (value: number) => named(names[value]);

const etherTypeNames = { 2048: "IPv4", 2054: "ARP", 33024: "802.1Q", 34525: "IPv6" };

const etherType: Column = ["type", "EtherType", 16, "hex", namesOf(etherTypeNames)];

export const ethernetLayout: Layout = [
  ["dst", "Destination", 48, "mac"],
  ["src", "Source", 48, "mac"],
  etherType,
];

export const vlanLayout: Layout = [
  ["priority", "Priority Code Point", 3, "number"],
  ["dei", "Drop Eligible Indicator", 1, "flag"],
  ["id", "VLAN Identifier", 12, "number"],
  etherType,
];

export const arpLayout: Layout = [
  ["hardware", "Hardware Type", 16, "number", namesOf({ 1: "Ethernet" })],
  ["protocol", "Protocol Type", 16, "hex", namesOf(etherTypeNames)],
  ["hardware-length", "Hardware Address Length", 8, "number", bytesNote],
  ["protocol-length", "Protocol Address Length", 8, "number", bytesNote],
  ["operation", "Operation", 16, "number", namesOf({ 1: "Request", 2: "Reply" })],
  ["sender-mac", "Sender Hardware Address", 48, "mac"],
  ["sender-ip", "Sender Protocol Address", 32, "ipv4"],
  ["target-mac", "Target Hardware Address", 48, "mac"],
  ["target-ip", "Target Protocol Address", 32, "ipv4"],
];

const protocolNames: Readonly<Record<number, string>> = {
  [protocols.icmp]: "ICMP",
  [protocols.igmp]: "IGMP",
  [protocols.ipip]: "IPIP",
  [protocols.tcp]: "TCP",
  [protocols.udp]: "UDP",
  [protocols.gre]: "GRE",
  [protocols.esp]: "ESP",
  [protocols.ah]: "AH",
  [protocols.vrrp]: "VRRP",
  [protocols.sctp]: "SCTP",
};

const words = (count: number): Note => bytesNote(count * 4);

export const ipv4Layout: Layout = [
  ["version", "Version", 4, "number"],
  ["ihl", "IHL", 4, "number", words],
  ["dscp", "DSCP", 6, "number"],
  ["ecn", "ECN", 2, "number", namesOf({ 0: "Not-ECT", 1: "ECT(1)", 2: "ECT(0)", 3: "CE" })],
  ["length", "Total Length", 16, "number", bytesNote],
  ["id", "Identification", 16, "number"],
  ["reserved", "Reserved", 1, "flag"],
  ["df", "Don't Fragment", 1, "flag"],
  ["mf", "More Fragments", 1, "flag"],
  ["offset", "Fragment Offset", 13, "number", (value) => bytesNote(value * 8)],
  ["ttl", "Time to Live", 8, "number"],
  ["protocol", "Protocol", 8, "number", namesOf(protocolNames)],
  ["checksum", "Header Checksum", 16, "checksum"],
  ["src", "Source Address", 32, "ipv4"],
  ["dst", "Destination Address", 32, "ipv4"],
];

/** In the order in which people say them. */
const flagNames: readonly (readonly [number, string])[] = [
  [tcpFlags.syn, "SYN"],
  [tcpFlags.fin, "FIN"],
  [tcpFlags.rst, "RST"],
  [tcpFlags.psh, "PSH"],
  [tcpFlags.ack, "ACK"],
  [tcpFlags.urg, "URG"],
  [tcpFlags.ece, "ECE"],
  [tcpFlags.cwr, "CWR"],
];

/** Flags by name, such as `SYN+ACK`; a dash where none is set. */
export function tcpFlagText(flags: number): string {
  const set = flagNames.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);
  return set.length === 0 ? "–" : set.join("+");
}

const portNames: Readonly<Record<number, string>> = {
  22: "ssh",
  53: "domain",
  80: "http",
  443: "https",
  6080: "gue",
  8080: "http-alt",
  8848: "ipvs-sync",
};

const ports: Layout = [
  ["sport", "Source Port", 16, "number", namesOf(portNames)],
  ["dport", "Destination Port", 16, "number", namesOf(portNames)],
];

export const tcpLayout: Layout = [
  ...ports,
  ["seq", "Sequence Number", 32, "number"],
  ["ack", "Acknowledgment Number", 32, "number"],
  ["offset", "Data Offset", 4, "number", words],
  ["reserved", "Reserved", 4, "number"],
  ["flags", "Flags", 8, "hex", (value) => named(tcpFlagText(value))],
  ["window", "Window", 16, "number"],
  ["checksum", "Checksum", 16, "checksum"],
  ["urgent", "Urgent Pointer", 16, "number"],
];

export const udpLayout: Layout = [
  ...ports,
  ["length", "Length", 16, "number", bytesNote],
  ["checksum", "Checksum", 16, "checksum"],
];

const icmpTypeNames: Readonly<Record<number, string>> = {
  [icmpTypes.echoReply]: "Echo Reply",
  [icmpTypes.unreachable]: "Destination Unreachable",
  [icmpTypes.sourceQuench]: "Source Quench",
  [icmpTypes.redirect]: "Redirect",
  [icmpTypes.echoRequest]: "Echo Request",
  [icmpTypes.timeExceeded]: "Time Exceeded",
  [icmpTypes.parameterProblem]: "Parameter Problem",
  [icmpTypes.timestamp]: "Timestamp",
  [icmpTypes.timestampReply]: "Timestamp Reply",
};

const icmpCodeNames: Readonly<Record<number, Readonly<Record<number, string>>>> = {
  [icmpTypes.unreachable]: {
    [unreachableCodes.net]: "Net Unreachable",
    [unreachableCodes.host]: "Host Unreachable",
    [unreachableCodes.protocol]: "Protocol Unreachable",
    [unreachableCodes.port]: "Port Unreachable",
    [unreachableCodes.fragmentationNeeded]: "Fragmentation Needed and DF Set",
    [unreachableCodes.netProhibited]: "Net Administratively Prohibited",
    [unreachableCodes.hostProhibited]: "Host Administratively Prohibited",
    [unreachableCodes.filtered]: "Communication Administratively Prohibited",
  },
  [icmpTypes.redirect]: { 0: "Redirect for the Network", 1: "Redirect for the Host" },
  [icmpTypes.timeExceeded]: { 0: "TTL Exceeded in Transit", 1: "Fragment Reassembly Time Exceeded" },
};

/** What a message is called, by its type and code. */
export const icmpTypeText = (type: number): string | undefined => icmpTypeNames[type];
export const icmpCodeText = (type: number, code: number): string | undefined => icmpCodeNames[type]?.[code];

/** The header of a message; what its last four bytes are depends on type and code. */
export const icmpLayout = (type: number, code: number): Layout => [
  ["type", "Type", 8, "number", namesOf(icmpTypeNames)],
  ["code", "Code", 8, "number", (value) => named(icmpCodeText(type, value))],
  ["checksum", "Checksum", 16, "checksum"],
  ...icmpRest(type, code),
];

function icmpRest(type: number, code: number): Layout {
  if (type === icmpTypes.echoRequest || type === icmpTypes.echoReply || isTimestamp(type)) {
    return [
      ["id", "Identifier", 16, "number"],
      ["seq", "Sequence Number", 16, "number"],
    ];
  }
  if (type === icmpTypes.redirect) return [["gateway", "Gateway Internet Address", 32, "ipv4"]];
  if (type === icmpTypes.unreachable && code === unreachableCodes.fragmentationNeeded) {
    return [
      ["unused", "Unused", 16, "number"],
      ["mtu", "Next-Hop MTU", 16, "number", bytesNote],
    ];
  }
  return [["unused", "Unused", 32, "number"]];
}

const isTimestamp = (type: number): boolean =>
  type === icmpTypes.timestamp || type === icmpTypes.timestampReply;

/** GRE, with its optional words where a flag says so. */
export const greLayout = (hasChecksum: boolean): Layout => [
  ["has-checksum", "Checksum Present", 1, "flag"],
  ["reserved", "Reserved0", 12, "number"],
  ["version", "Version", 3, "number"],
  ["type", "Protocol Type", 16, "hex", namesOf(etherTypeNames)],
  ...(hasChecksum ? greChecksum : []),
];

const greChecksum: Layout = [
  ["checksum", "Checksum", 16, "checksum"],
  ["reserved1", "Reserved1", 16, "number"],
];

export const gueLayout: Layout = [
  ["version", "Version", 2, "number"],
  ["control", "Control Message", 1, "flag"],
  ["hlen", "Header Length", 5, "number", words],
  ["protocol", "Protocol", 8, "number", namesOf(protocolNames)],
  ["flags", "Flags", 16, "hex"],
];

/** What follows the header with a private flag: remote checksum offload. */
export const guePrivateLayout: Layout = [
  ["private", "Private Flags", 32, "hex"],
  ["start", "Checksum Start", 16, "number"],
  ["where", "Checksum Offset", 16, "number"],
];
