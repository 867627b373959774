/**
 * The way from the director to a destination, as all forwarding methods go it: route, time to live, size.
 *
 * The order of tests and what is sent for each failure are the kernel's (ip_vs_xmit, Linux 6.1). Routes are
 * kept with the destination until the routing tables change.
 */

import { drop } from "../stack/drop.ts";
import { run } from "../stack/hooks.ts";
import { sendError } from "../stack/icmp-error.ts";
import { finish } from "../stack/output.ts";
import type { PacketContext } from "../stack/packet-context.ts";
import { lowerMtu, pathMtu } from "../stack/path-cache.ts";
import type { ResolvedRoute } from "../stack/route.ts";
import { outputRoute } from "../stack/route-lookup.ts";
import type { Stack } from "../stack/stack.ts";
import { type Drop, dropFor, stolen, type Verdict } from "../stack/verdict.ts";
import { type Ipv4Address, isLoopback } from "../wire/address.ts";
import { icmpTypes, unreachableCodes } from "../wire/icmp.ts";
import { type Ipv4Packet, smallestMtu, withTtl } from "../wire/ipv4.ts";
import { addressOf, type Connection, connectionFlags } from "./connection.ts";
import { connectionName } from "./connection-name.ts";
import type { Destination } from "./destination.ts";
import type { Ipvs } from "./ipvs.ts";

/** How long a packet may be. */
export interface SizeRules {
  /** Bytes of encapsulation. */
  readonly overhead: number;
  /** Packets that do not fit are refused rather than fragmented. */
  readonly limitsSize: boolean;
}

/** What a method allows and adds. */
export interface WayRules extends SizeRules {
  /** The destination may be this node. */
  readonly mayBeLocal: boolean;
  readonly mayBeRemote: boolean;
  /** Even for packets that were on their way through (rewriting the address makes them local). */
  readonly mayTurnLocal: boolean;
  /** Packets do not lose a hop of their time to live. */
  readonly keepsTtl?: boolean;
}

/**
 * Finds the way. `remote`: the context has its route, and a packet with one hop less to live. `local`: the
 * packet is for this node, unchanged. A drop has told the sender what there was to tell.
 */
export function prepare(
  ipvs: Ipvs,
  connection: Connection,
  context: PacketContext,
  rules: WayRules,
): "local" | "remote" | Drop {
  const { stack } = ipvs;
  const { destination } = connection;
  // What is bypassed has no destination but where it was going.
  const address = destination?.address ?? (addressOf(connection.server) || context.packet.dst);
  const route = destination === undefined ? routeTo(stack, address) : cachedRoute(stack, destination);
  if (route === undefined) {
    sendError(stack, context, { type: icmpTypes.unreachable, code: unreachableCodes.host, rest: 0 });
    return dropFor("no-route");
  }
  const isLocal = route.type === "local";
  if (crossesBoundary(context, isLocal, rules)) return dropFor("ipvs-crossing-local");
  if (isLocal) return "local";
  const mtu = pathMtu(stack, address, route) - rules.overhead;
  const aged = rules.keepsTtl === true ? undefined : age(stack, context);
  if (aged !== undefined) return aged;
  if (rules.overhead > 0) tellOwnSocket(stack, context, mtu);
  const refusal = refuseOversize(stack, context, mtu, rules);
  if (refusal !== undefined) return refusal;
  context.route = route;
  context.output = route.output;
  return "remote";
}

function routeTo(stack: Stack, dst: Ipv4Address): ResolvedRoute | undefined {
  const found = outputRoute(stack, { dst });
  return found.ok ? found.route : undefined;
}

function cachedRoute(stack: Stack, destination: Destination): ResolvedRoute | undefined {
  const { generation } = stack.fib;
  if (destination.route !== undefined && destination.routeGeneration === generation) return destination.route;
  destination.route = routeTo(stack, destination.address);
  destination.routeGeneration = generation;
  if (destination.route !== undefined)
    destination.routeMtu = pathMtu(stack, destination.address, destination.route);
  return destination.route;
}

function crossesBoundary(context: PacketContext, isLocal: boolean, rules: WayRules): boolean {
  if (!isLocal) return !rules.mayBeRemote || isLoopback(context.packet.src);
  return !rules.mayBeLocal || (!rules.mayTurnLocal && context.route?.type !== "local");
}

/** One hop less to live; the end of a packet that has none left. */
export function age(stack: Stack, context: PacketContext): Drop | undefined {
  const { packet } = context;
  if (packet.ttl <= 1) {
    stack.snmp.IpInHdrErrors++;
    sendError(stack, context, { type: icmpTypes.timeExceeded, code: 0, rest: 0 });
    return dropFor("ttl-expired");
  }
  context.packet = withTtl(packet, packet.ttl - 1);
  return undefined;
}

/**
 * A socket of this node hears of the room in the tunnel by its route: later connections send smaller
 * segments.
 */
function tellOwnSocket(stack: Stack, { route, packet, input }: PacketContext, mtu: number): void {
  if (mtu < smallestMtu || input !== undefined || route === undefined) return;
  lowerMtu(stack, packet.dst, { route, mtu });
}

/**
 * Refuses a packet that must not be fragmented and is longer than `mtu`; tunnels need a sensible one
 * anyway.
 */
export function refuseOversize(
  stack: Stack,
  context: PacketContext,
  mtu: number,
  rules: SizeRules,
): Drop | undefined {
  const { packet } = context;
  if (rules.overhead > 0 && mtu < smallestMtu) return tooLongFor(mtu, rules);
  if (!rules.limitsSize || !packet.dontFragment || packet.length <= mtu) return undefined;
  if (packet.payload.kind === "icmp") return undefined;
  const code = unreachableCodes.fragmentationNeeded;
  sendError(stack, context, { type: icmpTypes.unreachable, code, rest: mtu });
  return tooLongFor(mtu, rules);
}

const tooLongFor = (mtu: number, { overhead }: SizeRules): Drop => {
  const from = overhead > 0 ? `route to the destination less ${overhead}` : "route to the destination";
  return dropFor("needs-fragmentation", { name: "mtu", value: mtu, from });
};

/**
 * Puts a packet that has its route back into the stack, where own packets leave: not seen by forward rules.
 */
export function inject(stack: Stack, context: PacketContext): Verdict {
  const { packet } = context;
  const verdict = run(stack.hooks["local-out"], context);
  if (verdict.kind === "drop") drop(stack, context, verdict);
  if (verdict.kind !== "accept") return stolen;
  stack.snmp.IpExtOutOctets += packet.length;
  finish(stack, context);
  return stolen;
}

/** IPVS takes no second look at it; conntrack none at all, unless it keeps a flow for the entry. */
export function mark({ flags }: Connection, context: PacketContext): void {
  context.ipvsHandled = true;
  if ((flags & connectionFlags.conntrack) !== 0) return;
  context.flow = undefined;
  context.untracked = true;
}

/** Tells who looks what became of a client's packet. */
export function announceForwarded(
  ipvs: Ipvs,
  connection: Connection,
  context: PacketContext,
  before: Ipv4Packet,
): void {
  if (!ipvs.simulation.traced) return;
  ipvs.simulation.emit({
    kind: "request-forwarded",
    node: ipvs.stack.name,
    connection: connectionName(connection),
    method: connection.forwarder.name,
    before,
    after: context.packet,
    device: context.output?.device.name,
  });
}
