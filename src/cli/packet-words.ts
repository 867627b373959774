/**
 * A packet in a few words, for sentences about decisions: `10.0.0.6.40000 > 10.0.0.10.80 [S]`, as tcpdump
 * begins.
 */

import { formatIpv4 } from "#sim/wire/address";
import { type Ipv4Packet, protocols } from "#sim/wire/ipv4";
import { tcpFlags } from "#sim/wire/tcp";

/** The ends of a packet, and what it is. */
export function packetWords(packet: Ipv4Packet): string {
  const { src, dst, payload } = packet;
  const ends = `${formatIpv4(src)} > ${formatIpv4(dst)}`;
  switch (payload.kind) {
    case "tcp":
      return `${withPorts(packet, payload.srcPort, payload.dstPort)} [${flagLetters(payload.flags)}]`;
    case "udp":
      return `${withPorts(packet, payload.srcPort, payload.dstPort)} UDP`;
    case "icmp":
      return `${ends} ICMP type ${payload.type} code ${payload.code}`;
    case "ipv4":
      return `${ends} IPIP (${packetWords(payload)})`;
    case "gre":
      return `${ends} GRE${payload.payload.kind === "ipv4" ? ` (${packetWords(payload.payload)})` : ""}`;
    case "raw":
      return packet.fragmentOffset > 0 || packet.moreFragments
        ? `${ends} fragment at ${packet.fragmentOffset}`
        : `${ends} ${packet.protocol === protocols.igmp ? "IGMP" : `protocol ${packet.protocol}`}`;
  }
}

const withPorts = ({ src, dst }: Ipv4Packet, srcPort: number, dstPort: number): string =>
  `${formatIpv4(src)}.${srcPort} > ${formatIpv4(dst)}.${dstPort}`;

const letters: readonly (readonly [number, string])[] = [
  [tcpFlags.fin, "F"],
  [tcpFlags.syn, "S"],
  [tcpFlags.rst, "R"],
  [tcpFlags.psh, "P"],
  [tcpFlags.ack, "."],
];

const flagLetters = (flags: number): string =>
  letters
    .filter(([flag]) => (flags & flag) !== 0)
    .map(([, letter]) => letter)
    .join("");
