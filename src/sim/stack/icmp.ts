/**
 * ICMP of one node (RFC 792, RFC 1122 section 3.2.2, RFC 1812 section 4.3): errors it sends, echoes and
 * timestamps it answers, errors and redirects it receives.
 *
 * Leaves out address masks and the parameter problem for IP options.
 */

import { broadcastAddress, type Ipv4Address, isMulticast, isZeroNetwork } from "../wire/address.ts";
import { put32 } from "../wire/bytes.ts";
import { type IcmpMessage, icmpError, icmpMessage, icmpTypes } from "../wire/icmp.ts";
import { type Ipv4Packet, ipv4, protocols } from "../wire/ipv4.ts";
import { drop } from "./drop.ts";
import { countIn, countOut } from "./icmp-counters.ts";
import { type IcmpError, tellSuppressed } from "./icmp-error.ts";
import { receiveError } from "./icmp-input.ts";
import { limitThatForbids } from "./icmp-limits.ts";
import { nextIpId } from "./ip-id.ts";
import { tellMissing } from "./missing-frame.ts";
import { sendDatagram } from "./output.ts";
import type { PacketContext } from "./packet-context.ts";
import type { ResolvedRoute } from "./route.ts";
import { outputRoute } from "./route-lookup.ts";
import type { SnmpCounters } from "./snmp.ts";
import type { Stack } from "./stack.ts";
import type { IcmpSilence } from "./stack-events.ts";
import { dropFor } from "./verdict.ts";

/** An ICMP error is at most this long, header and quote together with the IP header. */
const errorLimit = 576;
const headers = 28;
/** Precedence "internetwork control", RFC 1812 section 4.3.2.5. */
const errorTos = 0xc0;

/** Sends an error about `context.packet` to its sender, unless one of the rules or limits forbids it. */
export function sendIcmpError(stack: Stack, context: PacketContext, error: IcmpError): void {
  const { packet } = context;
  const silence = reasonForSilence(context);
  if (silence !== undefined) {
    tellSuppressed(stack, packet, error, silence);
    return;
  }
  const isForUs = context.route?.type === "local";
  const tos = (packet.tos & 0x1e) | errorTos;
  const way = isForUs
    ? outputRoute(stack, { dst: packet.src, src: packet.dst, tos })
    : outputRoute(stack, { dst: packet.src, tos });
  if (!way.ok) {
    tellMissing(stack, "ICMP error", { to: packet.src, errno: way.errno }, packet);
    return;
  }
  const limit = way.route.type === "local" ? undefined : limitThatForbids(stack, packet.src, error);
  if (limit !== undefined) {
    const value = stack.sysctl.global[limit];
    tellSuppressed(stack, packet, error, { name: limit, value, from: `net.ipv4.${limit}` });
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
  const { available, quotedBytes } = about.error;
  const quotedLength = Math.min(available ?? quotedBytes?.length ?? packet.length, room);
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
  sendDatagram(stack, answer, about.route);
  conntrack.attached = undefined;
}

/** RFC 1122 section 3.2.2: what is never answered with an error, and why; `undefined`: it may be. */
function reasonForSilence(context: PacketContext): Exclude<IcmpSilence, "limit"> | undefined {
  const { packet, linkDestination } = context;
  if (linkDestination !== "host") return "link-group";
  if (packet.fragmentOffset > 0) return "later-fragment";
  if (packet.dst === broadcastAddress || isMulticast(packet.dst)) return "group";
  if (context.route?.type === "broadcast") return "group";
  if (isZeroNetwork(packet.src) || packet.src === broadcastAddress || isMulticast(packet.src))
    return "source";
  return isIcmpError(packet) ? "error" : undefined;
}

/** Whether a packet is itself an ICMP error, or an ICMP message of a kind nobody knows. */
export function isIcmpError(packet: Ipv4Packet): boolean {
  const { payload } = packet;
  if (payload.kind !== "icmp") return false;
  return !informational.has(payload.type);
}

/** Echo, router discovery, timestamp, information and address mask: the only types that are not errors. */
const informational = new Set([0, 8, 9, 10, 13, 14, 15, 16, 17, 18]);

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
  countIn(snmp, payload.type);
  if (refusesGroup(stack, context, payload) || payload.type > highestKnownType) {
    snmp.IcmpInErrors++;
    return;
  }
  if (payload.type === icmpTypes.echoRequest) answerEcho(stack, context, payload);
  else if (payload.type === icmpTypes.timestamp) answerTimestamp(stack, context, payload);
  else receiveError(stack, context, payload);
}

