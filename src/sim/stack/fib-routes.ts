/**
 * Adding, replacing and deleting routes as `ip route` and the kernel itself do, with the kernel's reasons to
 * refuse.
 *
 * Follows fib_create_info(), fib_check_nh() and fib_table_insert() of Linux 6.1. Leaves out multipath,
 * nexthop objects and metrics other than MTU and MSS.
 */

import { type Ipv4Address, networkOf, type Prefix } from "../wire/address.ts";
import { exchangeRoute, insertRoute, removeRoute, routesAt } from "./fib.ts";
import type { FibMatch, RouteKey } from "./fib-lookup.ts";
import { lookupKey, lookupTable } from "./fib-lookup.ts";
import { type Interface, type Scope, scopes } from "./interface.ts";
import { type NextHop, type Route, type RouteType, tables } from "./route.ts";
import { formatRoute } from "./route-format.ts";
import { addressTypeIn } from "./source-address.ts";
import type { Stack } from "./stack.ts";

/** A route as somebody asks for it. What is left out has the value that `ip route` would send. */
export interface RouteRequest extends Prefix {
  readonly type?: RouteType;
  readonly table?: number;
  readonly gateway?: Ipv4Address;
  readonly interface?: Interface;
  readonly preferredSource?: Ipv4Address;
  readonly metric?: number;
  readonly tos?: number;
  readonly scope?: Scope;
  readonly protocol?: string;
  readonly onlink?: boolean;
  readonly mtu?: number;
  readonly isMtuLocked?: boolean;
  readonly advmss?: number;
}

/** A refusal: the errno, and the kernel's sentence where it gives one (`ip` prints it after `Error: `). */
export interface Refused {
  readonly ok: false;
  readonly errno: string;
  readonly message?: string;
}

export type Changed = { readonly ok: true } | Refused;

const done: Changed = { ok: true };

const refuse = (errno: string, message?: string): Refused =>
  message === undefined ? { ok: false, errno } : { ok: false, errno, message };

/** `add`: not if one is there; `replace`: in its place; `append` and `prepend`: beside it. */
export type AddMode = "add" | "replace" | "append" | "prepend" | "change";

/** Adds a route. */
export function addRoute(stack: Stack, request: RouteRequest, mode: AddMode = "add"): Changed {
  const made = makeRoute(stack, request);
  if (!("route" in made)) return made;
  const { route } = made;
  const result = insert(stack, route, mode);
  if (result.ok && isCustomLocal(route)) stack.fib.hasCustomLocalRoutes = true;
  return result;
}

const isCustomLocal = ({ type, protocol }: Route): boolean => type === "local" && protocol !== "kernel";

function insert(stack: Stack, route: Route, mode: AddMode): Changed {
  const { fib } = stack;
  const there = routesAt(fib, route.table, { address: route.destination, length: route.length });
  const rivals = there.filter(({ tos, metric }) => tos === route.tos && metric === route.metric);
  const [first] = rivals;
  if (first === undefined) {
    if (mode === "change") return refuse("ENOENT");
    return put(stack, route, "last");
  }
  if (mode === "add") return refuse("EEXIST");
  const twin = rivals.find((other) => isSame(other, route));
  if (mode === "replace" || mode === "change") {
    if (twin !== undefined) return twin === first ? done : refuse("EEXIST");
    exchangeRoute(fib, first, route);
    announce(stack, route, "changed");
    return done;
  }
  if (twin !== undefined) return refuse("EEXIST");
  return put(stack, route, mode === "append" ? "last" : "first");
}

function put(stack: Stack, route: Route, place: "first" | "last"): Changed {
  insertRoute(stack.fib, route, place);
  announce(stack, route, "added");
  return done;
}

function isSame(one: Route, other: Route): boolean {
  const [hop, otherHop] = [one.nextHops[0], other.nextHops[0]];
  return (
    one.type === other.type &&
    one.scope === other.scope &&
    one.protocol === other.protocol &&
    one.preferredSource === other.preferredSource &&
    one.mtu === other.mtu &&
    one.isMtuLocked === other.isMtuLocked &&
    one.advmss === other.advmss &&
    hop?.gateway === otherHop?.gateway &&
    hop?.interface === otherHop?.interface &&
    hop?.onlink === otherHop?.onlink
  );
}

