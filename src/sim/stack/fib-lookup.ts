/**
 * The search for a route: policy rules in order of priority, in each table the longest prefix (RFC 1812
 * section 5.2.4).
 *
 * As long as nobody added a policy rule, Linux keeps the tables local and main in one trie: the longest
 * prefix of both together wins, and local only where the lengths are equal. The first rule added splits them
 * for good. Leaves out multipath selection and the choice among several default routes of equal metric.
 */

import { anyAddress, contains, type Ipv4Address, networkOf } from "../wire/address.ts";
import type { Fib, RouteTable, RoutingRule } from "./fib.ts";
import type { Interface, Scope } from "./interface.ts";
import { type NextHop, type Route, tables } from "./route.ts";

/** What a route is looked up for. What is left out is 0, or "this node itself" for `input`. */
export interface RouteKey {
  readonly dst: Ipv4Address;
  readonly src?: Ipv4Address | undefined;
  readonly input?: Interface | undefined;
  readonly output?: Interface | undefined;
  readonly mark?: number | undefined;
  readonly tos?: number | undefined;
  /** Only routes of this scope or a narrower one. */
  readonly scope?: Scope | undefined;
  /** Takes routes of devices without carrier even where `ignore_routes_with_linkdown` is set. */
  readonly ignoreLinkState?: boolean;
}

/**
 * The route that was found, in which table, by which rule. `nextHop` is `undefined` for types without one.
 */
export interface FibMatch {
  readonly route: Route;
  readonly nextHop: NextHop | undefined;
  readonly table: number;
  /** Priority of the rule that led to the table. */
  readonly rule: number;
}

/** Priorities of the three rules every node starts with. */
export const defaultPriorities = { local: 0, main: 32766, default: 32767 } as const;

/**
 * Destinations remembered at most: more than a lab has, and a flood from made-up addresses must end
 * somewhere.
 */
export const mostRemembered = 65536;

/**
 * Finds the route for a key; `undefined` when no rule leads to one. A match may be of a type that refuses.
 */
export function lookupKey(fib: Fib, key: RouteKey): FibMatch | undefined {
  if (fib.hasCustomRules) return lookupByRules(fib, key);
  const isPlain = key.output === undefined && key.scope === undefined && key.ignoreLinkState === undefined;
  return isPlain && !fib.hasTosRoutes ? lookupDestination(fib, key.dst) : lookupMerged(fib, key);
}

/** The same for a bare destination without custom rules or TOS routes: remembered until the tables change. */
export function lookupDestination(fib: Fib, dst: Ipv4Address): FibMatch | undefined {
  const { remembered } = fib;
  if (remembered.generation !== fib.generation) forget(fib);
  const known = remembered.matches.get(dst);
  if (known !== undefined) return known === "none" ? undefined : known;
  const found = lookupMerged(fib, { dst });
  if (remembered.matches.size >= mostRemembered) remembered.matches.clear();
  remembered.matches.set(dst, found ?? "none");
  return found;
}

/** Drops what was remembered of an older state of the tables. */
export function forget({ remembered, generation }: Fib): void {
  remembered.generation = generation;
  remembered.matches.clear();
  remembered.outputs.clear();
  remembered.inputs.clear();
}

/** The best route of one table, whatever the rules say; `undefined` also for a `throw` route. */
export function lookupTable(fib: Fib, id: number, key: RouteKey, rule = 0): FibMatch | undefined {
  const table = fib.tables.get(id);
  if (table === undefined) return undefined;
  const { route, nextHop } = bestOf([table], key) ?? {};
  if (route === undefined || route.type === "throw") return undefined;
  return { route, nextHop, table: id, rule };
}

/**
 * What the table of local addresses says of an address: "local", "broadcast", or something else. While local
 * and main are one trie a longer prefix of main counts, as in the kernel's inet_addr_type().
 */
export function lookupLocal(fib: Fib, dst: Ipv4Address): FibMatch | undefined {
  if (fib.hasCustomRules) return lookupTable(fib, tables.local, { dst });
  return lookupKey(fib, { dst });
}

function lookupMerged(fib: Fib, key: RouteKey): FibMatch | undefined {
  const found = bestOf(fib.merged, key);
  if (found === undefined || found.route.type === "throw") {
    return lookupTable(fib, tables.default, key, defaultPriorities.default);
  }
  const { route, nextHop } = found;
  const rule = route.table === tables.local ? defaultPriorities.local : defaultPriorities.main;
  return { route, nextHop, table: route.table, rule };
}

function lookupByRules(fib: Fib, key: RouteKey): FibMatch | undefined {
  for (const rule of fib.rules) {
    if (!matchesRule(rule, key)) continue;
    const { action, priority } = rule;
    if (action.kind === "unreachable") return undefined;
    if (action.kind !== "lookup") return refusal(action.kind, priority);
    const found = lookupTable(fib, action.table, key, priority);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A rule that refuses by itself, as a route that does so. */
const refusal = (type: "prohibit" | "blackhole", rule: number): FibMatch => ({
  route: {
    type,
    table: 0,
    destination: anyAddress,
    length: 0,
    tos: 0,
    metric: 0,
    scope: 0 as Scope,
    protocol: "kernel",
    preferredSource: undefined,
    nextHops: [],
    mtu: 0,
    advmss: 0,
  },
  nextHop: undefined,
  table: 0,
  rule,
});

function matchesRule(rule: RoutingRule, key: RouteKey): boolean {
  return selects(rule, key) !== rule.isInverted;
}

/** What a node sends itself counts as coming in by `lo`. */
function selects(rule: RoutingRule, key: RouteKey): boolean {
  const { from, to } = rule;
  if (rule.iif !== undefined && rule.iif !== (key.input?.device.name ?? "lo")) return false;
  if (rule.oif !== undefined && rule.oif !== key.output?.device.name) return false;
  if ((((key.mark ?? 0) ^ rule.mark) & rule.markMask) !== 0) return false;
  if (from !== undefined && !contains(from.address, from.length, key.src ?? anyAddress)) return false;
  if (to !== undefined && !contains(to.address, to.length, key.dst)) return false;
  return rule.tos === 0 || rule.tos === (key.tos ?? 0);
}

interface Found {
  readonly route: Route;
  readonly nextHop: NextHop | undefined;
}

/** Of the tables given the longest prefix; where lengths are equal the table named first. */
function bestOf(searched: readonly RouteTable[], key: RouteKey): Found | undefined {
  for (let length = 32; length >= 0; length--) {
    for (const table of searched) {
      const byPrefix = table.byLength[length];
      if (byPrefix === undefined || byPrefix.size === 0) continue;
      const found = firstUsable(byPrefix.get(networkOf(key.dst, length)), key);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function firstUsable(routes: readonly Route[] | undefined, key: RouteKey): Found | undefined {
  if (routes === undefined) return undefined;
  for (const route of routes) {
    if (route.tos !== 0 && route.tos !== (key.tos ?? 0)) continue;
    if (key.scope !== undefined && route.scope < key.scope) continue;
    if (route.nextHops.length === 0) return { route, nextHop: undefined };
    const nextHop = route.nextHops.find((hop) => isUsable(hop, key));
    if (nextHop !== undefined) return { route, nextHop };
  }
  return undefined;
}

function isUsable(hop: NextHop, key: RouteKey): boolean {
  if (key.output !== undefined && key.output !== hop.interface) return false;
  if (hop.interface.conf.ignore_routes_with_linkdown === 0 || key.ignoreLinkState === true) return true;
  return hop.interface.device.hasCarrier();
}
