/**
 * ICMP redirects that a router sends: "this packet went out where it came in; go there yourself next time".
 *
 * Conditions and pacing as in Linux 6.1 (RFC 1812 section 5.2.7.2): at most nine to one host, each after
 * twice the pause of the one before, until it has been quiet for 20.48 s.
 */

import { contains } from "../wire/address.ts";
import { icmpTypes } from "../wire/icmp.ts";
import type { Ipv4Packet } from "../wire/ipv4.ts";
import { sendError } from "./icmp-error.ts";
import { peerOf } from "./icmp-limits.ts";
import type { Interface } from "./interface.ts";
import type { PacketContext } from "./packet-context.ts";
import { lookup } from "./route-lookup.ts";
import type { Stack } from "./stack.ts";

const load = 20e6;
const mostRedirects = 9;
const silence = load * 1024;

/**
 * Sends a redirect to the sender of a packet that goes back out where it came in; its time to live is
 * counted.
 */
export function redirectIfBetter(stack: Stack, context: PacketContext): void {
  const { input, route, packet } = context;
  if (input === undefined || route === undefined || route.output !== input) return;
  if (!mayRedirect(stack, input)) return;
  if (!isSenderOnLink(stack, packet, input)) return;
  const isShared = stack.sysctl.all.shared_media !== 0 || input.conf.shared_media !== 0;
  const { nextHop } = route;
  const isSameSubnet = input.addresses.some(
    ({ address, length }) => contains(address, length, nextHop) && contains(address, length, packet.src),
  );
  if (!isShared && !isSameSubnet) return;
  if (!isItsTurn(stack, packet)) return;
  sendError(stack, context, { type: icmpTypes.redirect, code: 1, rest: nextHop });
}

const mayRedirect = (stack: Stack, iface: Interface): boolean =>
  stack.sysctl.all.send_redirects !== 0 || iface.conf.send_redirects !== 0;

function isSenderOnLink(stack: Stack, { src, tos }: Ipv4Packet, input: Interface): boolean {
  const back = lookup(stack, { dst: src, mark: 0, tos });
  const hop = back?.route.nextHops[0];
  return hop !== undefined && hop.gateway === undefined && hop.interface === input;
}

function isItsTurn(stack: Stack, { src }: Ipv4Packet): boolean {
  const peer = peerOf(stack, src);
  const { now } = stack.simulation;
  if (now > peer.last + silence) {
    peer.tokens = 0;
    peer.redirects = 0;
  }
  if (peer.redirects >= mostRedirects) {
    peer.last = now;
    return false;
  }
  if (peer.redirects > 0 && now <= peer.last + load * 2 ** peer.redirects) return false;
  peer.last = now;
  peer.redirects++;
  return true;
}
