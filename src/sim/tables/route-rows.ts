/**
 * The routing tables of a node and the rules that choose among them as rows: the lines of `ip route` and
 * `ip rule`.
 */

import type { PolicyRow, RouteRow } from "../rows.ts";
import { allRoutes } from "../stack/fib.ts";
import type { Route } from "../stack/route.ts";
import { formatDestination, formatRoute, formatRule, tableName } from "../stack/route-format.ts";
import type { Stack } from "../stack/stack.ts";
import { formatIpv4 } from "../wire/address.ts";

/** By table and text. */
export function routeRows({ fib }: Stack): Map<string, RouteRow> {
  const rows = new Map<string, RouteRow>();
  for (const route of allRoutes(fib)) {
    const row = routeRow(route);
    rows.set(`${row.table} ${keyOf(route, row)}`, row);
  }
  return rows;
}

/** What tells a route from the others of its table; what is not named may change without another key. */
function keyOf({ tos, metric, nextHops }: Route, { type, destination, via, device }: RouteRow): string {
  const extra = [tos === 0 ? "" : `tos ${tos}`, metric === 0 ? "" : `metric ${metric}`];
  const hop = nextHops.length === 0 ? "" : `via ${via ?? "link"} dev ${device}`;
  return [type, destination, hop, ...extra].filter((word) => word !== "").join(" ");
}

function routeRow(route: Route): RouteRow {
  const [hop] = route.nextHops;
  return {
    table: tableName(route.table),
    type: route.type,
    destination: formatDestination(route.destination, route.length),
    via: hop?.gateway === undefined ? undefined : formatIpv4(hop.gateway),
    device: hop?.interface.device.name,
    text: formatRoute(route),
  };
}

/** By their text; equal rules (the kernel keeps them apart) are one row. */
export function policyRows({ fib }: Stack): Map<string, PolicyRow> {
  const rows = new Map<string, PolicyRow>();
  for (const rule of fib.rules) {
    const text = formatRule(rule);
    rows.set(text.replace("\t", " "), { priority: rule.priority, text });
  }
  return rows;
}
