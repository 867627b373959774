/**
 * Routing of packets: own ones by `outputRoute`, arriving ones by `inputRoute` with its tests of source and
 * destination, in the order of ip_route_input_slow() of Linux 6.1.
 *
 * Leaves out multicast routing and source routes.
 */

import { assert } from "../engine/assert.ts";
import type { DecidingSetting } from "../link/link-events.ts";
import {
  broadcastAddress,
  type Ipv4Address,
  isLinkLocalGroup,
  isLoopback,
  isMulticast,
  isZeroNetwork,
} from "../wire/address.ts";
import { icmpTypes, unreachableCodes } from "../wire/icmp.ts";
import type { Ipv4Packet } from "../wire/ipv4.ts";
import type { OutputRoute, RememberedInput } from "./fib.ts";
import { type FibMatch, lookupDestination, lookupKey, mostRemembered, type RouteKey } from "./fib-lookup.ts";
import { type Interface, scopes } from "./interface.ts";
import { type Martian, noteMartianDestination, noteMartianSource } from "./martian.ts";
import type { PacketContext } from "./packet-context.ts";
import { redirectFor } from "./path-cache.ts";
import { findOutput, type OutputRequest, resolve } from "./resolve-route.ts";
import { type ResolvedRoute, type Route, type RouteFacts, tables } from "./route.ts";
import { formatRoute, tableName } from "./route-format.ts";
import { isPlainlyGood, type SourceQuery, validateSource } from "./source-validation.ts";
import type { Stack } from "./stack.ts";
import { bothSetting, decidingEither, decidingOwn, eitherSetting } from "./sysctl-rules.ts";
import { type Drop, type DropReason, dropFor } from "./verdict.ts";

/** What becomes of an arriving packet. */
export type InputDecision =
  | { readonly kind: "local" | "broadcast" | "forward"; readonly route: ResolvedRoute }
  | {
      readonly kind: "refused";
      readonly drop: Drop;
      /** The error that the sender is told; `undefined`: none. */
      readonly icmp: { readonly type: number; readonly code: number } | undefined;
    };

/** What an arriving packet, or an ARP request standing for one, is routed by. */
export interface InputQuery extends Martian {
  readonly tos: number;
  readonly mark: number;
}

/** The route for a key in all tables by all rules; no tests, no consequences. */
export const lookup = (stack: Stack, key: RouteKey): FibMatch | undefined => lookupKey(stack.fib, key);

/**
 * How a packet of this node leaves it. With `src` the answer's source is that one; it must be an own address.
 */
export const outputRoute = (stack: Stack, request: OutputRequest): OutputRoute => findOutput(stack, request);

/** Routes a packet that came in by `context.input`. Counts and logs what it refuses; the caller drops it. */
export function inputRoute(stack: Stack, context: PacketContext): InputDecision {
  const { packet, input, mark, frame } = context;
  assert(input !== undefined, "a packet that is routed in came in somewhere");
  const { src, dst } = packet;
  const decision = decideInput(stack, { src, dst, tos: packet.tos & 0x1c, mark, iface: input, frame });
  if (decision.kind !== "refused") {
    if (stack.simulation.traced) announceRoute(stack, "input", packet, decision.route);
    return decision;
  }
  if (decision.drop.reason === "reverse-path") stack.snmp.TcpExtIPReversePathFilter++;
  if (decision.drop.reason === "not-a-router") stack.snmp.IpInAddrErrors++;
  if (decision.drop.reason === "no-route") stack.snmp.IpExtInNoRoutes++;
  return decision;
}

/** The same decision without counters of packets and without an event: for ARP and `ip route get … iif`. */
export function decideInput(stack: Stack, query: InputQuery): InputDecision {
  const { src, dst, iface } = query;
  if (isMulticast(src) || src === broadcastAddress) return martianSource(stack, query);
  if (isMulticast(dst)) return decideGroup(stack, query);
  if (dst === broadcastAddress || (src === 0 && dst === 0)) return decideBroadcast(stack, query, undefined);
  if (isZeroNetwork(src)) return martianSource(stack, query);
  if (isZeroNetwork(dst)) return martianDestination(stack, query);
  if (isLoopback(dst) || isLoopback(src)) {
    const isAllowed = eitherSetting(stack, iface, "route_localnet");
    if (!isAllowed && isLoopback(dst)) return martianDestination(stack, query);
    if (!isAllowed) return martianSource(stack, query);
  }
  return decideByTable(stack, query);
}

