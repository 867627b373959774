/**
 * Routes, rules and table names as `ip route` and `ip rule` write them (iproute2 6.1), without the blank at
 * line ends.
 */

import { formatIpv4, formatPrefix, type Ipv4Address } from "../wire/address.ts";
import type { RoutingRule } from "./fib.ts";
import { type Scope, scopes } from "./interface.ts";
import { type Route, tables } from "./route.ts";

/** `default`, an address without `/32`, or a prefix. */
export function formatDestination(address: Ipv4Address, length: number): string {
  if (length === 32) return formatIpv4(address);
  return length === 0 && address === 0 ? "default" : formatPrefix({ address, length });
}

/** A table by its name in rt_tables, else its number. */
export function tableName(id: number): string {
  return tableNames.find(([, number]) => number === id)?.[0] ?? String(id);
}

const tableNames: readonly (readonly [string, number])[] = [
  ["unspec", 0],
  ["default", tables.default],
  ["main", tables.main],
  ["local", tables.local],
];

/** A table's number from its name or number (below 2^32); `undefined` for anything else. */
export function parseTable(text: string): number | undefined {
  const named = tableNames.find(([name]) => name === text);
  if (named !== undefined) return named[1];
  if (!/^(?:\d{1,10}|0x[0-9a-f]{1,8})$/i.test(text)) return undefined;
  const id = Number(text);
  return id < 2 ** 32 ? id : undefined;
}

/** A scope by its name in rt_scopes, else its number. */
export function scopeName(scope: Scope): string {
  return Object.entries(scopes).find(([, number]) => number === scope)?.[0] ?? String(scope);
}

/** What a listing leaves out because it was asked for, and what it adds. */
export interface RouteWords {
  /** Name the table, as `table all` does. */
  readonly table?: boolean;
  /** Name what goes without saying, as `ip -d` does. */
  readonly details?: boolean;
  /** Words that every line of the listing has in common: `dev`, `via`, `proto`, `scope`, `src`. */
  readonly hidden?: ReadonlySet<string>;
}

/** One line of `ip route show`. */
export function formatRoute(route: Route, { table, details, hidden }: RouteWords = {}): string {
  const hop = route.nextHops[0];
  const isShown = (word: string, isUsual: boolean): boolean =>
    hidden?.has(word) !== true && (!isUsual || details === true);
  const hasTable = table === true && (route.table !== tables.main || details === true);
  const words = [
    route.type === "unicast" && details !== true ? "" : route.type,
    formatDestination(route.destination, route.length),
    route.tos === 0 ? "" : `tos 0x${route.tos.toString(16).padStart(2, "0")}`,
    hop?.gateway === undefined || !isShown("via", false) ? "" : `via ${formatIpv4(hop.gateway)}`,
    hop === undefined || !isShown("dev", false) ? "" : `dev ${hop.interface.device.name}`,
    hasTable ? `table ${tableName(route.table)}` : "",
    isShown("proto", route.protocol === "boot") ? `proto ${route.protocol}` : "",
    isShown("scope", route.scope === scopes.global) ? `scope ${scopeName(route.scope)}` : "",
    route.preferredSource === undefined || !isShown("src", false)
      ? ""
      : `src ${formatIpv4(route.preferredSource)}`,
    route.metric === 0 ? "" : `metric ${route.metric}`,
    hop?.onlink === true ? "onlink" : "",
    isLinkDown(route) ? "linkdown" : "",
    route.mtu === 0 ? "" : `mtu ${route.isMtuLocked === true ? "lock " : ""}${route.mtu}`,
    route.advmss === 0 ? "" : `advmss ${route.advmss}`,
  ];
  return words.filter((word) => word !== "").join(" ");
}

/** Whether the device of a route has lost its carrier. Routes of scope host do not care. */
export function isLinkDown({ nextHops, scope }: Route): boolean {
  const hop = nextHops[0];
  return (
    hop !== undefined &&
    scope < scopes.host &&
    hop.interface.device.isUp &&
    !hop.interface.device.hasCarrier()
  );
}

/** One line of `ip rule`. */
export function formatRule(rule: RoutingRule): string {
  const { from, to, tos, mark, markMask, iif, oif } = rule;
  const words = [
    rule.isInverted ? "not" : "",
    `from ${from === undefined ? "all" : formatDestination(from.address, from.length)}`,
    to === undefined ? "" : `to ${formatDestination(to.address, to.length)}`,
    tos === 0 ? "" : `tos 0x${tos.toString(16).padStart(2, "0")}`,
    markMask === 0 ? "" : formatMark(mark, markMask),
    iif === undefined ? "" : `iif ${iif}`,
    oif === undefined ? "" : `oif ${oif}`,
    formatAction(rule),
  ];
  return `${rule.priority}:\t${words.filter((word) => word !== "").join(" ")}`;
}

const formatMark = (mark: number, mask: number): string =>
  mask === 0xffffffff
    ? `fwmark 0x${mark.toString(16)}`
    : `fwmark 0x${mark.toString(16)}/0x${mask.toString(16)}`;

const formatAction = ({ action }: RoutingRule): string =>
  action.kind === "lookup" ? `lookup ${tableName(action.table)}` : action.kind;
