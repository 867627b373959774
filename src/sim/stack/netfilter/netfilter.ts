/**
 * The packet filter of one node as it stands: its tables of rules, its flows, the rules for ARP. A node
 * without a rule has all of it empty, and nothing on its hooks. Tables are opened and put on the hooks in
 * tables.ts.
 *
 * The two generations of the tool (nf_tables and legacy) have rule sets of their own, which both see every
 * packet.
 */

import type { HookHandler, HookName } from "../hooks.ts";
import { type ArpRuleSets, emptyArpRuleSets } from "./arp-rule.ts";
import { type Conntrack, emptyConntrack } from "./conntrack.ts";
import type { IpvsLookup } from "./match-ipvs.ts";
import type { Chain, Table, TableName } from "./rule.ts";

/** Which generation of iptables wrote a rule set. */
export type Generation = "nft" | "legacy";

export interface RuleSet {
  readonly generation: Generation;
  /** The tables that have been used. */
  readonly tables: Map<TableName, Table>;
  /** Chains that sit on a hook now, and how to take them off. */
  readonly hooked: Map<Chain, { readonly hook: HookName; readonly handler: HookHandler }>;
}

export interface Netfilter {
  readonly sets: { readonly [generation in Generation]: RuleSet };
  readonly arp: ArpRuleSets;
  readonly conntrack: Conntrack;
  /** Conditions that parts above the stack can answer. */
  readonly matches: { ipvs: IpvsLookup | undefined };
  /** Chains of the nat tables that have rules, by hook. */
  readonly natChains: Map<HookName, { readonly table: Table; readonly chain: Chain }[]>;
  isTranslating: boolean;
}

const emptySet = (generation: Generation): RuleSet => ({ generation, tables: new Map(), hooked: new Map() });

/** A node without a rule: nothing is on its hooks. */
export const emptyNetfilter = (): Netfilter => ({
  sets: { nft: emptySet("nft"), legacy: emptySet("legacy") },
  arp: emptyArpRuleSets(),
  conntrack: emptyConntrack(),
  matches: { ipvs: undefined },
  natChains: new Map(),
  isTranslating: false,
});
