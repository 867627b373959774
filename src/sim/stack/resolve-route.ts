/**
 * From an entry of the routing tables to what a packet needs: out of which interface, to whom, with which
 * source.
 *
 * Follows ip_route_output_key_hash_rcu() and __mkroute_output() of Linux 6.1. Sources: RFC 1122 section
 * 3.3.4.3.
 */

import {
  anyAddress,
  broadcastAddress,
  type Ipv4Address,
  isLinkLocalGroup,
  isLoopback,
  isMulticast,
  isZeroNetwork,
} from "../wire/address.ts";
import type { OutputRoute, RouteErrno } from "./fib.ts";
import {
  defaultPriorities,
  type FibMatch,
  forget,
  lookupDestination,
  lookupKey,
  mostRemembered,
} from "./fib-lookup.ts";
import { type Interface, scopes } from "./interface.ts";
import { redirectFor } from "./path-cache.ts";
import { type ResolvedRoute, type Route, type RouteType, tables } from "./route.ts";
import { isConfigured, isLocalAddress, localAddressInterface, selectSource } from "./source-address.ts";
import type { Stack } from "./stack.ts";
import { eitherSetting } from "./sysctl-rules.ts";

/** What a packet of this node is routed by. What is left out is open. */
export interface OutputRequest {
  readonly dst: Ipv4Address;
  readonly src?: Ipv4Address | undefined;
  readonly mark?: number | undefined;
  readonly output?: Interface | undefined;
  readonly tos?: number | undefined;
}

/** Bits of the TOS octet that routing looks at. */
const routedTos = 0x1c;

export const refusals: { readonly [errno in RouteErrno]: OutputRoute } = {
  ENETUNREACH: { ok: false, errno: "ENETUNREACH" },
  EHOSTUNREACH: { ok: false, errno: "EHOSTUNREACH" },
  EACCES: { ok: false, errno: "EACCES" },
  EINVAL: { ok: false, errno: "EINVAL" },
  ENODEV: { ok: false, errno: "ENODEV" },
};

/** Routes a packet of this node. */
export function findOutput(stack: Stack, request: OutputRequest): OutputRoute {
  const { fib } = stack;
  const { dst, src = anyAddress, output } = request;
  if (src !== anyAddress) {
    if (isMulticast(src) || src === broadcastAddress || isZeroNetwork(src)) return refusals.EINVAL;
    if (!isConfigured(stack, src) && !isLocalAddress(stack, src)) return refusals.ENETUNREACH;
  }
  if (output !== undefined || isSpecial(dst)) return findSpecial(stack, request);
  const isPlain = !fib.hasCustomRules && !fib.hasTosRoutes;
  const answer = isPlain ? outputTo(stack, dst) : outputFor(stack, lookupKey(fib, keyOf(request)), dst);
  return src === anyAddress ? answer : withSource(stack, answer, src);
}

const keyOf = ({ dst, src, mark, output, tos = 0 }: OutputRequest) => ({
  dst,
  src,
  mark,
  output,
  tos: tos & routedTos,
});

const isSpecial = (dst: Ipv4Address): boolean =>
  dst === broadcastAddress || isMulticast(dst) || isZeroNetwork(dst);

/** The answer for a bare destination, remembered unless a redirect, which expires, has a say in it. */
function outputTo(stack: Stack, dst: Ipv4Address): OutputRoute {
  const { fib } = stack;
  const { remembered } = fib;
  if (remembered.generation !== fib.generation) forget(fib);
  const known = remembered.outputs.get(dst);
  if (known !== undefined) return known;
  const answer = outputFor(stack, lookupDestination(fib, dst), dst);
  if (redirectFor(stack, dst) !== undefined) return answer;
  if (remembered.outputs.size >= mostRemembered) remembered.outputs.clear();
  remembered.outputs.set(dst, answer);
  return answer;
}

function outputFor(stack: Stack, match: FibMatch | undefined, dst: Ipv4Address): OutputRoute {
  if (match === undefined) return refusals.ENETUNREACH;
  const errno = errnoOf(match.route.type);
  if (errno !== undefined) return refusals[errno];
  return checked(stack, resolve(stack, match, dst));
}

/** The error that a type of route gives a program of this node. */
export function errnoOf(type: RouteType): RouteErrno | undefined {
  switch (type) {
    case "unreachable":
      return "EHOSTUNREACH";
    case "prohibit":
      return "EACCES";
    case "blackhole":
      return "EINVAL";
    case "throw":
      return "ENETUNREACH";
    case "unicast":
    case "local":
    case "broadcast":
    case "multicast":
      return undefined;
  }
}

