/**
 * IPv4 packets as tcpdump prints them: header when verbose, then what they carry. A first fragment shows its
 * transport header, later ones only their protocol.
 */

import { get8, get16, get32 } from "./bytes.ts";
import { checksum } from "./checksum.ts";
import { describeGre } from "./describe-gre.ts";
import { describeIcmp } from "./describe-icmp.ts";
import { describeIgmp } from "./describe-igmp.ts";
import { describeTcp } from "./describe-tcp.ts";
import { describeUdp } from "./describe-udp.ts";
import { describeVrrp } from "./describe-vrrp.ts";
import { after, type Captured, type Describer, hostText } from "./describer.ts";
import { protocols } from "./ipv4.ts";

/** What carries a transport: the header, and whether more fragments follow. */
export interface Carrier {
  readonly src: number;
  readonly dst: number;
  readonly ttl: number;
  readonly fragmented: boolean;
}

/** A packet from its header on. */
export function describeIpv4(packet: Captured, state: Describer): string {
  const head = state.options.link === true ? "" : "IP ";
  const version = get8(packet.bytes, 0) >>> 4;
  if (packet.bytes.length > 0 && version !== 4) return `IP${version} (invalid)`;
  return head + (problem(packet) ?? describeWhole(packet, state));
}

/** What is wrong with a packet so that nothing more can be said about it. */
function problem({ bytes }: Captured): string | undefined {
  if (bytes.length < 20) return " [|ip]";
  const headerLength = headerLengthOf(bytes);
  if (headerLength < 20) return `bad-hlen ${headerLength}`;
  const total = get16(bytes, 2);
  return total < headerLength ? `bad-len ${total}` : undefined;
}

const headerLengthOf = (bytes: Uint8Array): number => (get8(bytes, 0) & 15) * 4;

function describeWhole({ bytes, length }: Captured, state: Describer): string {
  const total = get16(bytes, 2);
  const cut = bytes.subarray(0, total);
  const missing = length < total ? `truncated-ip - ${total - length} bytes missing! ` : "";
  const header = (state.options.verbose ?? 0) > 0 ? `${headerText(cut)}\n    ` : "";
  const payload = after({ bytes: cut, length: total }, headerLengthOf(bytes));
  return missing + header + describeCarried(cut, payload, state);
}

function describeCarried(header: Uint8Array, payload: Captured, state: Describer): string {
  const protocol = get8(header, 9);
  const fragment = get16(header, 6);
  const carrier: Carrier = {
    src: get32(header, 12),
    dst: get32(header, 16),
    ttl: get8(header, 8),
    fragmented: (fragment & 0x2000) !== 0,
  };
  const ends = `${hostText(carrier.src, state)} > ${hostText(carrier.dst, state)}:`;
  if ((fragment & 0x1fff) !== 0) return `${ends} ip-proto-${protocol}`;
  switch (protocol) {
    case protocols.tcp:
      return describeTcp(payload, carrier, state);
    case protocols.udp:
      return describeUdp(payload, carrier, state);
    case protocols.icmp:
      return `${ends} ${describeIcmp(payload, carrier, state, describeIpv4)}`;
    case protocols.igmp:
      return `${ends} ${describeIgmp(payload, state)}`;
    case protocols.ipip:
      return `${ends} ${describeIpv4(payload, state)}`;
    case protocols.gre:
      return `${ends} ${describeGre(payload, state, describeIpv4)}`;
    case protocols.vrrp:
      return `${ends} ${describeVrrp(payload, carrier, state)}`;
  }
  return `${ends}  ip-proto-${protocol} ${payload.length}`;
}

function headerText(bytes: Uint8Array): string {
  const tos = get8(bytes, 1);
  const ttl = get8(bytes, 8);
  const fragment = get16(bytes, 6);
  const protocol = get8(bytes, 9);
  return [
    `(tos 0x${tos.toString(16)}${congestionTexts[tos & 3] ?? ""}`,
    ...(ttl === 0 ? [] : [`ttl ${ttl}`]),
    `id ${get16(bytes, 4)}`,
    `offset ${(fragment & 0x1fff) * 8}`,
    `flags [${flagsText(fragment)}]`,
    `proto ${protocolNames.get(protocol) ?? "unknown"} (${protocol})`,
    `length ${get16(bytes, 2)}${optionsText(bytes)}${checksumText(bytes)})`,
  ].join(", ");
}

/** Explicit congestion notification (RFC 3168), by the two lowest bits of the type of service. */
const congestionTexts = ["", ",ECT(1)", ",ECT(0)", ",CE"];

function flagsText(fragment: number): string {
  const flags = [
    ...((fragment & 0x2000) === 0 ? [] : ["+"]),
    ...((fragment & 0x4000) === 0 ? [] : ["DF"]),
    ...((fragment & 0x8000) === 0 ? [] : ["rsvd"]),
  ];
  return flags.length === 0 ? "none" : flags.join(", ");
}

const protocolNames: ReadonlyMap<number, string> = new Map([
  [0, "Options"],
  [1, "ICMP"],
  [2, "IGMP"],
  [4, "IPIP"],
  [6, "TCP"],
  [17, "UDP"],
  [41, "IPv6"],
  [47, "GRE"],
  [50, "ESP"],
  [51, "AH"],
  [89, "OSPF"],
  [103, "PIM"],
  [112, "VRRP"],
  [132, "SCTP"],
]);

function optionsText(bytes: Uint8Array): string {
  const end = headerLengthOf(bytes);
  if (end <= 20) return "";
  const names: string[] = [];
  let next = 20;
  while (next < end) {
    const kind = get8(bytes, next);
    names.push(optionNames.get(kind) ?? `unknown ${kind}`);
    if (kind === 0) break;
    next += kind === 1 ? 1 : Math.max(2, get8(bytes, next + 1));
  }
  return `, options (${names.join(",")})`;
}

const optionNames: ReadonlyMap<number, string> = new Map([
  [0, "EOL"],
  [1, "NOP"],
  [7, "RR"],
  [68, "timestamp"],
  [131, "LSRR"],
  [137, "SSRR"],
  [148, "RA"],
]);

function checksumText(bytes: Uint8Array): string {
  const headerLength = headerLengthOf(bytes);
  if (bytes.length < headerLength || checksum(bytes, 0, headerLength) === 0) return "";
  const header = bytes.slice(0, headerLength);
  header.fill(0, 10, 12);
  return `, bad cksum ${get16(bytes, 10).toString(16)} (->${checksum(header).toString(16)})!`;
}
