/**
 * What `ip route add|change|replace|append|prepend|del` asks for, read from its words.
 */

import type { RouteRequest } from "#sim/stack/fib-routes";
import { type Scope, scopes } from "#sim/stack/interface";
import type { RouteType } from "#sim/stack/route";
import { parseTable } from "#sim/stack/route-format";
import type { Ipv4Address } from "#sim/wire/address";
import { addressIn, prefixIn } from "./addresses.ts";
import { type Call, deviceFor, type Family } from "./call.ts";
import { begins, eachWord, garbage, next, numberIn, numberOf, Refusal, wrong } from "./words.ts";

const types: readonly RouteType[] = [
  "unicast",
  "local",
  "broadcast",
  "multicast",
  "unreachable",
  "prohibit",
  "blackhole",
  "throw",
];

/** The type that a word names, if it names one. */
export const typeOf = (word: string): RouteType | undefined => types.find((type) => type === word);

/** A scope by name or number; each command has its own words for one that does not exist. */
export function scopeIn(word: string, why: string): Scope {
  const named = Object.entries(scopes).find(([name]) => name === word);
  if (named !== undefined) return named[1];
  const number = numberOf(word, 255);
  if (number === undefined) throw wrong(word, why);
  return number as Scope;
}

/** A table by name or number; each command has its own words for one that does not exist. */
export function tableIn(word: string, why: string): number {
  const table = parseTable(word);
  if (table === undefined) throw wrong(word, `${why}\n`);
  return table;
}

const protocols: readonly (readonly [string, number])[] = [
  ["unspec", 0],
  ["redirect", 1],
  ["kernel", 2],
  ["boot", 3],
  ["static", 4],
  ["ra", 9],
  ["dhcp", 16],
  ["keepalived", 18],
];

/** The name of a protocol, from its name or number. */
export function protocolIn(word: string, why: string): string {
  const number = numberOf(word, 255);
  const known = protocols.find(([name, value]) => name === word || value === number);
  if (known !== undefined) return known[0];
  if (number === undefined) throw wrong(word, `${why}\n`);
  return String(number);
}

const serviceTypes = { lowdelay: 0x10, throughput: 8, reliability: 4 } as const;

export function tosIn(word: string, why: string): number {
  const named = Object.entries(serviceTypes).find(([name]) => name === word);
  if (named !== undefined) return named[1];
  const value = /^(?:0x)?[0-9a-f]{1,2}$/i.test(word) ? Number.parseInt(word, 16) : undefined;
  if (value === undefined || value > 255) throw wrong(word, why);
  return value;
}

/** The request as it is put together, every field to be set. */
type Draft = { -readonly [field in keyof RouteRequest]: RouteRequest[field] };

interface Reading {
  readonly call: Call;
  readonly draft: Draft;
  /** Whether a destination was given. */
  hasDestination: boolean;
  /** What addresses are read as: known once a destination was. */
  family: Family;
}

/** Reads the rest of the line as a route; `undefined` for one that leads nowhere. */
export function readRoute(call: Call): RouteRequest | undefined {
  const draft: Draft = { address: 0 as Ipv4Address, length: 0 };
  const reading: Reading = { call, draft, hasDestination: false, family: call.options.family };
  let device: string | undefined;
  for (const word of eachWord(call.words)) {
    if (word === "dev" || word === "oif") device = next(call.words);
    else if (!readNumber(reading, word) && !readKeyword(reading, word)) readDestination(reading, word);
  }
  if (device !== undefined) draft.interface = deviceFor(call, device);
  return reading.hasDestination ? draft : undefined;
}

/** Keywords whose value is a number. */
function readNumber({ call: { words }, draft }: Reading, word: string): boolean {
  if (begins(word, "metric", "priority", "preference")) {
    draft.metric = numberIn(next(words), '"metric" value is invalid\n');
  } else if (word === "mtu") {
    const first = next(words);
    if (first === "lock") draft.isMtuLocked = true;
    draft.mtu = numberIn(first === "lock" ? next(words) : first, '"mtu" value is invalid\n');
  } else if (word === "advmss") draft.advmss = numberIn(next(words), '"mss" value is invalid\n');
  else if (ignored.includes(word)) next(words);
  else return false;
  return true;
}

/** What a route may carry and the lab's TCP does not heed. */
const ignored = [
  "hoplimit",
  "window",
  "rtt",
  "rttvar",
  "cwnd",
  "initcwnd",
  "initrwnd",
  "ssthresh",
  "realms",
  "pref",
];

function readKeyword(reading: Reading, word: string): boolean {
  const { draft, call } = reading;
  const { words } = call;
  if (word === "src") {
    draft.preferredSource = addressIn(next(words), reading.family);
    reading.family = "inet";
  } else if (word === "via") {
    const first = next(words);
    draft.gateway = addressIn(
      first === "inet" ? next(words) : first,
      first === "inet" ? "inet" : reading.family,
    );
  } else if (word === "tos" || begins(word, "dsfield"))
    draft.tos = tosIn(next(words), '"tos" value is invalid\n');
  else if (word === "scope") draft.scope = scopeIn(next(words), 'invalid "scope" value\n');
  else if (word === "onlink") draft.onlink = true;
  else if (begins(word, "protocol")) draft.protocol = protocolIn(next(words), '"protocol" value is invalid');
  else if (begins(word, "table")) draft.table = tableIn(next(words), '"table" value is invalid');
  else if (word === "nexthop" || word === "nhid" || word === "encap") {
    throw new Refusal(`not modelled in LVS Lab: ip route ${word}`, 0);
  } else return false;
  return true;
}

function readDestination(reading: Reading, word: string): void {
  const { draft, call } = reading;
  let target = word === "to" ? next(call.words) : word;
  const type = typeOf(target);
  if (type !== undefined) {
    draft.type = type;
    target = next(call.words);
  }
  if (reading.hasDestination) throw garbage("to", target);
  const prefix = prefixIn(target, reading.family);
  draft.address = prefix.address;
  draft.length = prefix.length;
  reading.hasDestination = true;
  if (!["default", "any", "all"].includes(target)) reading.family = "inet";
}
