/**
 * The matches and targets of iptables, one line each, and where each target may stand.
 */

import type { Match, TableName, Target } from "#sim/stack/netfilter/rule";
import { both, type Extension } from "./extension.ts";
import { dscp, length, tos, ttl } from "./match-header.ts";
import { ipvs } from "./match-ipvs.ts";
import { comment, connmark, conntrack, limit, mac, mark, state } from "./match-packet.ts";
import { icmp, multiport, tcp, udp } from "./match-transport.ts";
import * as answer from "./target-answer.ts";
import * as header from "./target-header.ts";
import { dnat, masquerade, redirect, snat } from "./target-nat.ts";

const byName = <Meaning>(
  extensions: readonly Extension<Meaning>[],
): ReadonlyMap<string, Extension<Meaning>> =>
  new Map(extensions.map((extension) => [extension.name, extension]));

export const matches = byName<Match>([
  comment,
  connmark,
  conntrack,
  dscp,
  icmp,
  ipvs,
  length,
  limit,
  mac,
  mark,
  multiport,
  state,
  tcp,
  tos,
  ttl,
  udp,
]);

const plain = (name: string, kind: "accept" | "drop" | "return"): Extension<Target> => ({
  name,
  options: [],
  build: () => ({ means: { kind }, words: "", listed: both("") }),
});

export const targets = byName<Target>([
  plain("ACCEPT", "accept"),
  plain("DROP", "drop"),
  plain("RETURN", "return"),
  answer.connmark,
  answer.ct,
  dnat,
  answer.log,
  answer.mark,
  masquerade,
  answer.notrack,
  redirect,
  answer.reject,
  snat,
  answer.tcpmss,
  header.dscp,
  header.tos,
  header.ttl,
]);

/** Where the kernel takes a target or match: in which tables, in which of their own chains. */
interface Home {
  readonly tables: readonly TableName[] | undefined;
  readonly chains: readonly string[] | undefined;
}

const anywhere: Home = { tables: undefined, chains: undefined };

const homes: ReadonlyMap<string, Home> = new Map([
  ["DNAT", { tables: ["nat"], chains: ["PREROUTING", "OUTPUT"] }],
  ["REDIRECT", { tables: ["nat"], chains: ["PREROUTING", "OUTPUT"] }],
  ["SNAT", { tables: ["nat"], chains: ["POSTROUTING", "INPUT"] }],
  ["MASQUERADE", { tables: ["nat"], chains: ["POSTROUTING"] }],
  ["REJECT", { tables: ["filter"], chains: ["INPUT", "FORWARD", "OUTPUT"] }],
  ["NOTRACK", { tables: ["raw"], chains: undefined }],
  ["CT", { tables: ["raw"], chains: undefined }],
  ["TCPMSS clamp", { tables: undefined, chains: ["FORWARD", "OUTPUT", "POSTROUTING"] }],
  ["TOS", { tables: ["mangle"], chains: undefined }],
  ["DSCP", { tables: ["mangle"], chains: undefined }],
  ["TTL", { tables: ["mangle"], chains: undefined }],
  ["mac", { tables: undefined, chains: ["PREROUTING", "INPUT", "FORWARD"] }],
]);

/**
 * Whether the kernel takes this target or match in a chain of a table; a chain of the user's own may lead
 * anywhere.
 */
export function isAtHome(name: string, table: TableName, chain: { name: string; isOwn: boolean }): boolean {
  const { tables, chains } = homes.get(name) ?? anywhere;
  if (tables !== undefined && !tables.includes(table)) return false;
  return chains === undefined || chain.isOwn || chains.includes(chain.name);
}
