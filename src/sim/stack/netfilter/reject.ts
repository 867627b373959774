/**
 * REJECT: the packet ends, and its sender is told by an ICMP error or a TCP reset.
 *
 * As nf_reject_ipv4 of Linux 6.1: resets are never answered with a reset, fragments and broadcasts with
 * nothing.
 */

import { icmpTypes, unreachableCodes } from "#sim/wire/icmp";
import { type Ipv4Packet, ipv4, protocols } from "#sim/wire/ipv4";
import { type TcpSegment, tcpFlags, tcpSegment } from "#sim/wire/tcp";
import { sendError } from "../icmp-error.ts";
import { sendRouted } from "../output.ts";
import { originated, type PacketContext } from "../packet-context.ts";
import type { Stack } from "../stack.ts";
import { reroute } from "./reroute.ts";
import type { RejectAnswer } from "./rule.ts";

const codes: { readonly [answer in Exclude<RejectAnswer, "tcp-reset">]: number } = {
  "icmp-net-unreachable": unreachableCodes.net,
  "icmp-host-unreachable": unreachableCodes.host,
  "icmp-proto-unreachable": unreachableCodes.protocol,
  "icmp-port-unreachable": unreachableCodes.port,
  "icmp-net-prohibited": unreachableCodes.netProhibited,
  "icmp-host-prohibited": unreachableCodes.hostProhibited,
  "icmp-admin-prohibited": unreachableCodes.filtered,
};

/** Answers a refused packet. The answer belongs to the packet's flow. */
export function sendRefusal(stack: Stack, context: PacketContext, answer: RejectAnswer): void {
  const { cause } = stack.simulation;
  if (answer === "tcp-reset") {
    sendReset(stack, context);
  } else if (!isWrapping(context.packet)) {
    sendError(stack, context, { type: icmpTypes.unreachable, code: codes[answer], rest: 0 });
  }
  stack.simulation.cause = cause;
}

/**
 * An error is sent only about what has a sound checksum, and all but TCP and UDP is summed as if it were
 * ICMP: that does not come out for a packet in a packet.
 */
const isWrapping = ({ protocol }: Ipv4Packet): boolean =>
  protocol === protocols.ipip || protocol === protocols.gre;

function sendReset(stack: Stack, { packet, route, flow, flowIsReply, untracked }: PacketContext): void {
  const { payload } = packet;
  if (payload.kind !== "tcp" || !payload.checksumOk || (payload.flags & tcpFlags.rst) !== 0) return;
  if (packet.fragmentOffset > 0 || route?.type === "broadcast" || route?.type === "multicast") return;
  const context = originated(resetFor(stack, packet, payload), 0);
  context.flow = flow;
  context.flowIsReply = flow !== undefined && !flowIsReply;
  context.untracked = untracked;
  if (reroute(stack, context).kind === "accept") sendRouted(stack, context);
}

function resetFor(stack: Stack, packet: Ipv4Packet, segment: TcpSegment): Ipv4Packet {
  const { flags, seq, ack } = segment;
  const isAck = (flags & tcpFlags.ack) !== 0;
  const opened = (flags & tcpFlags.syn) !== 0 ? 1 : 0;
  const closed = (flags & tcpFlags.fin) !== 0 ? 1 : 0;
  const reset = tcpSegment({
    srcPort: segment.dstPort,
    dstPort: segment.srcPort,
    seq: isAck ? ack : 0,
    ack: isAck ? 0 : (seq + opened + closed + segment.payload.length) >>> 0,
    flags: isAck ? tcpFlags.rst : tcpFlags.rst | tcpFlags.ack,
    window: 0,
  });
  return ipv4({
    origin: packet.origin,
    src: packet.dst,
    dst: packet.src,
    protocol: protocols.tcp,
    payload: reset,
    ttl: stack.sysctl.global.ip_default_ttl,
    dontFragment: true,
  });
}