/**
 * Deletes the first route that fits what is given; a TOS not given must be 0, everything else may be
 * anything.
 */
export function deleteRoute(stack: Stack, request: RouteRequest): Changed {
  const { address, length } = request;
  if (networkOf(address, length) !== address) return refuse("EINVAL", invalidPrefix);
  const table = request.table ?? defaultTable(request.type);
  const route = routesAt(stack.fib, table, request).find((candidate) => fits(candidate, request));
  if (route === undefined) {
    if (!stack.fib.tables.has(table)) return refuse("ESRCH", "ipv4: FIB table does not exist");
    return refuse("ESRCH");
  }
  dropRoute(stack, route);
  return done;
}

function fits(route: Route, request: RouteRequest): boolean {
  const hop = route.nextHops[0];
  return (
    route.tos === (request.tos ?? 0) &&
    [undefined, route.type].includes(request.type) &&
    [undefined, route.scope].includes(request.scope) &&
    [undefined, route.protocol].includes(request.protocol) &&
    [undefined, 0, route.metric].includes(request.metric) &&
    [undefined, route.preferredSource].includes(request.preferredSource) &&
    [undefined, hop?.gateway].includes(request.gateway) &&
    [undefined, hop?.interface].includes(request.interface) &&
    [undefined, route.mtu].includes(request.mtu) &&
    [undefined, route.isMtuLocked].includes(request.isMtuLocked)
  );
}

/** Takes a route out and says so. */
export function dropRoute(stack: Stack, route: Route): void {
  removeRoute(stack.fib, route);
  announce(stack, route, "removed");
}

function announce(stack: Stack, route: Route, change: "added" | "removed" | "changed"): void {
  const { simulation, name: node } = stack;
  if (!simulation.traced) return;
  simulation.emit({ kind: "table-changed", node, table: "routes", row: formatRoute(route), change });
}

const invalidPrefix = "Invalid prefix for given prefix length";

/** Types that need no next hop: they refuse. */
const refusing: readonly RouteType[] = ["unreachable", "prohibit", "blackhole", "throw"];

const defaultTable = (type: RouteType | undefined): number =>
  type === "local" || type === "broadcast" ? tables.local : tables.main;

function defaultScope(type: RouteType, request: RouteRequest): Scope {
  if (type === "local") return scopes.host;
  if (type === "broadcast" || type === "multicast") return scopes.link;
  if (type !== "unicast" || request.gateway !== undefined) return scopes.global;
  return scopes.link;
}

type Made = { readonly route: Route } | Refused;

function makeRoute(stack: Stack, request: RouteRequest): Made {
  const { address, length, type = "unicast" } = request;
  const table = request.table ?? defaultTable(type);
  if (length < 0 || length > 32 || networkOf(address, length) !== address) {
    return refuse("EINVAL", invalidPrefix);
  }
  const scope = request.scope ?? defaultScope(type, request);
  if (scope > scopes.host) return refuse("EINVAL", "Invalid scope");
  if (type === "local" && scope !== scopes.host) return refuse("EINVAL", "Invalid scope");
  const hops = nextHopsOf(stack, request, { type, scope, table });
  if (!("nextHops" in hops)) return hops;
  const { preferredSource } = request;
  if (preferredSource !== undefined && !isValidSource(stack, { type, address, table, preferredSource })) {
    return refuse("EINVAL", "Invalid prefsrc address");
  }
  return { route: routeOf(request, { type, table, scope }, hops.nextHops) };
}

interface Kind {
  readonly type: RouteType;
  readonly table: number;
  readonly scope: Scope;
}

const routeOf = (request: RouteRequest, kind: Kind, nextHops: readonly NextHop[]): Route => ({
  type: kind.type,
  table: kind.table,
  destination: request.address,
  length: request.length,
  tos: request.tos ?? 0,
  metric: request.metric ?? 0,
  scope: kind.scope,
  protocol: request.protocol ?? "boot",
  preferredSource: request.preferredSource,
  nextHops,
  mtu: request.mtu ?? 0,
  ...(request.isMtuLocked === true ? { isMtuLocked: true } : {}),
  advmss: request.advmss ?? 0,
});

