/**
 * What the packet filter of a machine would say of a packet, without saying it: the chains of iptables are
 * walked by the stack's own walk, over copies of the tables, so that nothing is counted, sent or written.
 *
 * A table whose rules ask for a flow, a rate or a connection of IPVS cannot be foretold from the
 * configuration alone: it is taken to let everything pass.
 */

import type { NetNode } from "#sim/nodes/node";
import type { HookName } from "#sim/stack/hooks";
import type { Chain, Match, Rule, Table, TableName, Target } from "#sim/stack/netfilter/rule";
import { baseChains } from "#sim/stack/netfilter/tables";
import { walkBase } from "#sim/stack/netfilter/walk";
import type { PacketContext } from "#sim/stack/packet-context";
import type { Stack } from "#sim/stack/stack";

/** A rule, or the policy of a chain, that ends packets. */
export interface EatingRule {
  readonly tool: "iptables";
  readonly table: TableName;
  readonly chain: string;
  /** The rule in the words of its tool; `policy DROP` for a policy. */
  readonly text: string;
}

export type Sifted =
  | { readonly kind: "passes"; readonly translation: Target | undefined }
  | { readonly kind: "eaten"; readonly rule: EatingRule };

const order: readonly TableName[] = ["raw", "mangle", "nat", "filter", "security"];

/** What the rules on a hook would do to a packet. The context gets the mark that they set. */
export function sift({ stack }: NetNode, hook: HookName, context: PacketContext): Sifted {
  let translation: Target | undefined;
  for (const name of order) {
    for (const set of [stack.netfilter.sets.nft, stack.netfilter.sets.legacy]) {
      const table = set.tables.get(name);
      if (table === undefined || !isForetold(table)) continue;
      const copy = copyOf(table);
      const chain = chainOn(copy, hook);
      if (chain === undefined) continue;
      const verdict = walkBase({ stack: unobserved(stack), table: copy, hook }, chain, context);
      if (verdict.kind === "drop") return { kind: "eaten", rule: ruleOf(name, verdict.setting) };
      translation ??= name === "nat" ? translationOf(table, copy) : undefined;
    }
  }
  return { kind: "passes", translation };
}

const chainOn = ({ name, chains }: Table, hook: HookName): Chain | undefined => {
  const [chain] = baseChains[name].find(([, on]) => on === hook) ?? [];
  return chain === undefined ? undefined : chains.get(chain);
};

/** The walk tells of every rule that matches while somebody looks: of this one nobody shall hear. */
const unobserved = (stack: Stack): Stack => {
  const simulation = Object.create(stack.simulation, { traced: { value: false } });
  return { ...stack, simulation };
};

const unforetold = new Set<Match["kind"]>(["flow-state", "flow-mark", "limit", "ipvs", "source-mac"]);

function isForetold({ chains }: Table): boolean {
  const rules = [...chains.values()].flatMap((chain) => chain.rules);
  return rules.every(({ spec }) => {
    if (spec.target.kind === "flow-mark") return false;
    return spec.matches.every(({ kind }) => !unforetold.has(kind));
  });
}

/** A table whose rules only judge: they answer nothing, write nothing and translate nothing. */
function copyOf({ name, chains }: Table): Table {
  const copies = new Map<string, Chain>();
  for (const [key, chain] of chains) {
    const { base } = chain;
    const rules = chain.rules.map((rule) => judging(rule));
    copies.set(key, { name: chain.name, rules, base: base === undefined ? undefined : { ...base } });
  }
  return { name, chains: copies };
}

function judging({ spec, tests }: Rule): Rule {
  const target = harmless(spec.target);
  return { spec: { ...spec, target }, tests, packets: 0, bytes: 0 };
}

function harmless(target: Target): Target {
  switch (target.kind) {
    case "reject":
      return { kind: "drop" };
    case "dnat":
    case "snat":
    case "masquerade":
    case "redirect":
      return { kind: "accept" };
    case "log":
    case "notrack":
      return { kind: "count" };
    default:
      return target;
  }
}

/** The translation whose copy has counted the packet. */
function translationOf({ chains }: Table, copy: Table): Target | undefined {
  for (const [key, { rules }] of chains) {
    const at = copy.chains
      .get(key)
      ?.rules.findIndex((rule) => rule.packets > 0 && isTranslation(rules, rule));
    const found = at === undefined || at < 0 ? undefined : rules[at];
    if (found !== undefined) return found.spec.target;
  }
  return undefined;
}

const translating = new Set<Target["kind"]>(["dnat", "snat", "masquerade", "redirect"]);

const isTranslation = (originals: readonly Rule[], { spec }: Rule): boolean =>
  originals.some((rule) => rule.spec.text === spec.text && translating.has(rule.spec.target.kind));

function ruleOf(table: TableName, setting: { readonly name: string; readonly value: unknown } | undefined) {
  const chain = setting?.name.split(" ").at(-1) ?? "";
  return { tool: "iptables", table, chain, text: String(setting?.value ?? "") } as const;
}

/** Whether a machine may make the segments of connections smaller on their way (`-j TCPMSS`). */
export function clampsSegments({ stack }: NetNode): boolean {
  const { nft, legacy } = stack.netfilter.sets;
  const tables = [...nft.tables.values(), ...legacy.tables.values()];
  const rules = tables.flatMap(({ chains }) => [...chains.values()].flatMap((chain) => chain.rules));
  return rules.some(({ spec }) => spec.target.kind === "mss");
}
