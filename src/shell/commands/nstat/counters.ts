/** The counters of a node by name, in the order in which the kernel shows them. */

import type { SnmpCounters } from "#sim/stack/snmp";
import { icmpNames, ipExtNames, ipNames, tcpExtNames, tcpNames, udpLiteNames, udpNames } from "./names.ts";

export type Counter = readonly [name: string, value: number];

/** The value of a counter; 0 for those that are not counted here. */
export function counterOf(snmp: SnmpCounters, name: string): number {
  const value: unknown = (snmp as unknown as Readonly<Record<string, unknown>>)[name];
  return typeof value === "number" ? value : (snmp.extra.get(name) ?? 0);
}

/** All of them. */
export function allCounters(snmp: SnmpCounters): Counter[] {
  const named = (names: readonly string[]): Counter[] => names.map((name) => [name, counterOf(snmp, name)]);
  return [
    ...named(ipNames),
    ...named(icmpNames),
    ...icmpTypeCounters(snmp),
    ...named(tcpNames),
    ...named(udpNames),
    ...named(udpLiteNames),
    ...named(tcpExtNames),
    ...named(ipExtNames),
  ];
}

/** ICMP messages by type: only types that were seen. */
export function icmpTypeCounters({ extra }: SnmpCounters): Counter[] {
  const rank = (name: string): number =>
    Number(/\d+$/.exec(name)?.[0] ?? 0) + (name.startsWith("IcmpMsgOut") ? 256 : 0);
  return [...extra]
    .filter(([name, value]) => name.startsWith("IcmpMsg") && value > 0)
    .sort(([left], [right]) => rank(left) - rank(right));
}
