/**
 * The forwarding information base of a node: its routing tables and the rules that choose among them.
 *
 * Plain storage and its orders; checks of what may be added are in fib-routes.ts and fib-rules.ts, the search
 * in fib-lookup.ts. Within one prefix routes stand by TOS (highest first), metric, and order of addition.
 */

import type { Ipv4Address, Prefix } from "../wire/address.ts";
import { defaultPriorities, type FibMatch } from "./fib-lookup.ts";
import type { Interface } from "./interface.ts";
import { type ResolvedRoute, type Route, tables } from "./route.ts";

export interface RouteTable {
  readonly id: number;
  /** Index: prefix length. */
  readonly byLength: Map<Ipv4Address, Route[]>[];
}

export type RuleAction =
  | { readonly kind: "lookup"; readonly table: number }
  | { readonly kind: "unreachable" }
  | { readonly kind: "prohibit" }
  | { readonly kind: "blackhole" };

/** One line of `ip rule`. */
export interface RoutingRule {
  readonly priority: number;
  /** `not`: applies to what the rest does not select. */
  readonly isInverted: boolean;
  readonly from: Prefix | undefined;
  readonly to: Prefix | undefined;
  readonly tos: number;
  readonly iif: string | undefined;
  readonly oif: string | undefined;
  readonly mark: number;
  /** 0: the mark does not matter. */
  readonly markMask: number;
  readonly action: RuleAction;
}

/** The answer to "how does this node send there?". */
export type OutputRoute =
  | { readonly ok: true; readonly route: ResolvedRoute }
  | { readonly ok: false; readonly errno: RouteErrno };

export type RouteErrno = "ENETUNREACH" | "EHOSTUNREACH" | "EACCES" | "EINVAL" | "ENODEV";

/** What was found before, valid for one generation of the tables. */
export interface Remembered {
  generation: number;
  readonly matches: Map<Ipv4Address, FibMatch | "none">;
  readonly outputs: Map<Ipv4Address, OutputRoute>;
  readonly inputs: Map<Ipv4Address, RememberedInput>;
}

/** What arriving packets to one destination get, provided that their source passes. */
export interface RememberedInput {
  readonly kind: "local" | "broadcast" | "forward";
  readonly route: ResolvedRoute;
}

/** The counters of /proc/net/stat/rt_cache that anything here raises. */
export interface RouteCounters {
  inNoRoute: number;
  inBroadcast: number;
  inMartianDestination: number;
  inMartianSource: number;
}

export interface Fib {
  readonly rules: RoutingRule[];
  readonly tables: Map<number, RouteTable>;
  /** The tables local and main, searched as one until there are custom rules. */
  readonly merged: readonly [RouteTable, RouteTable];
  /** Rises on any change of tables, rules, addresses or settings that a lookup depends on. */
  generation: number;
  /** Some rule was added or removed by hand, now or earlier. */
  hasCustomRules: boolean;
  /** A local route was added by hand: the quick test for martian sources no longer suffices. */
  hasCustomLocalRoutes: boolean;
  hasTosRoutes: boolean;
  readonly remembered: Remembered;
  /** Who has an address configured, the latest first. */
  readonly addressOwners: Map<Ipv4Address, Interface[]>;
  readonly counters: RouteCounters;
}

/** A rule without any condition. */
export const ruleFor = (priority: number, table: number): RoutingRule => ({
  priority,
  isInverted: false,
  from: undefined,
  to: undefined,
  tos: 0,
  iif: undefined,
  oif: undefined,
  mark: 0,
  markMask: 0,
  action: { kind: "lookup", table },
});

/** The tables of a node that has neither addresses nor routes. */
export function emptyFib(): Fib {
  const [local, main] = [emptyTable(tables.local), emptyTable(tables.main)];
  return {
    rules: [
      ruleFor(defaultPriorities.local, tables.local),
      ruleFor(defaultPriorities.main, tables.main),
      ruleFor(defaultPriorities.default, tables.default),
    ],
    tables: new Map([
      [tables.local, local],
      [tables.main, main],
    ]),
    merged: [local, main],
    generation: 1,
    hasCustomRules: false,
    hasCustomLocalRoutes: false,
    hasTosRoutes: false,
    remembered: { generation: 0, matches: new Map(), outputs: new Map(), inputs: new Map() },
    addressOwners: new Map(),
    counters: { inNoRoute: 0, inBroadcast: 0, inMartianDestination: 0, inMartianSource: 0 },
  };
}

const emptyTable = (id: number): RouteTable => ({
  id,
  byLength: Array.from({ length: 33 }, () => new Map<Ipv4Address, Route[]>()),
});

/** The routes of one prefix in a table, in the order a lookup tries them. */
export const routesAt = (fib: Fib, table: number, { address, length }: Prefix): readonly Route[] =>
  fib.tables.get(table)?.byLength[length]?.get(address) ?? [];

/** Where among routes of the same TOS and metric a new one goes. */
export type Place = "first" | "last";

/** Puts a route into its table. */
export function insertRoute(fib: Fib, route: Route, place: Place): void {
  const list = listFor(fib, route);
  const comesLater = (other: Route): boolean => {
    if (other.tos !== route.tos) return other.tos < route.tos;
    if (other.metric !== route.metric) return other.metric > route.metric;
    return place === "first";
  };
  const index = list.findIndex(comesLater);
  list.splice(index < 0 ? list.length : index, 0, route);
  if (route.tos !== 0) fib.hasTosRoutes = true;
  fib.generation++;
}

function listFor(fib: Fib, { table: id, length, destination }: Route): Route[] {
  const table = fib.tables.get(id) ?? emptyTable(id);
  fib.tables.set(id, table);
  const byPrefix = table.byLength[length] ?? new Map<Ipv4Address, Route[]>();
  const list = byPrefix.get(destination) ?? [];
  byPrefix.set(destination, list);
  return list;
}

/** Puts one route in the place of another of the same prefix. */
export function exchangeRoute(fib: Fib, old: Route, route: Route): void {
  const list = listFor(fib, old);
  list.splice(list.indexOf(old), 1, route);
  fib.generation++;
}

/** Takes a route out of its table. */
export function removeRoute(fib: Fib, route: Route): void {
  const byPrefix = fib.tables.get(route.table)?.byLength[route.length];
  const list = byPrefix?.get(route.destination);
  if (byPrefix === undefined || list === undefined) return;
  const index = list.indexOf(route);
  if (index < 0) return;
  list.splice(index, 1);
  if (list.length === 0) byPrefix.delete(route.destination);
  fib.generation++;
}

/**
 * The routes of a table as `ip route show` lists them: by address, of equal addresses the longest prefix
 * first. `undefined`: there is no such table.
 */
export function routesOf(fib: Fib, id: number): readonly Route[] | undefined {
  const table = fib.tables.get(id);
  if (table === undefined) return undefined;
  const prefixes = table.byLength.flatMap((byPrefix) => [...byPrefix.values()]);
  return prefixes.sort(([first], [second]) => compare(first, second)).flat();
}

function compare(first: Route | undefined, second: Route | undefined): number {
  if (first === undefined || second === undefined) return 0;
  return first.destination - second.destination || second.length - first.length;
}

/**
 * Every route, table by table as `ip route show table all` lists them: in the kernel's table of 256 slots.
 */
export const allRoutes = (fib: Fib): readonly Route[] =>
  [...fib.tables.keys()]
    .sort((one, other) => (one & 255) - (other & 255) || other - one)
    .flatMap((id) => routesOf(fib, id) ?? []);
