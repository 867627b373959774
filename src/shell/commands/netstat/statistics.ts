/**
 * `netstat -s`: the kernel's counters in sentences (net-tools 2.10). Counters without a sentence have their
 * name.
 */

import { valuesOf } from "#sim/engine/tuple-table";
import type { Stack } from "#sim/stack/stack";
import { counterOf, icmpTypeCounters } from "../nstat/counters.ts";
import { ipExtNames, tcpExtNames } from "../nstat/names.ts";

/** A counter: its name, what stands after its number, and whether it is shown at zero. */
type Sentence = readonly [name: string, words: string, atZero?: "always"];

const ip: readonly Sentence[] = [
  ["IpInReceives", "total packets received", "always"],
  ["IpInHdrErrors", "with invalid headers"],
  ["IpInAddrErrors", "with invalid addresses"],
  ["IpForwDatagrams", "forwarded", "always"],
  ["IpInUnknownProtos", "with unknown protocol"],
  ["IpInDiscards", "incoming packets discarded", "always"],
  ["IpInDelivers", "incoming packets delivered", "always"],
  ["IpOutRequests", "requests sent out", "always"],
  ["IpOutDiscards", "outgoing packets dropped"],
  ["IpOutNoRoutes", "dropped because of missing route"],
  ["IpReasmTimeout", "fragments dropped after timeout"],
  ["IpReasmReqds", "reassemblies required"],
  ["IpReasmOKs", "packets reassembled ok"],
  ["IpReasmFails", "packet reassemblies failed"],
  ["IpFragOKs", "fragments received ok"],
  ["IpFragFails", "fragments failed"],
  ["IpFragCreates", "fragments created"],
];

const histogram: readonly (readonly [suffix: string, words: string])[] = [
  ["DestUnreachs", "destination unreachable"],
  ["TimeExcds", "timeout in transit"],
  ["ParmProbs", "wrong parameters"],
  ["SrcQuenchs", "source quenches"],
  ["Redirects", "redirects"],
  ["Echos", "echo requests"],
  ["EchoReps", "echo replies"],
];

const tcp: readonly Sentence[] = [
  ["TcpActiveOpens", "active connection openings", "always"],
  ["TcpPassiveOpens", "passive connection openings", "always"],
  ["TcpAttemptFails", "failed connection attempts", "always"],
  ["TcpEstabResets", "connection resets received", "always"],
  ["TcpCurrEstab", "connections established", "always"],
  ["TcpInSegs", "segments received", "always"],
  ["TcpOutSegs", "segments sent out", "always"],
  ["TcpRetransSegs", "segments retransmitted", "always"],
  ["TcpInErrs", "bad segments received", "always"],
  ["TcpOutRsts", "resets sent", "always"],
];

const udp: readonly Sentence[] = [
  ["UdpInDatagrams", "packets received", "always"],
  ["UdpNoPorts", "packets to unknown port received", "always"],
  ["UdpInErrors", "packet receive errors", "always"],
  ["UdpOutDatagrams", "packets sent", "always"],
  ["UdpRcvbufErrors", "receive buffer errors", "always"],
  ["UdpSndbufErrors", "send buffer errors", "always"],
];

const tcpExt: ReadonlyMap<string, string> = new Map([
  ["TcpExtTW", "TCP sockets finished time wait in fast timer"],
  ["TcpExtDelayedACKs", "delayed acks sent"],
  ["TcpExtListenOverflows", "times the listen queue of a socket overflowed"],
  ["TcpExtListenDrops", "SYNs to LISTEN sockets dropped"],
  ["TcpExtTCPAbortOnData", "connections reset due to unexpected data"],
  ["TcpExtTCPAbortOnClose", "connections reset due to early user close"],
  ["TcpExtTCPAbortOnTimeout", "connections aborted due to timeout"],
]);

/** All parts, or those that were asked for. */
export function statisticsText(
  stack: Stack,
  parts: { readonly tcp: boolean; readonly udp: boolean },
): string {
  const all = !parts.tcp && !parts.udp;
  const text: string[] = [];
  if (all) text.push(ipText(stack), icmpText(stack));
  if (all || parts.tcp) text.push("Tcp:\n", sentences(stack, tcp));
  if (all || parts.udp) text.push("Udp:\n", sentences(stack, udp), "UdpLite:\n");
  text.push(
    "TcpExt:\n",
    namedText(stack, tcpExtNames, "TcpExt"),
    "IpExt:\n",
    namedText(stack, ipExtNames, "IpExt"),
  );
  return text.join("");
}

function countOf(stack: Stack, name: string): number {
  if (name !== "TcpCurrEstab") return counterOf(stack.snmp, name);
  const states = ["ESTABLISHED", "CLOSE_WAIT"];
  const entries = [...valuesOf(stack.sockets.tcp.entries)];
  return entries.filter((entry) => entry.kind === "socket" && states.includes(entry.state)).length;
}

const sentences = (stack: Stack, list: readonly Sentence[]): string =>
  list
    .map(([name, words, atZero]) => [countOf(stack, name), words, atZero] as const)
    .filter(([value, , atZero]) => value !== 0 || atZero === "always")
    .map(([value, words]) => `    ${value} ${words}\n`)
    .join("");

const ipText = (stack: Stack): string =>
  `Ip:\n    Forwarding: ${stack.sysctl.global.ip_forward === 0 ? 2 : 1}\n${sentences(stack, ip)}`;

function icmpText(stack: Stack): string {
  const side = (way: "In" | "Out"): string =>
    histogram
      .map(([suffix, words]) => [countOf(stack, `Icmp${way}${suffix}`), words] as const)
      .filter(([value]) => value !== 0)
      .map(([value, words]) => `        ${words}: ${value}\n`)
      .join("");
  const count = (name: string): number => countOf(stack, name);
  const types = icmpTypeCounters(stack.snmp).map(
    ([name, value]) => `        ${name.replace("IcmpMsg", "")}: ${value}\n`,
  );
  return [
    "Icmp:\n",
    `    ${count("IcmpInMsgs")} ICMP messages received\n`,
    `    ${count("IcmpInErrors")} input ICMP message failed\n`,
    `    ICMP input histogram:\n${side("In")}`,
    `    ${count("IcmpOutMsgs")} ICMP messages sent\n    ${count("IcmpOutErrors")} ICMP messages failed\n`,
    `    ICMP output histogram:\n${side("Out")}`,
    ...(types.length === 0 ? [] : ["IcmpMsg:\n", ...types]),
  ].join("");
}

const namedText = (stack: Stack, names: readonly string[], prefix: string): string =>
  names
    .map((name) => [name, countOf(stack, name)] as const)
    .filter(([, value]) => value !== 0)
    .map(([name, value]) => {
      const words = tcpExt.get(name);
      return words === undefined ? `    ${name.slice(prefix.length)}: ${value}\n` : `    ${value} ${words}\n`;
    })
    .join("");
