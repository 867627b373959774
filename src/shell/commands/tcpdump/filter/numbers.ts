/**
 * Names that stand for numbers in a capture filter: protocols, fields of ICMP and TCP, their values.
 */

/** Fields and values that may stand where a number does. */
export const constants: ReadonlyMap<string, number> = new Map([
  ["icmptype", 0],
  ["icmpcode", 1],
  ["icmp-echoreply", 0],
  ["icmp-unreach", 3],
  ["icmp-sourcequench", 4],
  ["icmp-redirect", 5],
  ["icmp-echo", 8],
  ["icmp-routeradvert", 9],
  ["icmp-routersolicit", 10],
  ["icmp-timxceed", 11],
  ["icmp-paramprob", 12],
  ["icmp-tstamp", 13],
  ["icmp-tstampreply", 14],
  ["icmp-ireq", 15],
  ["icmp-ireqreply", 16],
  ["icmp-maskreq", 17],
  ["icmp-maskreply", 18],
  ["tcpflags", 13],
  ["tcp-fin", 0x01],
  ["tcp-syn", 0x02],
  ["tcp-rst", 0x04],
  ["tcp-push", 0x08],
  ["tcp-ack", 0x10],
  ["tcp-urg", 0x20],
  ["tcp-ece", 0x40],
  ["tcp-cwr", 0x80],
]);

/** IP protocols that are keywords of their own. */
export const protocolKeywords: ReadonlyMap<string, number> = new Map([
  ["icmp", 1],
  ["igmp", 2],
  ["tcp", 6],
  ["udp", 17],
  ["esp", 50],
  ["ah", 51],
  ["pim", 103],
  ["vrrp", 112],
  ["carp", 112],
  ["sctp", 132],
]);

/** Ethernet types that are keywords of their own. */
export const etherKeywords: ReadonlyMap<string, number> = new Map([
  ["ip", 0x0800],
  ["arp", 0x0806],
  ["rarp", 0x8035],
  ["ip6", 0x86dd],
]);

const namedProtocols: ReadonlyMap<string, number> = new Map([
  ...protocolKeywords,
  ["ipencap", 4],
  ["egp", 8],
  ["igp", 9],
  ["gre", 47],
  ["ospf", 89],
  ["ipip", 94],
]);

/** The IP protocol of a number or a name of /etc/protocols. */
export const protocolNumber = (text: string): number | undefined =>
  numberOf(text) ?? namedProtocols.get(text);

/** The Ethernet type of a number or a name. */
export const etherNumber = (text: string): number | undefined => numberOf(text) ?? etherKeywords.get(text);

/** A number in decimal, octal or hexadecimal. */
export function numberOf(text: string): number | undefined {
  if (/^0[xX][0-9a-fA-F]+$/.test(text)) return Number.parseInt(text.slice(2), 16);
  if (/^0[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
