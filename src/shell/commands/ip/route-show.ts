/**
 * `ip route show` and `ip route flush`: which routes are meant, and how they are listed.
 *
 * What a listing was asked for is not repeated in its lines: with `dev eth0` none names the device.
 */

import { allRoutes, routesOf } from "#sim/stack/fib";
import { dropRoute } from "#sim/stack/fib-routes";
import type { Interface, Scope } from "#sim/stack/interface";
import { forgetPaths } from "#sim/stack/path-cache";
import { type Route, type RouteType, tables } from "#sim/stack/route";
import { formatRoute } from "#sim/stack/route-format";
import { contains, type Ipv4Address, type Prefix } from "#sim/wire/address";
import { addressIn, prefixIn } from "./addresses.ts";
import { type Call, deviceFor, print, refusedByKernel } from "./call.ts";
import { cachedRoutes } from "./route-cache.ts";
import { protocolIn, scopeIn, tableIn, tosIn, typeOf } from "./route-request.ts";
import { begins, eachWord, next, Refusal, wrong } from "./words.ts";

interface Choice {
  table: number | "all" | "cache";
  device: Interface | undefined;
  via: Ipv4Address | undefined;
  source: Ipv4Address | undefined;
  protocol: string | undefined;
  scope: Scope | undefined;
  type: RouteType | undefined;
  tos: number | undefined;
  /** Routes to these or to parts of them. */
  root: Prefix | undefined;
  /** Routes to these or to what contains them. */
  match: Prefix | undefined;
}

function readChoice(call: Call): Choice {
  const { words } = call;
  const choice: Choice = {
    table: tables.main,
    device: undefined,
    via: undefined,
    source: undefined,
    protocol: undefined,
    scope: undefined,
    type: undefined,
    tos: undefined,
    root: undefined,
    match: undefined,
  };
  for (const word of eachWord(words)) {
    if (begins(word, "table")) choice.table = chosenTable(next(words));
    else if (begins(word, "cached", "cloned")) choice.table = "cache";
    else if (word === "dev" || word === "oif" || word === "iif") choice.device = deviceFor(call, next(words));
    else if (word === "via") choice.via = addressIn(next(words), call.options.family);
    else if (word === "src") choice.source = addressIn(next(words), call.options.family);
    else if (begins(word, "protocol")) choice.protocol = protocolOf(next(words));
    else if (begins(word, "scope")) choice.scope = scopeOf(next(words));
    else if (begins(word, "type")) choice.type = typeIn(next(words));
    else if (word === "tos" || begins(word, "dsfield"))
      choice.tos = tosIn(next(words), "TOS value is invalid\n");
    else readPrefix(call, choice, word);
  }
  return choice;
}

function chosenTable(word: string): Choice["table"] {
  if (begins(word, "cache")) return "cache";
  return word === "all" ? "all" : tableIn(word, "table id value is invalid");
}

const protocolOf = (word: string): string | undefined =>
  word === "all" ? undefined : protocolIn(word, 'invalid "protocol"');
const scopeOf = (word: string): Scope | undefined =>
  word === "all" ? undefined : scopeIn(word, 'invalid "scope"\n');

function typeIn(word: string): RouteType {
  const type = typeOf(word);
  if (type === undefined) throw wrong(word, "node type value is invalid\n");
  return type;
}

function readPrefix(call: Call, choice: Choice, typed: string): void {
  const { words, options } = call;
  const word = typed === "to" ? next(words) : typed;
  if (begins(word, "root")) choice.root = prefixIn(next(words), options.family);
  else if (begins(word, "match")) choice.match = prefixIn(next(words), options.family);
  else {
    const prefix = prefixIn(begins(word, "exact") ? next(words) : word, options.family);
    choice.root = prefix;
    choice.match = prefix;
  }
}

function isMeant(choice: Choice, route: Route): boolean {
  const hop = route.nextHops[0];
  const { destination, length } = route;
  const { root, match } = choice;
  const given: readonly boolean[] = [
    [undefined, hop?.interface].includes(choice.device),
    [undefined, hop?.gateway].includes(choice.via),
    [undefined, route.preferredSource].includes(choice.source),
    [undefined, route.protocol].includes(choice.protocol),
    [undefined, route.scope].includes(choice.scope),
    [undefined, route.type].includes(choice.type),
    [undefined, route.tos].includes(choice.tos),
    root === undefined || (root.length <= length && contains(root.address, root.length, destination)),
    match === undefined || (match.length >= length && contains(destination, length, match.address)),
  ];
  return given.every(Boolean);
}

/** The words that every line has in common because they were asked for. */
function hiddenWords(choice: Choice): ReadonlySet<string> {
  const asked: readonly (readonly [string, unknown])[] = [
    ["dev", choice.device],
    ["via", choice.via],
    ["src", choice.source],
    ["proto", choice.protocol],
    ["scope", choice.scope],
  ];
  return new Set(asked.filter(([, value]) => value !== undefined).map(([word]) => word));
}

/** `ip route show`. */
export function showRoutes(call: Call): number {
  const choice = readChoice(call);
  const { family, details } = call.options;
  if (family === "inet6") return 0;
  if (choice.table === "cache") {
    for (const lines of cachedRoutes(call)) print(call, lines.join(call.options.oneline ? "\\" : "\n"));
    return 0;
  }
  const routes = routesIn(call, choice.table, "Dump");
  if (routes === undefined) return refusedByKernel;
  const words = { table: choice.table === "all", details, hidden: hiddenWords(choice) };
  for (const route of routes) {
    if (isMeant(choice, route)) print(call, `${formatRoute(route, words)} `);
  }
  return 0;
}

/**
 * The routes of one table, or of all in the order of the low byte of the tables' numbers, as the kernel has
 * it.
 */
function routesIn(call: Call, table: number | "all", what: "Dump" | "Flush"): readonly Route[] | undefined {
  const { fib } = call.stack;
  if (table === "all")
    return [...allRoutes(fib)].sort((one, other) => (one.table & 255) - (other.table & 255));
  const routes = routesOf(fib, table);
  if (routes !== undefined) return routes;
  call.process.stderr.write(`Error: ipv4: FIB table does not exist.\n${what} terminated\n`);
  return undefined;
}

/**
 * `ip route flush`: removes what `show` with the same words would list; of all tables only by these words.
 */
export function flushRoutes(call: Call): number {
  if (call.words.at >= call.words.list.length) {
    throw new Refusal('"ip route flush" requires arguments.', 1);
  }
  const choice = readChoice(call);
  if (call.options.family === "inet6") return 0;
  if (choice.table === "cache") {
    forgetPaths(call.stack);
    return 0;
  }
  const routes = routesIn(call, choice.table, "Flush");
  if (routes === undefined) return refusedByKernel;
  const meant = routes.filter((route) => isMeant(choice, route));
  for (const route of meant) dropRoute(call.stack, route);
  const { statistics } = call.options;
  if (statistics > 1) for (const route of meant) print(call, `${formatRoute(route, { table: true })} `);
  if (statistics > 0) print(call, flushed(meant.length));
  return 0;
}

const flushed = (count: number): string =>
  count === 0
    ? "Nothing to flush."
    : `\n*** Round 1, deleting ${count} entries ***\n*** Flush is complete after 1 round ***`;