function decideByTable(stack: Stack, query: InputQuery): InputDecision {
  const { fib } = stack;
  const isPlain = !fib.hasCustomRules && !fib.hasTosRoutes;
  const known = recall(stack, query.dst);
  if (known !== undefined && isStillGood(stack, query, known)) return known;
  const { src, dst, iface, mark, tos } = query;
  const match = isPlain ? lookupDestination(fib, dst) : lookupKey(fib, { dst, src, input: iface, mark, tos });
  return match === undefined ? noRoute(stack, iface) : decideByMatch(stack, query, match);
}

/** Nothing but the source and whether this node forwards can change what a destination got before. */
function isStillGood(stack: Stack, { src, iface }: InputQuery, { kind, route }: RememberedInput): boolean {
  if (kind === "forward")
    return iface.conf.forwarding !== 0 && isPlainlyGood(stack, iface, src, route.output);
  return isPlainlyGood(stack, iface, src, undefined);
}

function decideByMatch(stack: Stack, query: InputQuery, match: FibMatch): InputDecision {
  const { iface } = query;
  const { type } = match.route;
  if (type === "local") return validated(stack, query, { kind: "local", match });
  if (type === "broadcast") {
    const isPassedOn = bothSetting(stack, iface, "bc_forwarding");
    if (!isPassedOn) return decideBroadcast(stack, query, match);
    return validated(stack, query, { kind: "forward", match });
  }
  if (iface.conf.forwarding === 0) return notARouter(iface);
  if (type === "unicast") return validated(stack, query, { kind: "forward", match });
  return refusedByType(stack, query, match);
}

/** The last test: may this source come in here? */
function validated(
  stack: Stack,
  query: InputQuery,
  found: { readonly kind: "local" | "forward"; readonly match: FibMatch },
): InputDecision {
  const { kind, match } = found;
  const output = kind === "forward" ? match.nextHop?.interface : undefined;
  const refused = refusedSource(stack, query, output);
  if (refused !== undefined) return refused;
  const known = recall(stack, query.dst);
  if (known !== undefined) return known;
  const decision: RememberedInput = { kind, route: resolve(stack, match, query.dst) };
  if (match.route.type !== "broadcast") remember(stack, query.dst, decision);
  return decision;
}

function recall({ fib }: Stack, dst: Ipv4Address): RememberedInput | undefined {
  if (fib.hasCustomRules || fib.hasTosRoutes || fib.remembered.generation !== fib.generation)
    return undefined;
  return fib.remembered.inputs.get(dst);
}

/** A redirect expires, and rules look at more than the destination: neither is remembered. */
function remember(stack: Stack, dst: Ipv4Address, decision: RememberedInput): void {
  const { hasCustomRules, hasTosRoutes, remembered, generation } = stack.fib;
  if (hasCustomRules || hasTosRoutes || remembered.generation !== generation) return;
  if (redirectFor(stack, dst) !== undefined) return;
  if (remembered.inputs.size >= mostRemembered) remembered.inputs.clear();
  remembered.inputs.set(dst, decision);
}

function refusedSource(
  stack: Stack,
  query: InputQuery,
  output: Interface | undefined,
): InputDecision | undefined {
  const { src, dst, tos, mark, iface, frame } = query;
  const asked: SourceQuery = { src, dst, tos, mark, iface, output, frame };
  const check = validateSource(stack, asked);
  return check.kind === "drop" ? { kind: "refused", drop: check, icmp: undefined } : undefined;
}

function decideBroadcast(stack: Stack, query: InputQuery, match: FibMatch | undefined): InputDecision {
  const refused = isZeroNetwork(query.src) ? undefined : refusedSource(stack, query, undefined);
  if (refused !== undefined) return refused;
  stack.fib.counters.inBroadcast++;
  if (match !== undefined) return { kind: "broadcast", route: resolve(stack, match, query.dst) };
  return { kind: "broadcast", route: groupRoute(query, "broadcast") };
}

/** A group is received where it was joined; the link-local ones from hosts without an address too. */
function decideGroup(stack: Stack, query: InputQuery): InputDecision {
  const { src, dst, iface } = query;
  if (!iface.groups.joined.has(dst)) {
    return { kind: "refused", drop: dropFor("group-not-joined"), icmp: undefined };
  }
  if (isLoopback(src) && !eitherSetting(stack, iface, "route_localnet")) return martianSource(stack, query);
  const isLinkLocal = isLinkLocalGroup(dst);
  if (isZeroNetwork(src) && !isLinkLocal) return martianSource(stack, query);
  const refused = isZeroNetwork(src) ? undefined : refusedSource(stack, query, undefined);
  return refused ?? { kind: "local", route: groupRoute(query, "multicast") };
}

