/**
 * ICMP errors and redirects that a node receives: who is told, and what is learnt of the path.
 */

import { contains, type Ipv4Address, isMulticast, isZeroNetwork } from "../wire/address.ts";
import { type IcmpMessage, icmpTypes, unreachableCodes } from "../wire/icmp.ts";
import type { Ipv4Packet } from "../wire/ipv4.ts";
import type { Interface } from "./interface.ts";
import { logLimited } from "./kernel-log.ts";
import type { PacketContext } from "./packet-context.ts";
import { learnMtu, learnRedirect, pathMtu } from "./path-cache.ts";
import { outputRoute } from "./route-lookup.ts";
import { icmpError } from "./socket.ts";
import type { Stack } from "./stack.ts";
import { isLocalAddress } from "./source-address.ts";
import { formatIpv4 } from "../wire/address.ts";

/** Takes an error about a packet that this node sent. */
export function receiveError(stack: Stack, context: PacketContext, message: IcmpMessage): void {
  const { quote } = message;
  count(stack, message.type);
  if (quote === undefined) return;
  if (message.type === icmpTypes.redirect) {
    receiveRedirect(stack, context, message, quote);
    return;
  }
  const isTooBig =
    message.type === icmpTypes.unreachable && message.code === unreachableCodes.fragmentationNeeded;
  const told = isTooBig ? { ...message, rest: message.rest & 0xffff } : message;
  icmpError(stack, context, told, quote);
}

/**
 * Learns a path MTU that an error told of, if it is smaller than what is known. Called by the transports once they
 * know that the quoted packet is theirs. Answers the MTU that now counts for the destination.
 */
export function learnFromTooBig(stack: Stack, destination: Ipv4Address, mtu: number): number | undefined {
  const way = outputRoute(stack, { dst: destination });
  if (!way.ok) return undefined;
  if (mtu >= pathMtu(stack, destination, way.route)) return undefined;
  return learnMtu(stack, destination, mtu);
}

function count(stack: Stack, type: number): void {
  const { snmp } = stack;
  if (type === icmpTypes.unreachable) snmp.IcmpInDestUnreachs++;
  if (type === icmpTypes.timeExceeded) snmp.IcmpInTimeExcds++;
  if (type === icmpTypes.redirect) snmp.IcmpInRedirects++;
  if (type === icmpTypes.parameterProblem) snmp.IcmpInParmProbs++;
  if (type === icmpTypes.sourceQuench) snmp.IcmpInSrcQuenchs++;
}

function receiveRedirect(stack: Stack, context: PacketContext, message: IcmpMessage, quote: Ipv4Packet): void {
  const { input, packet } = context;
  if (input === undefined) return;
  const gateway = message.rest as Ipv4Address;
  const refused = redirectRefusedBy(stack, input, { from: packet.src, gateway, destination: quote.dst });
  if (refused === undefined) {
    learnRedirect(stack, quote.dst, gateway);
    return;
  }
  if (stack.simulation.traced) tellIgnored(stack, quote.dst, gateway, refused);
  if (stack.sysctl.all.log_martians === 0 && input.conf.log_martians === 0) return;
  const [newGateway, oldGateway] = [formatIpv4(gateway), formatIpv4(packet.src)];
  const advised = `  Advised path = ${formatIpv4(quote.src)} -> ${formatIpv4(quote.dst)}`;
  logLimited(
    stack,
    `IPv4: Redirect from ${oldGateway} on ${input.device.name} about ${newGateway} ignored\n${advised}`,
  );
}

interface Advice {
  readonly from: Ipv4Address;
  readonly gateway: Ipv4Address;
  readonly destination: Ipv4Address;
}

/** The rules of RFC 1122 section 3.2.2.2 with Linux's switches; answers the name of the one that refuses. */
function redirectRefusedBy(stack: Stack, input: Interface, advice: Advice): string | undefined {
  const { all } = stack.sysctl;
  const { conf } = input;
  const isRouter = conf.forwarding !== 0;
  const accepts = isRouter
    ? all.accept_redirects !== 0 && conf.accept_redirects !== 0
    : all.accept_redirects !== 0 || conf.accept_redirects !== 0;
  if (!accepts) return "accept_redirects";
  const { gateway } = advice;
  if (gateway === advice.from || isMulticast(gateway) || isZeroNetwork(gateway)) return "gateway";
  if (isLocalAddress(stack, gateway)) return "gateway";
  const isOnLink = input.addresses.some(({ address, length }) => contains(address, length, gateway));
  if (!isOnLink && all.shared_media === 0 && conf.shared_media === 0) return "shared_media";
  const way = outputRoute(stack, { dst: advice.destination });
  return way.ok && way.route.gateway === advice.from ? undefined : "gateway";
}

function tellIgnored(stack: Stack, destination: Ipv4Address, gateway: Ipv4Address, name: string): void {
  const { simulation, name: node } = stack;
  const event = { kind: "redirect-ignored", node, destination, gateway } as const;
  const isSwitch = name !== "gateway";
  simulation.emit(isSwitch ? { ...event, setting: { name, value: 0, from: `net.ipv4.conf.*.${name}` } } : event);
}
