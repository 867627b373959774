/**
 * ICMP errors and redirects that a node receives: who is told, and what is learnt of the path.
 */

import type { Ipv4Address } from "../wire/address.ts";
import { type IcmpMessage, icmpTypes, unreachableCodes } from "../wire/icmp.ts";
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
  const told = isTooBig ? { ...message, rest: message.rest & 0xffff } : message;
  icmpError(stack, context, told, quote);
}

/**
 * Learns a path MTU that an error told of, if it is smaller than what is known. Called by the transports once
 * they know that the quoted packet is theirs. Answers the MTU that now counts for the destination.
 */
export function learnFromTooBig(stack: Stack, destination: Ipv4Address, mtu: number): number | undefined {
  const way = outputRoute(stack, { dst: destination });
  if (!way.ok) return undefined;
  if (mtu >= pathMtu(stack, destination, way.route)) return undefined;
  return learnMtu(stack, destination, mtu);
}
