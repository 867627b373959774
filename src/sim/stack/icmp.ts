/**
 * ICMP of one node (RFC 792, RFC 1122 section 3.2.2, RFC 1812 section 4.3): errors it sends, echoes it
 * answers, errors and redirects it receives.
 *
 * Leaves out timestamps, address masks and the parameter problem for IP options.
 */

import { broadcastAddress, type Ipv4Address, isMulticast, isZeroNetwork } from "../wire/address.ts";
import { type IcmpMessage, icmpError, icmpMessage, icmpTypes } from "../wire/icmp.ts";
import { type Ipv4Packet, ipv4, protocols } from "../wire/ipv4.ts";
import { drop } from "./drop.ts";
import type { IcmpError } from "./icmp-error.ts";
import { receiveError } from "./icmp-input.ts";
import { limitThatForbids } from "./icmp-limits.ts";
import { nextIpId } from "./ip-id.ts";
import { send } from "./output.ts";
import type { PacketContext } from "./packet-context.ts";
import type { ResolvedRoute } from "./route.ts";
import { outputRoute } from "./route-lookup.ts";
import type { SnmpCounters } from "./snmp.ts";
import type { Stack } from "./stack.ts";
import { dropFor } from "./verdict.ts";

/** An ICMP error is at most this long, header and quote together with the IP header. */
const errorLimit = 576;
const headers = 28;
/** Precedence "internetwork control", RFC 1812 section 4.3.2.5. */
const errorTos = 0xc0;

/** Sends an error about `context.packet` to its sender, unless one of the rules or limits forbids it. */
export function sendIcmpError(stack: Stack, context: PacketContext, error: IcmpError): void {
  const { packet } = context;
  if (!mayBeAnswered(context)) {
    suppressed(stack, packet, error);
    return;
  }
  const isForUs = context.route?.type === "local";
  const tos = (packet.tos & 0x1e) | errorTos;
  const way = isForUs
    ? outputRoute(stack, { dst: packet.src, src: packet.dst, tos })
    : outputRoute(stack, { dst: packet.src, tos });
  if (!way.ok) {
    suppressed(stack, packet, error);
    return;
  }
  const limit = way.route.type === "local" ? undefined : limitThatForbids(stack, packet.src, error);
  if (limit !== undefined) {
    const value = stack.sysctl.global[limit];
    suppressed(stack, packet, error, { name: limit, value, from: `net.ipv4.${limit}` });
    countLimited(stack.snmp, limit);
    return;
  }
  const source = isForUs ? packet.dst : way.route.source;
  sendAbout(stack, { context, error, source, route: way.route });
}

function sendAbout(
  stack: Stack,
  about: {
    readonly context: PacketContext;
    readonly error: IcmpError;
    readonly source: Ipv4Address;
    readonly route: ResolvedRoute;
  },
): void {
  const { packet } = about.context;
  const room = Math.min(about.route.output.device.mtu, errorLimit) - headers;
  const quotedLength = Math.min(about.error.available ?? packet.length, room);
  const message = icmpError({ ...about.error, quote: packet, quotedLength });
  const answer = ipv4({
    origin: packet.origin,
    src: about.source,
    dst: packet.src,
    protocol: protocols.icmp,
    payload: message,
    id: nextIpId(stack),
    tos: (packet.tos & 0x1e) | errorTos,
    ttl: stack.sysctl.global.ip_default_ttl,
    dontFragment: false,
  });
  countOut(stack.snmp, about.error.type);
  const { flow, flowIsReply } = about.context;
  const { conntrack } = stack.netfilter;
  // The error belongs to the flow of the packet it is about, which conntrack may not have entered yet.
  conntrack.attached = flow === undefined ? undefined : { flow, isReply: flowIsReply };
  send(stack, answer, about.route);
  conntrack.attached = undefined;
}

/** RFC 1122 section 3.2.2: what is never answered with an error. */
function mayBeAnswered(context: PacketContext): boolean {
  const { packet, linkDestination } = context;
  if (linkDestination !== "host") return false;
  if (packet.fragmentOffset > 0) return false;
  if (packet.dst === broadcastAddress || isMulticast(packet.dst)) return false;
  if (context.route?.type === "broadcast") return false;
  if (isZeroNetwork(packet.src) || packet.src === broadcastAddress || isMulticast(packet.src)) return false;
  return !isIcmpError(packet);
}

/** Whether a packet is itself an ICMP error, or an ICMP message of a kind nobody knows. */
export function isIcmpError(packet: Ipv4Packet): boolean {
  const { payload } = packet;
  if (payload.kind !== "icmp") return false;
  return !informational.has(payload.type);
}

