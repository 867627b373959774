/**
 * The rules of iptables and arptables as rows, as `-S` prints them: both generations of each tool have rules
 * of their own. A policy is a row once it is not ACCEPT, or its chain has rules.
 */

import type { FilterRow } from "../rows.ts";
import type { AnyRule, AnySpec, ChainOf } from "../stack/netfilter/rule-book.ts";
import type { Stack } from "../stack/stack.ts";

/** A chain of either tool. */
export type AnyChain = ChainOf<AnyRule<AnySpec>, unknown>;

/** The chains of one table of one tool. */
export interface AnyTable {
  /** As the command is called: `iptables`, `arptables-legacy`. */
  readonly tool: string;
  readonly name: string;
  readonly chains: ReadonlyMap<string, AnyChain>;
}

/** The tables that have been used, of every tool. */
export function tablesOf({ netfilter }: Stack): AnyTable[] {
  const { sets, arp } = netfilter;
  const ofIptables = (["nft", "legacy"] as const).flatMap((generation) =>
    [...sets[generation].tables.values()].map(({ name, chains }) => ({
      tool: generation === "nft" ? "iptables" : "iptables-legacy",
      name,
      chains: chains as ReadonlyMap<string, AnyChain>,
    })),
  );
  return [
    ...ofIptables,
    { tool: "arptables", name: "filter", chains: arp.nft.chains as ReadonlyMap<string, AnyChain> },
    { tool: "arptables-legacy", name: "filter", chains: arp.legacy.chains as ReadonlyMap<string, AnyChain> },
  ];
}

/** By tool, table, chain, and the rule's number in it; `policy` in its place. */
export function filterRows(stack: Stack): Map<string, FilterRow> {
  const rows = new Map<string, FilterRow>();
  for (const table of tablesOf(stack)) {
    for (const chain of table.chains.values()) {
      const place = `${table.tool} ${table.name} ${chain.name}`;
      for (const row of rowsOf(table, chain)) {
        rows.set(`${place} ${row.number === 0 ? "policy" : row.number}`, row);
      }
    }
  }
  return rows;
}

function rowsOf({ tool, name: table }: AnyTable, { name: chain, base, rules }: AnyChain): FilterRow[] {
  const where = { tool, table, chain };
  const ofRules = rules.map(({ spec, packets }, index) => ({
    ...where,
    number: index + 1,
    text: spec.text === "" ? `-A ${chain}` : `-A ${chain} ${spec.text}`,
    packets,
  }));
  if (base === undefined) return [{ ...where, number: 0, text: `-N ${chain}`, packets: 0 }, ...ofRules];
  if (base.policy === "ACCEPT" && rules.length === 0) return [];
  return [{ ...where, number: 0, text: `-P ${chain} ${base.policy}`, packets: base.packets }, ...ofRules];
}
