/**
 * ICMP redirects that a router sends: "this packet went out where it came in; go there yourself next time".
 *
 * Conditions and pacing as in Linux 6.1 (RFC 1812 section 5.2.7.2): at most nine to one host, each after
 * twice the pause of the one before, until it has been quiet for 20.48 s.
 */

import { contains, formatIpv4, type Ipv4Address } from "../wire/address.ts";
import { icmpTypes } from "../wire/icmp.ts";
import type { Ipv4Packet } from "../wire/ipv4.ts";
import { sendError, tellSuppressed } from "./icmp-error.ts";
import { peerOf } from "./icmp-limits.ts";
import type { Interface } from "./interface.ts";
import { jiffy } from "./kernel-clock.ts";
import { logLimited } from "./kernel-log.ts";
import type { PacketContext } from "./packet-context.ts";
import { lookup } from "./route-lookup.ts";
import type { Stack } from "./stack.ts";
import { eitherSetting } from "./sysctl-rules.ts";

/**
 * Sends a redirect to the sender of a packet that goes back out where it came in; its time to live is
 * counted.
 */
export function redirectIfBetter(stack: Stack, context: PacketContext): void {
  const { input, route, packet } = context;
  if (input === undefined || route === undefined || route.output !== input) return;
  if (!eitherSetting(stack, input, "send_redirects")) return;
  if (!isSenderOnLink(stack, packet, input)) return;
  const isShared = eitherSetting(stack, input, "shared_media");
  const { nextHop } = route;
  const isSameSubnet = input.addresses.some(
    ({ address, length }) => contains(address, length, nextHop) && contains(address, length, packet.src),
  );
  if (!isShared && !isSameSubnet) return;
  const limit = limitThatForbids(stack, packet);
  if (limit !== undefined) {
    const setting = {
      name: limit,
      value: stack.sysctl.global[`route_${limit}`],
      from: `net.ipv4.route.${limit}`,
    };
    tellSuppressed(stack, packet, { type: icmpTypes.redirect, code: 1 }, setting);
    return;
  }
  sendError(stack, context, { type: icmpTypes.redirect, code: 1, rest: nextHop });
  noteSent(stack, context, nextHop);
}

function isSenderOnLink(stack: Stack, { src, tos }: Ipv4Packet, input: Interface): boolean {
  const back = lookup(stack, { dst: src, mark: 0, tos });
  const hop = back?.route.nextHops[0];
  return hop !== undefined && hop.gateway === undefined && hop.interface === input;
}

/** Whose turn it is not: too many were sent to this host, or the pause after the last is not over. */
function limitThatForbids(
  stack: Stack,
  { src }: Ipv4Packet,
): "redirect_number" | "redirect_load" | undefined {
  const { route_redirect_load, route_redirect_number, route_redirect_silence } = stack.sysctl.global;
  const peer = peerOf(stack, src);
  const { now } = stack.simulation;
  if (now > peer.last + route_redirect_silence * jiffy) {
    peer.tokens = 0;
    peer.redirects = 0;
  }
  if (peer.redirects >= route_redirect_number) {
    peer.last = now;
    return "redirect_number";
  }
  const pause = route_redirect_load * jiffy * 2 ** peer.redirects;
  return peer.redirects > 0 && now <= peer.last + pause ? "redirect_load" : undefined;
}

/** The last one that a host gets is noted in the log, where martians are. */
function noteSent(stack: Stack, { packet, input }: PacketContext, advised: Ipv4Address): void {
  const { src, dst } = packet;
  const peer = peerOf(stack, src);
  peer.last = stack.simulation.now;
  peer.redirects++;
  if (input === undefined || peer.redirects !== stack.sysctl.global.route_redirect_number) return;
  if (!eitherSetting(stack, input, "log_martians")) return;
  const host = `${formatIpv4(src)}/if${input.device.index}`;
  logLimited(stack, `IPv4: host ${host} ignores redirects for ${formatIpv4(dst)} to ${formatIpv4(advised)}`);
}
