/**
 * What a host learnt of the paths to others: path MTUs from "fragmentation needed" (RFC 1191) and better
 * first hops from redirects (RFC 1122 section 3.2.2.2). Both expire.
 */

import type { Nanos } from "../engine/time.ts";
import type { Ipv4Address } from "../wire/address.ts";
import type { ResolvedRoute } from "./route.ts";
import type { Stack } from "./stack.ts";

export interface LearntPath {
  mtu: number | undefined;
  mtuExpires: Nanos;
  /** Told of less than `min_pmtu`: packets leave without DF, and no more is learnt until it expires. */
  isMtuLocked: boolean;
  gateway: Ipv4Address | undefined;
  gatewayExpires: Nanos;
}

export interface PathCache {
  readonly byDestination: Map<Ipv4Address, LearntPath>;
}

const redirectLifetime = 300e9;
/** The length field of IPv4 holds no more; loopback's MTU is one larger. */
const largestPacket = 65_535;

export const emptyPathCache = (): PathCache => ({ byDestination: new Map() });

/** The largest packet, in bytes, that gets to `destination` by `route` as far as this node knows. */
export function pathMtu(stack: Stack, destination: Ipv4Address, route: ResolvedRoute): number {
  const own = Math.min(route.route.mtu > 0 ? route.route.mtu : route.output.device.mtu, largestPacket);
  if (stack.paths.byDestination.size === 0) return own;
  const learnt = stack.paths.byDestination.get(destination);
  if (learnt?.mtu === undefined || learnt.mtuExpires <= stack.simulation.now) return own;
  return Math.min(own, learnt.mtu);
}

/** Whether anything was ever learnt of the path to `destination`. */
export const hasException = (stack: Stack, destination: Ipv4Address): boolean =>
  stack.paths.byDestination.has(destination);

/** Whether packets to `destination` are to be fragmented on their way rather than refused. */
export function isPathLocked(stack: Stack, destination: Ipv4Address, route?: ResolvedRoute): boolean {
  if (route?.route.isMtuLocked === true) return true;
  const { paths, simulation } = stack;
  if (paths.byDestination.size === 0) return false;
  const learnt = paths.byDestination.get(destination);
  return learnt?.isMtuLocked === true && learnt.mtuExpires > simulation.now;
}

/** Whether a path MTU was known of `destination` that nobody has renewed in time. */
export function hasExpiredMtu({ paths, simulation }: Stack, destination: Ipv4Address): boolean {
  const learnt = paths.byDestination.get(destination);
  return learnt?.mtu !== undefined && learnt.mtuExpires <= simulation.now;
}

/** Remembers a path MTU for `mtu_expires` seconds; answers what is remembered, never below `min_pmtu`. */
export function learnMtu(stack: Stack, destination: Ipv4Address, mtu: number): number {
  const { global } = stack.sysctl;
  const path = pathTo(stack, destination);
  if (path.mtu !== undefined && isPathLocked(stack, destination)) return path.mtu;
  path.mtu = Math.max(mtu, global.route_min_pmtu);
  path.isMtuLocked = mtu < global.route_min_pmtu;
  path.mtuExpires = (stack.simulation.now + global.route_mtu_expires * 1e9) as Nanos;
  stack.fib.generation++;
  if (stack.simulation.traced) {
    stack.simulation.emit({ kind: "path-mtu-learnt", node: stack.name, destination, mtu: path.mtu });
  }
  return path.mtu;
}

/**
 * Lowers the path MTU of `route` to `mtu` because this node itself makes packets longer on the way (a
 * tunnel). What is known already is renewed only in the second half of its life.
 */
export function lowerMtu(
  stack: Stack,
  destination: Ipv4Address,
  { route, mtu }: { readonly route: ResolvedRoute; readonly mtu: number },
): void {
  const known = pathMtu(stack, destination, route);
  if (known < mtu || route.route.isMtuLocked === true) return;
  const expires = stack.paths.byDestination.get(destination)?.mtuExpires ?? 0;
  const halfLife = (stack.sysctl.global.route_mtu_expires * 1e9) / 2;
  if (known === mtu && expires - stack.simulation.now > halfLife) return;
  learnMtu(stack, destination, mtu);
}

/** Remembers a better first hop for five minutes. */
export function learnRedirect(stack: Stack, destination: Ipv4Address, gateway: Ipv4Address): void {
  const path = pathTo(stack, destination);
  path.gateway = gateway;
  path.gatewayExpires = (stack.simulation.now + redirectLifetime) as Nanos;
  stack.fib.generation++;
  if (stack.simulation.traced) {
    stack.simulation.emit({ kind: "redirect-learnt", node: stack.name, destination, gateway });
  }
}

/** The first hop that a redirect taught for `destination`, if it is still believed. */
export function redirectFor(stack: Stack, destination: Ipv4Address): Ipv4Address | undefined {
  if (stack.paths.byDestination.size === 0) return undefined;
  const learnt = stack.paths.byDestination.get(destination);
  if (learnt?.gateway === undefined || learnt.gatewayExpires <= stack.simulation.now) return undefined;
  return learnt.gateway;
}

/** `ip route flush cache`. */
export function forgetPaths(stack: Stack): void {
  stack.paths.byDestination.clear();
  stack.fib.generation++;
}

function pathTo(stack: Stack, destination: Ipv4Address): LearntPath {
  const known = stack.paths.byDestination.get(destination);
  if (known !== undefined) return known;
  const made: LearntPath = {
    mtu: undefined,
    mtuExpires: 0 as Nanos,
    isMtuLocked: false,
    gateway: undefined,
    gatewayExpires: 0 as Nanos,
  };
  stack.paths.byDestination.set(destination, made);
  return made;
}
