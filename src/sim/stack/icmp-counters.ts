/** How ICMP messages are counted: by type, and some types by name as well (RFC 2011). */

import type { SnmpCounters } from "./snmp.ts";

/** What the named counters call a type, without `IcmpIn` or `IcmpOut`. */
const nameOfType = new Map([
  [0, "EchoReps"],
  [3, "DestUnreachs"],
  [4, "SrcQuenchs"],
  [5, "Redirects"],
  [8, "Echos"],
  [11, "TimeExcds"],
  [12, "ParmProbs"],
  [13, "Timestamps"],
  [14, "TimestampReps"],
  [17, "AddrMasks"],
  [18, "AddrMaskReps"],
] as const);

/** Counts a message that has arrived and whose checksum is right. */
export function countIn(snmp: SnmpCounters, type: number): void {
  countType(snmp, `IcmpMsgInType${type}`);
  const name = nameOfType.get(type as 0);
  if (name !== undefined) snmp[`IcmpIn${name}`]++;
}

/** Counts a message that is sent. */
export function countOut(snmp: SnmpCounters, type: number): void {
  snmp.IcmpOutMsgs++;
  countType(snmp, `IcmpMsgOutType${type}`);
  const name = nameOfType.get(type as 0);
  if (name !== undefined) snmp[`IcmpOut${name}`]++;
}

function countType({ extra }: SnmpCounters, name: string): void {
  extra.set(name, (extra.get(name) ?? 0) + 1);
}