/** What a match means for packets to `dst`; the type is one that does not refuse. */
export function resolve(stack: Stack, match: FibMatch, dst: Ipv4Address): ResolvedRoute {
  const { route, nextHop, rule } = match;
  const output = nextHop?.interface ?? stack.loopback;
  const source = route.preferredSource;
  if (route.type === "local") {
    const { loopback } = stack;
    return routeTo("local", {
      route,
      output: loopback,
      gateway: undefined,
      dst,
      source: source ?? dst,
      rule,
    });
  }
  const isDirect = route.type !== "unicast" || isMulticast(dst);
  const hop = nextHop?.isOwnGateway === true ? undefined : nextHop?.gateway;
  const gateway = isDirect ? undefined : (redirectFor(stack, dst) ?? hop);
  const chosen = source ?? selectSource(stack, { output, target: nextHop?.gateway, scope: route.scope });
  const type = isMulticast(dst) ? "multicast" : route.type;
  return routeTo(type, { route, output, gateway, dst, source: chosen, rule });
}

interface Parts {
  readonly route: Route;
  readonly output: Interface;
  readonly gateway: Ipv4Address | undefined;
  readonly dst: Ipv4Address;
  readonly source: Ipv4Address;
  readonly rule: number;
}

const routeTo = (type: RouteType, { route, output, gateway, dst, source, rule }: Parts): ResolvedRoute => ({
  type,
  route,
  output,
  nextHop: gateway ?? dst,
  gateway,
  source,
  rule,
});

function withSource(stack: Stack, answer: OutputRoute, source: Ipv4Address): OutputRoute {
  if (!answer.ok || answer.route.source === source) return answer;
  const { type, route, output, nextHop, gateway, rule = 0 } = answer.route;
  return checked(stack, { type, route, output, nextHop, gateway, source, rule });
}

/** A source in 127/8 stays in the node. */
function checked(stack: Stack, route: ResolvedRoute): OutputRoute {
  const { source, output } = route;
  const isAstray = isLoopback(source) && output.device.kind !== "loopback";
  if (isAstray && !eitherSetting(stack, output, "route_localnet")) return refusals.EINVAL;
  return { ok: true, route };
}

/** Where the interface is given, or the destination is not the address of one host. */
function findSpecial(stack: Stack, request: OutputRequest): OutputRoute {
  const { dst, src = anyAddress } = request;
  const output = request.output ?? interfaceOfSource(stack, dst, src);
  if (output !== undefined && !output.device.isUp) return refusals.ENETUNREACH;
  if (dst === anyAddress) return toItself(stack, src);
  if (isZeroNetwork(dst)) return refusals.EINVAL;
  const isLinkWide = dst === broadcastAddress || isLinkLocalGroup(dst);
  if (output !== undefined && (isLinkWide || request.output === undefined)) {
    return assumedOnLink(stack, output, dst, src);
  }
  const match = lookupKey(stack.fib, keyOf(request));
  if (match === undefined && output !== undefined) return assumedOnLink(stack, output, dst, src);
  const answer = dst === broadcastAddress ? broadcastBy(stack, match, src) : outputFor(stack, match, dst);
  return src === anyAddress ? answer : withSource(stack, answer, src);
}

/** A group or broadcast address leaves by the interface that its source is on. */
function interfaceOfSource(stack: Stack, dst: Ipv4Address, src: Ipv4Address): Interface | undefined {
  const isGroup = isMulticast(dst) || dst === broadcastAddress;
  return isGroup && src !== anyAddress ? localAddressInterface(stack, src) : undefined;
}

/** 0.0.0.0 as a destination means this host. */
function toItself(stack: Stack, src: Ipv4Address): OutputRoute {
  const dst = src === anyAddress ? (0x7f000001 as Ipv4Address) : src;
  return outputTo(stack, dst);
}

function broadcastBy(stack: Stack, match: FibMatch | undefined, src: Ipv4Address): OutputRoute {
  const output = match?.nextHop?.interface;
  return output === undefined ? refusals.ENETUNREACH : assumedOnLink(stack, output, broadcastAddress, src);
}

/** No route says so, but the destination is taken to be on the link. */
function assumedOnLink(stack: Stack, output: Interface, dst: Ipv4Address, src: Ipv4Address): OutputRoute {
  const type = dst === broadcastAddress ? "broadcast" : isMulticast(dst) ? "multicast" : "unicast";
  const source = src === anyAddress ? selectSource(stack, { output, scope: scopes.link }) : src;
  const route: Route = {
    type,
    table: tables.main,
    destination: dst,
    length: 32,
    tos: 0,
    metric: 0,
    scope: scopes.link,
    protocol: "kernel",
    preferredSource: undefined,
    nextHops: [{ gateway: undefined, interface: output, onlink: false }],
    mtu: 0,
    advmss: 0,
  };
  const rule = defaultPriorities.main;
  return checked(stack, routeTo(type, { route, output, gateway: undefined, dst, source, rule }));
}
