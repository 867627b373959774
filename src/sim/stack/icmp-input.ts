/**
 * ICMP errors and redirects that a node receives: who is told, and what is learnt of the path.
 */

import type { Ipv4Address } from "../wire/address.ts";
import { type IcmpMessage, icmpTypes, unreachableCodes } from "../wire/icmp.ts";
import { protocols } from "../wire/ipv4.ts";
import type { PacketContext } from "./packet-context.ts";
import { learnMtu, pathMtu } from "./path-cache.ts";
import { outputRoute } from "./route-lookup.ts";
import { icmpError } from "./socket.ts";
import type { Stack } from "./stack.ts";

/** Takes an error about a packet that this node sent. */
export function receiveError(stack: Stack, context: PacketContext, message: IcmpMessage): void {
  const { quote } = message;
  if (quote === undefined) return;
  const isTooBig =
    message.type === icmpTypes.unreachable && message.code === unreachableCodes.fragmentationNeeded;
  const told = isTooBig ? withMtu(stack, message, quote.protocol) : message;
  if (told !== undefined) icmpError(stack, context, told, quote);
}

/**
 * "Fragmentation needed" as far as it is believed (ip_no_pmtu_disc of ip-sysctl.rst): 1 hears no MTU in it,
 * so the least is assumed; 2 ignores it; 3 does so but for protocols that can tell that it is about their
 * packet.
 */
function withMtu(stack: Stack, message: IcmpMessage, protocol: number): IcmpMessage | undefined {
  const mode = stack.sysctl.global.ip_no_pmtu_disc;
  if (mode === 2 || (mode === 3 && protocol !== protocols.tcp)) return undefined;
  return { ...message, rest: mode === 0 || mode === 3 ? message.rest & 0xffff : 0 };
}

/**
 * Learns a path MTU that an error told of, if it is smaller than what is known. Called by the transports once
 * they know that the quoted packet is theirs. Answers the MTU that now counts for the destination.
 */
export function learnFromTooBig(stack: Stack, destination: Ipv4Address, mtu: number): number | undefined {
  const way = outputRoute(stack, { dst: destination });
  if (!way.ok) return undefined;
  if (way.route.route.isMtuLocked === true) return undefined;
  if (mtu >= pathMtu(stack, destination, way.route)) return undefined;
  return learnMtu(stack, destination, mtu);
}
