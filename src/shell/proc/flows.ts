/** /proc/net/nf_conntrack: the flows that conntrack knows, one a line, while its module is loaded. */

import type { FlowEntry, FlowTuple } from "#sim/stack/netfilter/conntrack";
import { formatIpv4 } from "#sim/wire/address";
import { protocols } from "#sim/wire/ipv4";
import type { Machine } from "../machine.ts";

const protocolNames: ReadonlyMap<number, string> = new Map([
  [protocols.icmp, "icmp"],
  [protocols.tcp, "tcp"],
  [protocols.udp, "udp"],
]);

const nanosPerSecond = 1e9;

/** A line a flow. */
export const flows = ({ stack }: Machine): string =>
  [...stack.netfilter.conntrack.flows].map((flow) => flowLine(flow, stack.simulation.now)).join("");

function flowLine(flow: FlowEntry, now: number): string {
  const { original, reply, tcp, timer, mark } = flow;
  const name = protocolNames.get(original.protocol) ?? "unknown";
  const left = Math.max(0, Math.floor(((timer?.due ?? now) - now) / nanosPerSecond));
  const words = [
    `ipv4     2 ${name.padEnd(8)} ${original.protocol} ${left}`,
    ...(tcp === undefined ? [] : [tcp.state]),
    tupleText(original, false),
    ...(flow.seenReply ? [] : ["[UNREPLIED]"]),
    tupleText(reply, true),
    ...(flow.isAssured ? ["[ASSURED]"] : []),
    `mark=${mark} zone=0 use=2`,
  ];
  return `${words.join(" ")}\n`;
}

const echoReply = 0;
const echoRequest = 8;

function tupleText({ protocol, src, srcPort, dst, dstPort }: FlowTuple, isReply: boolean): string {
  const ends = `src=${formatIpv4(src)} dst=${formatIpv4(dst)}`;
  if (protocol !== protocols.icmp) return `${ends} sport=${srcPort} dport=${dstPort}`;
  const type = dstPort >> 8;
  const shown = isReply && type === echoRequest ? echoReply : type;
  return `${ends} type=${shown} code=${dstPort & 255} id=${srcPort}`;
}