const highestKnownType = 18;
const askedOfGroups: ReadonlySet<number> = new Set([8, 13, 17, 18]);

/** RFC 1122 section 3.2.2: few types may come by broadcast or multicast; a switch silences two of them. */
function refusesGroup(stack: Stack, context: PacketContext, { type }: IcmpMessage): boolean {
  if (context.route?.type === "local") return false;
  if (!askedOfGroups.has(type)) return true;
  const isQuestion = type === icmpTypes.echoRequest || type === icmpTypes.timestamp;
  if (!isQuestion || stack.sysctl.global.icmp_echo_ignore_broadcasts === 0) return false;
  dropIgnored(stack, context, "icmp_echo_ignore_broadcasts");
  return true;
}

type EchoSwitch = "icmp_echo_ignore_all" | "icmp_echo_ignore_broadcasts";

function dropIgnored(stack: Stack, context: PacketContext, name: EchoSwitch): void {
  drop(stack, context, dropFor("echo-ignored", { name, value: 1, from: `net.ipv4.${name}` }));
}

function answerEcho(stack: Stack, context: PacketContext, { rest, payload }: IcmpMessage): void {
  if (stack.sysctl.global.icmp_echo_ignore_all !== 0) {
    dropIgnored(stack, context, "icmp_echo_ignore_all");
    return;
  }
  reply(stack, context, icmpMessage({ type: icmpTypes.echoReply, code: 0, rest, payload }));
}

const millisecondsPerDay = 86_400_000;
const timestampLength = 4;

/** Answers when the question came, in ms since midnight UT, which is when the simulation begins. */
function answerTimestamp(stack: Stack, context: PacketContext, { rest, payload }: IcmpMessage): void {
  if (payload.length < timestampLength) {
    stack.snmp.IcmpInErrors++;
    return;
  }
  const times = new Uint8Array(3 * timestampLength);
  times.set(payload.subarray(0, timestampLength));
  const now = Math.floor(stack.simulation.now / 1e6) % millisecondsPerDay;
  put32(times, timestampLength, now);
  put32(times, 2 * timestampLength, now);
  reply(stack, context, icmpMessage({ type: icmpTypes.timestampReply, code: 0, rest, payload: times }));
}

/** Answers from the address that was asked, or to a broadcast from the one that routing chooses. */
function reply(stack: Stack, context: PacketContext, message: IcmpMessage): void {
  const { packet } = context;
  const isUnicast = context.route?.type === "local";
  const key = { dst: packet.src, tos: packet.tos & 0x1e };
  const way = outputRoute(stack, isUnicast ? { ...key, src: packet.dst } : key);
  if (!way.ok) {
    tellMissing(stack, "ICMP reply", { to: packet.src, errno: way.errno }, packet);
    return;
  }
  const answer = ipv4({
    origin: packet.origin,
    src: isUnicast ? packet.dst : way.route.source,
    dst: packet.src,
    protocol: protocols.icmp,
    payload: message,
    id: nextIpId(stack),
    tos: packet.tos,
    ttl: stack.sysctl.global.ip_default_ttl,
    dontFragment: false,
  });
  // Whatever it is that answers: Linux counts it as an echo reply.
  countOut(stack.snmp, icmpTypes.echoReply);
  sendDatagram(stack, answer, way.route);
}

function countLimited(snmp: SnmpCounters, limit: "icmp_msgs_per_sec" | "icmp_ratelimit"): void {
  if (limit === "icmp_msgs_per_sec") snmp.IcmpOutRateLimitGlobal++;
  else snmp.IcmpOutRateLimitHost++;
}
