/**
 * The tables of the packet filter: made where they are first used, on the stack's hooks from the first rule
 * on, and off them again after the last. Only a node that gets a rule needs any of this.
 */

import { type HookName, hookPriorities, register, unregister } from "../hooks.ts";
import type { PacketContext } from "../packet-context.ts";
import type { Stack } from "../stack.ts";
import { accept, type Verdict } from "../verdict.ts";
import { testsOf } from "./match.ts";
import { type NatRules, startNat } from "./nat.ts";
import type { Generation, RuleSet } from "./netfilter.ts";
import { reroute } from "./reroute.ts";
import type { Chain, Rule, RuleSpec, Table, TableName } from "./rule.ts";
import type { RuleBook } from "./rule-book.ts";
import { startTracking } from "./track.ts";
import { walkBase } from "./walk.ts";

/** The chains that each table has from the start, in the order they are listed in. */
export const baseChains: { readonly [table in TableName]: readonly (readonly [string, HookName])[] } = {
  filter: [
    ["INPUT", "local-in"],
    ["FORWARD", "forward"],
    ["OUTPUT", "local-out"],
  ],
  mangle: [
    ["PREROUTING", "prerouting"],
    ["INPUT", "local-in"],
    ["FORWARD", "forward"],
    ["OUTPUT", "local-out"],
    ["POSTROUTING", "postrouting"],
  ],
  nat: [
    ["PREROUTING", "prerouting"],
    ["INPUT", "local-in"],
    ["OUTPUT", "local-out"],
    ["POSTROUTING", "postrouting"],
  ],
  raw: [
    ["PREROUTING", "prerouting"],
    ["OUTPUT", "local-out"],
  ],
  security: [
    ["INPUT", "local-in"],
    ["FORWARD", "forward"],
    ["OUTPUT", "local-out"],
  ],
};

/** A table with its own chains, all empty. */
function newTable(name: TableName, generation: Generation): Table {
  const chains = new Map<string, Chain>();
  for (const [chain, hook] of baseChains[name]) {
    const countsPolicy = generation === "legacy";
    const base = { hook, policy: "ACCEPT" as const, countsPolicy, packets: 0, bytes: 0 };
    chains.set(chain, { name: chain, rules: [], base });
  }
  return { name, chains };
}

/**
 * A table of one rule set as a book of rules to edit, made where it is first used. After each change its
 * chains go on and off their hooks, and conntrack runs where a rule needs it.
 */
export function bookOf(
  stack: Stack,
  generation: Generation,
  name: TableName,
): RuleBook<RuleSpec, Rule, HookName> {
  const { netfilter, simulation } = stack;
  const set = netfilter.sets[generation];
  const table = set.tables.get(name) ?? openTable(stack, set, name);
  const world = { simulation, ipvs: () => netfilter.matches.ipvs };
  return {
    chains: table.chains,
    make: (spec) => ({ spec, tests: testsOf(spec, world), packets: 0, bytes: 0 }),
    changed: () => {
      rehook(stack, set, table);
      const rules = [...table.chains.values()].flatMap((chain) => chain.rules);
      if (rules.some(({ spec }) => needsFlows(spec))) startTracking(stack);
    },
  };
}

/** A table to look at: one that has not been used shows its own chains, empty. */
export const viewOf = ({ netfilter }: Stack, generation: Generation, name: TableName): Table =>
  netfilter.sets[generation].tables.get(name) ?? newTable(name, generation);

/** The legacy tool's chains count what meets their policy from the moment somebody looks at their table. */
function openTable(stack: Stack, set: RuleSet, name: TableName): Table {
  const table = newTable(name, set.generation);
  set.tables.set(name, table);
  rehook(stack, set, table);
  return table;
}

const needsFlows = ({ matches, target }: RuleSpec): boolean =>
  target.kind === "flow-mark" || matches.some(({ kind }) => kind === "flow-state" || kind === "flow-mark");

/** Puts the chains of a table that have something to say on their hooks, and takes the others off. */
function rehook(stack: Stack, set: RuleSet, table: Table): void {
  for (const chain of table.chains.values()) {
    const { base } = chain;
    if (base === undefined) continue;
    const isNeeded = chain.rules.length > 0 || base.policy !== "ACCEPT" || base.countsPolicy;
    if (table.name === "nat") placeNat(stack, table, chain, isNeeded);
    else place(stack, { set, table, chain, hook: base.hook }, isNeeded);
  }
}

interface Placement {
  readonly set: RuleSet;
  readonly table: Table;
  readonly chain: Chain;
  readonly hook: HookName;
}

function place(stack: Stack, { set, table, chain, hook }: Placement, isNeeded: boolean): void {
  const placed = set.hooked.get(chain);
  if (isNeeded === (placed !== undefined)) return;
  if (placed !== undefined) {
    unregister(stack.hooks, hook, placed.handler);
    set.hooked.delete(chain);
    return;
  }
  const passage = { stack, table, hook };
  const plain = (context: PacketContext): Verdict => walkBase(passage, chain, context);
  const mayReroute = table.name === "mangle" && hook === "local-out";
  const handle = mayReroute ? (context: PacketContext) => rerouted(stack, context, plain) : plain;
  const handler = { name: table.name, priority: priorityOf(table.name), handle };
  register(stack.hooks, hook, handler);
  set.hooked.set(chain, { hook, handler });
}

const priorityOf = (table: TableName): number =>
  table === "nat" ? hookPriorities.destinationNat : hookPriorities[table];

/** What is routed by mark, addresses and TOS is routed again where a rule changed one of them. */
function rerouted(stack: Stack, context: PacketContext, rules: (context: PacketContext) => Verdict): Verdict {
  const { mark, packet } = context;
  const verdict = rules(context);
  if (verdict.kind !== "accept") return verdict;
  const { src, dst, tos } = context.packet;
  const isSame = mark === context.mark && src === packet.src && dst === packet.dst && tos === packet.tos;
  return isSame ? accept : reroute(stack, context);
}

/** The nat table is not walked by every packet: conntrack remembers what it said. */
function placeNat(stack: Stack, table: Table, chain: Chain, isNeeded: boolean): void {
  const { netfilter } = stack;
  const hook = chain.base?.hook ?? "prerouting";
  const placed = netfilter.natChains.get(hook) ?? [];
  const others = placed.filter((other) => other.chain !== chain);
  netfilter.natChains.set(hook, isNeeded ? [...others, { table, chain }] : others);
  if (netfilter.isTranslating || !isNeeded) return;
  netfilter.isTranslating = true;
  startNat(stack, natRulesOf(stack));
}

const natRulesOf =
  (stack: Stack): NatRules =>
  (hook, context) => {
    for (const { table, chain } of stack.netfilter.natChains.get(hook) ?? []) {
      const verdict = walkBase({ stack, table, hook }, chain, context);
      if (verdict.kind !== "accept") return verdict;
    }
    return accept;
  };
