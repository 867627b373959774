/**
 * The routes that the kernel itself makes of an address, and takes away with it: the node's own address, its
 * subnet, and the subnet's broadcast address. Follows fib_add_ifaddr(), fib_del_ifaddr() and fib_disable_ip()
 * of Linux 6.1.
 */

import {
  broadcastAddress,
  broadcastOf,
  contains,
  type Ipv4Address,
  isZeroNetwork,
  networkOf,
} from "../wire/address.ts";
import { allRoutes } from "./fib.ts";
import { addRoute, deleteRoute, dropRoute, type RouteRequest } from "./fib-routes.ts";
import { type Interface, type InterfaceAddress, scopes } from "./interface.ts";
import { type RouteType, tables } from "./route.ts";
import { addressType } from "./source-address.ts";
import type { Stack } from "./stack.ts";

/** Adds what an address entails: its local entry always, everything else only while the device is up. */
export function addRoutesFor(stack: Stack, iface: Interface, address: InterfaceAddress): void {
  const primary = primaryOf(iface, address);
  const add = (request: RouteRequest): void => {
    addRoute(stack, request, "append");
  };
  add(kernelRoute(iface, primary, "local", { address: address.address, length: 32 }));
  if (!iface.device.isUp) return;
  const { broadcast } = address;
  if (broadcast !== undefined && broadcast !== broadcastAddress) {
    add(kernelRoute(iface, primary, "broadcast", { address: broadcast, length: 32 }));
  }
  for (const request of subnetRoutes(iface, address)) add(request);
}

/** The first primary of the same subnet; for a primary itself. */
function primaryOf(iface: Interface, address: InterfaceAddress): InterfaceAddress {
  if (!address.isSecondary) return address;
  const { length } = address;
  return (
    iface.addresses.find(
      (other) =>
        !other.isSecondary && other.length === length && contains(other.address, length, address.address),
    ) ?? address
  );
}

function kernelRoute(
  iface: Interface,
  primary: InterfaceAddress,
  type: RouteType,
  prefix: { readonly address: Ipv4Address; readonly length: number },
): RouteRequest {
  const { address, length } = prefix;
  return {
    address,
    length,
    type,
    interface: iface,
    scope: type === "local" ? scopes.host : scopes.link,
    protocol: "kernel",
    preferredSource: primary.address,
  };
}

/** The connected route, on loopback a local one, and the broadcast address of the subnet. */
function subnetRoutes(iface: Interface, own: InterfaceAddress): readonly RouteRequest[] {
  const { length } = own;
  const prefix = { address: networkOf(own.address, length), length };
  if (own.isSecondary || isZeroNetwork(prefix.address)) return [];
  if (length === 32) return [];
  const type = iface.device.kind === "loopback" ? "local" : "unicast";
  const subnet = kernelRoute(iface, own, type, prefix);
  if (length === 31) return [subnet];
  return [
    subnet,
    kernelRoute(iface, own, "broadcast", { address: broadcastOf(own.address, length), length: 32 }),
  ];
}

/**
 * Takes away what an address entailed, but for what another address of the interface still stands for.
 * `primary` is the one whose address was the source of the routes: of a secondary about to be promoted the
 * primary that goes.
 */
export function dropRoutesFor(
  stack: Stack,
  iface: Interface,
  gone: InterfaceAddress,
  primary: InterfaceAddress,
): void {
  const source = gone === primary ? primaryOf(iface, gone) : primary;
  const others = iface.addresses.filter((other) => other !== gone);
  const drop = (request: RouteRequest): void => {
    deleteRoute(stack, request);
  };
  const broadcasts = new Set(others.filter((other) => other.isSecondary === false).map(subnetBroadcast));
  const isStillBroadcast = (address: Ipv4Address): boolean =>
    broadcasts.has(address) || others.some((other) => other.broadcast === address);
  for (const request of subnetRoutes(iface, gone)) {
    if (request.type !== "broadcast" || !isStillBroadcast(request.address)) drop(request);
  }
  const { broadcast } = gone;
  if (broadcast !== undefined && !isStillBroadcast(broadcast)) {
    drop(kernelRoute(iface, source, "broadcast", { address: broadcast, length: 32 }));
  }
  if (others.some((other) => other.address === gone.address)) return;
  drop(kernelRoute(iface, source, "local", { address: gone.address, length: 32 }));
  if (gone !== primary || addressType(stack, gone.address) === "local") return;
  dropRoutesPreferring(stack, gone.address);
}

const subnetBroadcast = ({ address, length }: InterfaceAddress): Ipv4Address | undefined =>
  length < 31 ? broadcastOf(address, length) : undefined;

/** Routes of the main table that would give packets a source that this node no longer has go too. */
function dropRoutesPreferring(stack: Stack, address: Ipv4Address): void {
  for (const route of allRoutes(stack.fib)) {
    if (route.table === tables.main && route.preferredSource === address) dropRoute(stack, route);
  }
}

/** The device went down: its routes go, but for those of scope host (the node's own addresses). */
export function flushRoutes(stack: Stack, iface: Interface): void {
  for (const route of allRoutes(stack.fib)) {
    if (route.scope < scopes.host && leavesBy(route.nextHops, iface)) dropRoute(stack, route);
  }
}

/** The device is gone or has no address left: every route of it goes. */
export function flushAllRoutes(stack: Stack, iface: Interface): void {
  for (const route of allRoutes(stack.fib)) {
    if (leavesBy(route.nextHops, iface)) dropRoute(stack, route);
  }
}

const leavesBy = (hops: readonly { readonly interface: Interface }[], iface: Interface): boolean =>
  hops.some((hop) => hop.interface === iface);