/** No table has an entry for these: the interface itself is the route. */
function groupRoute({ dst, iface }: InputQuery, type: "broadcast" | "multicast"): ResolvedRoute {
  const route: Route = {
    type,
    table: tables.local,
    destination: dst,
    length: 32,
    tos: 0,
    metric: 0,
    scope: scopes.link,
    protocol: "kernel",
    preferredSource: undefined,
    nextHops: [{ gateway: undefined, interface: iface, onlink: false }],
    mtu: 0,
    advmss: 0,
  };
  const source = iface.addresses[0]?.address ?? (0 as Ipv4Address);
  return { type, route, output: iface, nextHop: dst, gateway: undefined, source, rule: 0 };
}

function martianSource(stack: Stack, query: InputQuery): InputDecision {
  noteMartianSource(stack, query);
  return martian(stack, query, "martian-source", query.src);
}

function martianDestination(stack: Stack, query: InputQuery): InputDecision {
  noteMartianDestination(stack, query);
  return martian(stack, query, "martian-destination", query.dst);
}

function martian(
  stack: Stack,
  { iface }: InputQuery,
  reason: DropReason,
  culprit: Ipv4Address,
): InputDecision {
  const setting = isLoopback(culprit) ? decidingEither(stack, iface, "route_localnet") : undefined;
  return { kind: "refused", drop: dropFor(reason, setting), icmp: undefined };
}

function noRoute(stack: Stack, iface: Interface): InputDecision {
  stack.fib.counters.inNoRoute++;
  if (iface.conf.forwarding === 0) return notARouter(iface);
  const icmp = { type: icmpTypes.unreachable, code: unreachableCodes.net };
  return { kind: "refused", drop: dropFor("no-route"), icmp };
}

const notARouter = (iface: Interface): InputDecision => ({
  kind: "refused",
  drop: dropFor("not-a-router", decidingOwn(iface, "forwarding")),
  icmp: undefined,
});

function refusedByType(stack: Stack, query: InputQuery, { route, rule }: FibMatch): InputDecision {
  const { type } = route;
  const setting = stack.simulation.traced ? routeAsSetting(route, rule) : undefined;
  const refuse = (reason: DropReason, code: number): InputDecision => ({
    kind: "refused",
    drop: dropFor(reason, setting),
    icmp: { type: icmpTypes.unreachable, code },
  });
  if (type === "unreachable") return refuse("unreachable-route", unreachableCodes.host);
  if (type === "prohibit") return refuse("prohibited-route", unreachableCodes.filtered);
  if (type === "blackhole")
    return { kind: "refused", drop: dropFor("blackhole-route", setting), icmp: undefined };
  return martianDestination(stack, query);
}

/** The route that refused a packet; or, where a policy rule did so itself, that rule. */
const routeAsSetting = (route: Route, rule: number): DecidingSetting =>
  route.table === 0
    ? { name: "rule", value: route.type, from: `ip rule, priority ${rule}` }
    : { name: "route", value: formatRoute(route), from: `table ${tableName(route.table)}` };

/**
 * Packets that went out by loopback come in again with the route they left by: no tests, for this node
 * whatever the tables say by now.
 */
export function loopbackRoute(stack: Stack, { packet, mark }: PacketContext): InputDecision {
  const { dst, tos } = packet;
  const match = lookupKey(stack.fib, { dst, mark, tos: tos & 0x1c });
  if (match?.route.type === "local") return { kind: "local", route: resolve(stack, match, dst) };
  const query = { src: packet.src, dst, iface: stack.loopback, tos, mark };
  const isGroup = isMulticast(dst) || dst === broadcastAddress || match?.route.type === "broadcast";
  if (isGroup) return { kind: "broadcast", route: groupRoute(query, "broadcast") };
  return { kind: "local", route: { ...groupRoute(query, "broadcast"), type: "local" } };
}

/** Says which route a packet got. Only called while somebody looks. */
export function announceRoute(
  stack: Stack,
  way: "input" | "output",
  packet: Ipv4Packet,
  chosen: ResolvedRoute,
): void {
  chosen.facts ??= factsOf(chosen);
  stack.simulation.emit({ kind: "route-chosen", node: stack.name, way, packet, chosen: chosen.facts });
}

function factsOf({ route, type, gateway, output, rule = 0 }: ResolvedRoute): RouteFacts {
  const { table, destination, length } = route;
  return { table, destination, length, type, device: output.device.name, gateway, rule };
}
