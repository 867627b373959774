/**
 * What `ip addr add|change|replace|del` asks for, read from its words.
 */

import { type Interface, type Scope, scopes } from "#sim/stack/interface";
import { broadcastOf, type Ipv4Address, isLoopback, networkOf } from "#sim/wire/address";
import { addressIn, prefixIn, type ReadPrefix } from "./addresses.ts";
import { type Call, deviceFor, type Family } from "./call.ts";
import { scopeIn } from "./route-request.ts";
import { begins, duplicate, eachWord, garbage, next, Refusal } from "./words.ts";

export interface AddressWish {
  readonly iface: Interface;
  readonly prefix: ReadPrefix;
  readonly broadcast: Ipv4Address | undefined;
  readonly label: string | undefined;
  readonly scope: Scope;
}

interface Draft {
  device: string | undefined;
  prefix: ReadPrefix | undefined;
  /** `+`, `-` or an address. */
  broadcast: "last" | "first" | Ipv4Address | undefined;
  label: string | undefined;
  scope: Scope | undefined;
}

/** Reads the rest of the line as an address of a device. */
export function readAddress(call: Call): AddressWish {
  const draft: Draft = {
    device: undefined,
    prefix: undefined,
    broadcast: undefined,
    label: undefined,
    scope: undefined,
  };
  for (const word of eachWord(call.words)) readWord(call, draft, word);
  const { device, prefix, label } = draft;
  if (device === undefined) throw new Refusal('Not enough information: "dev" argument is required.', 1);
  const iface = deviceFor(call, device);
  if (prefix === undefined) throw new Refusal("RTNETLINK answers: Operation not supported", 2);
  const scope = draft.scope ?? (isLoopback(prefix.address) ? scopes.host : scopes.global);
  return { iface, prefix, broadcast: broadcastFor(draft.broadcast, prefix), label, scope };
}

function readWord(call: Call, draft: Draft, word: string): void {
  const { words } = call;
  const family: Family = draft.prefix === undefined ? call.options.family : "inet";
  if (word === "peer" || begins(word, "remote")) {
    throw new Refusal("not modelled in LVS Lab: ip addr … peer", 0);
  } else if (begins(word, "broadcast") || word === "brd") {
    const value = next(words);
    if (draft.broadcast !== undefined) throw duplicate("broadcast", value);
    draft.broadcast = value === "+" ? "last" : value === "-" ? "first" : addressIn(value, family);
  } else if (word === "scope") draft.scope = scopeIn(next(words), "invalid scope value.");
  else if (word === "dev") draft.device = next(words);
  else if (word === "label") draft.label = next(words);
  else if (withValue.includes(word)) next(words);
  else if (!marks.includes(word)) {
    const address = word === "local" ? next(words) : word;
    if (draft.prefix !== undefined) throw garbage("local", address);
    draft.prefix = prefixIn(address, family);
  }
}

/** Words about lifetimes and IPv6, which change nothing here. */
const withValue = ["valid_lft", "preferred_lft", "metric", "proto"];
const marks = ["home", "nodad", "mngtmpaddr", "noprefixroute", "autojoin", "optimistic"];

/** `brd +` is the last address of the subnet, `brd -` the first; below two host bits there is none. */
function broadcastFor(asked: Draft["broadcast"], { address, length }: ReadPrefix): Ipv4Address | undefined {
  if (asked === undefined || typeof asked === "number") return asked;
  if (length > 30) return undefined;
  return asked === "last" ? broadcastOf(address, length) : networkOf(address, length);
}
