/**
 * The counters that `nstat` and `netstat -s` show, by the kernel's names (`IpInReceives`,
 * `TcpExtIPReversePathFilter`).
 *
 * Counters that a packet passes on every hop are fields of a fixed record; the list of all names with their
 * order is what nstat prints.
 */

export const snmpNames = [
  "IpInReceives",
  "IpInHdrErrors",
  "IpInAddrErrors",
  "IpForwDatagrams",
  "IpInUnknownProtos",
  "IpInDiscards",
  "IpInDelivers",
  "IpOutRequests",
  "IpOutDiscards",
  "IpOutNoRoutes",
  "IpReasmTimeout",
  "IpReasmReqds",
  "IpReasmOKs",
  "IpReasmFails",
  "IpFragOKs",
  "IpFragFails",
  "IpFragCreates",
  "IcmpInMsgs",
  "IcmpInErrors",
  "IcmpInCsumErrors",
  "IcmpInDestUnreachs",
  "IcmpInTimeExcds",
  "IcmpInParmProbs",
  "IcmpInSrcQuenchs",
  "IcmpInRedirects",
  "IcmpInEchos",
  "IcmpInEchoReps",
  "IcmpInTimestamps",
  "IcmpInTimestampReps",
  "IcmpInAddrMasks",
  "IcmpInAddrMaskReps",
  "IcmpOutMsgs",
  "IcmpOutErrors",
  "IcmpOutRateLimitGlobal",
  "IcmpOutRateLimitHost",
  "IcmpOutDestUnreachs",
  "IcmpOutTimeExcds",
  "IcmpOutParmProbs",
  "IcmpOutSrcQuenchs",
  "IcmpOutRedirects",
  "IcmpOutEchos",
  "IcmpOutEchoReps",
  "IcmpOutTimestamps",
  "IcmpOutTimestampReps",
  "IcmpOutAddrMasks",
  "IcmpOutAddrMaskReps",
  "TcpActiveOpens",
  "TcpPassiveOpens",
  "TcpAttemptFails",
  "TcpEstabResets",
  "TcpInSegs",
  "TcpOutSegs",
  "TcpRetransSegs",
  "TcpInErrs",
  "TcpOutRsts",
  "TcpInCsumErrors",
  "UdpInDatagrams",
  "UdpNoPorts",
  "UdpInErrors",
  "UdpOutDatagrams",
  "UdpInCsumErrors",
  "TcpExtTW",
  "TcpExtDelayedACKs",
  "TcpExtDelayedACKLost",
  "TcpExtListenDrops",
  "TcpExtTCPTimeouts",
  "TcpExtTCPChallengeACK",
  "TcpExtTCPSYNChallenge",
  "TcpExtTCPAbortOnData",
  "TcpExtTCPAbortOnClose",
  "TcpExtTCPAbortOnTimeout",
  "TcpExtTCPReqQFullDrop",
  "TcpExtIPReversePathFilter",
  "TcpExtArpFilter",
  "IpExtInNoRoutes",
  "IpExtInTruncatedPkts",
  "IpExtInMcastPkts",
  "IpExtOutMcastPkts",
  "IpExtInBcastPkts",
  "IpExtOutBcastPkts",
  "IpExtInOctets",
  "IpExtOutOctets",
  "IpExtInCsumErrors",
] as const;

export type SnmpName = (typeof snmpNames)[number];

/** Counts by name. ICMP by type (`IcmpMsgInType8`) and other rare ones live in `extra`. */
export type SnmpCounters = { [name in SnmpName]: number } & { readonly extra: Map<string, number> };

/** All counters at zero. */
export function emptySnmp(): SnmpCounters {
  const zeros = Object.fromEntries(snmpNames.map((name) => [name, 0])) as { [name in SnmpName]: number };
  return { ...zeros, extra: new Map() };
}