/** Echo, router discovery, timestamp, information and address mask: the only types that are not errors. */
const informational = new Set([0, 8, 9, 10, 13, 14, 15, 16, 17, 18]);

function suppressed(
  stack: Stack,
  about: Ipv4Packet,
  { type, code }: IcmpError,
  setting?: { readonly name: string; readonly value: number; readonly from: string },
): void {
  const { simulation, name: node } = stack;
  if (!simulation.traced) return;
  const event = { kind: "icmp-suppressed", node, about, type, code } as const;
  simulation.emit(setting === undefined ? event : { ...event, setting });
}

/** Takes an ICMP message for this node; registered for protocol 1. */
export function receiveIcmp(stack: Stack, context: PacketContext): void {
  const { payload } = context.packet;
  const { snmp } = stack;
  snmp.IcmpInMsgs++;
  if (payload.kind !== "icmp") {
    snmp.IcmpInErrors++;
    return;
  }
  if (!payload.checksumOk) {
    snmp.IcmpInErrors++;
    snmp.IcmpInCsumErrors++;
    drop(stack, context, dropFor("bad-checksum"));
    return;
  }
  countType(snmp, "In", payload.type);
  if (payload.type === icmpTypes.echoRequest) {
    snmp.IcmpInEchos++;
    answerEcho(stack, context, payload);
    return;
  }
  if (payload.type === icmpTypes.echoReply) {
    snmp.IcmpInEchoReps++;
    return;
  }
  receiveError(stack, context, payload);
}

function answerEcho(stack: Stack, context: PacketContext, request: IcmpMessage): void {
  const { packet } = context;
  const { global } = stack.sysctl;
  const ignoring = echoIgnoredBy(context, global);
  if (ignoring !== undefined) {
    const setting = { name: ignoring, value: 1, from: `net.ipv4.${ignoring}` };
    drop(stack, context, dropFor("echo-ignored", setting));
    return;
  }
  const isUnicast = context.route?.type === "local";
  const key = { dst: packet.src, tos: packet.tos & 0x1e };
  const way = outputRoute(stack, isUnicast ? { ...key, src: packet.dst } : key);
  if (!way.ok) {
    drop(stack, context, dropFor("no-route"));
    return;
  }
  const { rest, payload } = request;
  const reply = ipv4({
    origin: packet.origin,
    src: isUnicast ? packet.dst : way.route.source,
    dst: packet.src,
    protocol: protocols.icmp,
    payload: icmpMessage({ type: icmpTypes.echoReply, code: 0, rest, payload }),
    id: nextIpId(stack),
    tos: packet.tos,
    ttl: global.ip_default_ttl,
    dontFragment: false,
  });
  stack.snmp.IcmpOutEchoReps++;
  stack.snmp.IcmpOutMsgs++;
  countType(stack.snmp, "Out", icmpTypes.echoReply);
  send(stack, reply, way.route);
}

type EchoSwitch = "icmp_echo_ignore_all" | "icmp_echo_ignore_broadcasts";

function echoIgnoredBy(
  context: PacketContext,
  global: { readonly [name in EchoSwitch]: number },
): EchoSwitch | undefined {
  if (global.icmp_echo_ignore_all !== 0) return "icmp_echo_ignore_all";
  if (context.route?.type === "local") return undefined;
  return global.icmp_echo_ignore_broadcasts !== 0 ? "icmp_echo_ignore_broadcasts" : undefined;
}

/** Counts a sent message of a type, as `IcmpOut…` and `IcmpMsgOutType…`. */
export function countOut(snmp: SnmpCounters, type: number): void {
  snmp.IcmpOutMsgs++;
  if (type === icmpTypes.unreachable) snmp.IcmpOutDestUnreachs++;
  if (type === icmpTypes.timeExceeded) snmp.IcmpOutTimeExcds++;
  if (type === icmpTypes.redirect) snmp.IcmpOutRedirects++;
  if (type === icmpTypes.parameterProblem) snmp.IcmpOutParmProbs++;
  if (type === icmpTypes.echoRequest) snmp.IcmpOutEchos++;
  countType(snmp, "Out", type);
}

function countType(snmp: SnmpCounters, way: "In" | "Out", type: number): void {
  const name = `IcmpMsg${way}Type${type}`;
  snmp.extra.set(name, (snmp.extra.get(name) ?? 0) + 1);
}

function countLimited(snmp: SnmpCounters, limit: "icmp_msgs_per_sec" | "icmp_ratelimit"): void {
  if (limit === "icmp_msgs_per_sec") snmp.IcmpOutRateLimitGlobal++;
  else snmp.IcmpOutRateLimitHost++;
}