type Hops = { readonly nextHops: readonly NextHop[] } | Refused;

function nextHopsOf(stack: Stack, request: RouteRequest, kind: Kind): Hops {
  const { gateway, interface: iface } = request;
  if (refusing.includes(kind.type)) {
    if (gateway === undefined && iface === undefined) return { nextHops: [] };
    return refuse("EINVAL", "Gateway, device and multipath can not be specified for this route type");
  }
  if (gateway !== undefined) {
    if (kind.scope === scopes.host) return refuse("EINVAL", "Route with host scope can not have a gateway");
    return request.onlink === true
      ? onlinkHop(stack, { gateway, iface, scope: kind.scope })
      : gatewayHop(stack, { gateway, output: iface, scope: kind.scope, table: kind.table });
  }
  if (iface === undefined) return refuse("ENODEV");
  if (kind.scope === scopes.host) {
    return { nextHops: [{ gateway: undefined, interface: iface, onlink: false }] };
  }
  if (request.onlink === true) {
    return refuse("EINVAL", "Invalid flags for nexthop - PERVASIVE and ONLINK can not be set");
  }
  if (!iface.device.isUp) return refuse("ENETDOWN", "Device for nexthop is not up");
  return { nextHops: [{ gateway: undefined, interface: iface, onlink: false }] };
}

const invalidGateway = "Nexthop has invalid gateway";

/** `onlink`: the gateway is taken to be on the link although no route says so. */
function onlinkHop(
  stack: Stack,
  asked: { readonly gateway: Ipv4Address; readonly iface: Interface | undefined; readonly scope: Scope },
): Hops {
  const { gateway, iface, scope } = asked;
  if (scope >= scopes.link) return refuse("EINVAL", "Nexthop has invalid scope");
  if (iface === undefined) return refuse("ENODEV", "Nexthop device required for onlink");
  if (!iface.device.isUp) return refuse("ENETDOWN", "Nexthop device is not up");
  if (addressTypeIn(stack, tables.local, gateway) !== "unicast") return refuse("EINVAL", invalidGateway);
  return { nextHops: [{ gateway, interface: iface, onlink: true }] };
}

interface GatewayQuestion {
  readonly gateway: Ipv4Address;
  readonly output: Interface | undefined;
  readonly scope: Scope;
  readonly table: number;
}

/**
 * A gateway must be reached by a route of a scope narrower than the new route's, and at least of scope link.
 */
function gatewayHop(stack: Stack, { gateway, output, scope, table }: GatewayQuestion): Hops {
  const narrower = Math.max(scope + 1, scopes.link) as Scope;
  const key: RouteKey = { dst: gateway, output, scope: narrower, ignoreLinkState: true };
  const found = inOwnTable(stack, table, key) ?? lookupKey(stack.fib, key);
  if (found === undefined) return refuse("ENETUNREACH", invalidGateway);
  const { type } = found.route;
  const iface = found.nextHop?.interface;
  if ((type !== "unicast" && type !== "local") || iface === undefined) {
    return refuse("EINVAL", invalidGateway);
  }
  if (!iface.device.isUp) return refuse("ENETDOWN");
  return { nextHops: [{ gateway, isOwnGateway: type === "local", interface: iface, onlink: false }] };
}

function inOwnTable(stack: Stack, table: number, key: RouteKey): FibMatch | undefined {
  return table === tables.main ? undefined : lookupTable(stack.fib, table, key);
}

/** The source that a route prefers must be an address of this node. */
function isValidSource(
  stack: Stack,
  asked: {
    readonly type: RouteType;
    readonly address: Ipv4Address;
    readonly table: number;
    readonly preferredSource: Ipv4Address;
  },
): boolean {
  const { type, address, table, preferredSource } = asked;
  if (type === "local" && address !== 0 && preferredSource === address) return true;
  const searched = table === tables.main ? tables.local : table;
  return [searched, tables.local].some((id) => addressTypeIn(stack, id, preferredSource) === "local");
}
