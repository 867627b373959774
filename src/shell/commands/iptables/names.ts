/**
 * Names of protocols and ICMP types as iptables reads and prints them: from /etc/protocols (those that labs
 * meet) and its own list of ICMP types.
 */

export const protocolNames: ReadonlyMap<number, string> = new Map([
  [1, "icmp"],
  [2, "igmp"],
  [4, "ipencap"],
  [6, "tcp"],
  [17, "udp"],
  [33, "dccp"],
  [41, "ipv6"],
  [47, "gre"],
  [50, "esp"],
  [51, "ah"],
  [58, "ipv6-icmp"],
  [89, "ospf"],
  [94, "ipip"],
  [103, "pim"],
  [112, "vrrp"],
  [132, "sctp"],
  [136, "udplite"],
]);

/** The number of a protocol by name or number; 0 for all. */
export function protocolNumber(text: string): number | undefined {
  const lower = text.toLowerCase();
  if (lower === "all") return 0;
  if (/^\d+$/.test(text)) return Number(text) <= 255 ? Number(text) : undefined;
  for (const [number, name] of protocolNames) if (name === lower) return number;
  return undefined;
}

export const protocolName = (number: number): string =>
  number === 0 ? "all" : (protocolNames.get(number) ?? `${number}`);

/** A name of an ICMP message: type, and code where the name means one only. */
export interface IcmpName {
  readonly name: string;
  readonly type: number;
  readonly code?: number;
}

const unreachableNames = [
  "network-unreachable",
  "host-unreachable",
  "protocol-unreachable",
  "port-unreachable",
  "fragmentation-needed",
  "source-route-failed",
  "network-unknown",
  "host-unknown",
  undefined,
  "network-prohibited",
  "host-prohibited",
  "TOS-network-unreachable",
  "TOS-host-unreachable",
  "communication-prohibited",
  "host-precedence-violation",
  "precedence-cutoff",
];

const coded = (type: number, names: readonly (string | undefined)[]): readonly IcmpName[] =>
  names.flatMap((name, code) => (name === undefined ? [] : [{ name, type, code }]));

const icmpNames: readonly IcmpName[] = [
  { name: "echo-reply", type: 0 },
  { name: "pong", type: 0 },
  { name: "destination-unreachable", type: 3 },
  ...coded(3, unreachableNames),
  { name: "source-quench", type: 4 },
  { name: "redirect", type: 5 },
  ...coded(5, ["network-redirect", "host-redirect", "TOS-network-redirect", "TOS-host-redirect"]),
  { name: "echo-request", type: 8 },
  { name: "ping", type: 8 },
  { name: "router-advertisement", type: 9 },
  { name: "router-solicitation", type: 10 },
  { name: "time-exceeded", type: 11 },
  { name: "ttl-exceeded", type: 11 },
  ...coded(11, ["ttl-zero-during-transit", "ttl-zero-during-reassembly"]),
  { name: "parameter-problem", type: 12 },
  ...coded(12, ["ip-header-bad", "required-option-missing"]),
  { name: "timestamp-request", type: 13 },
  { name: "timestamp-reply", type: 14 },
  { name: "address-mask-request", type: 17 },
  { name: "address-mask-reply", type: 18 },
];

/** The message that a name or a unique beginning of one means. */
export function icmpByName(text: string): IcmpName | undefined {
  const lower = text.toLowerCase();
  const exact = icmpNames.find(({ name }) => name.toLowerCase() === lower);
  const begun = icmpNames.filter(({ name }) => name.toLowerCase().startsWith(lower));
  return exact ?? (begun.length === 1 ? begun[0] : undefined);
}

/** The name of a type, or of one code of it. */
export const icmpName = (type: number, code: number | undefined): string | undefined =>
  icmpNames.find((known) => known.type === type && known.code === code)?.name;
