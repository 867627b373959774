/**
 * A packet walks through a chain: rule after rule, into chains of the user's own and back, until one decides.
 */

import type { HookName } from "../hooks.ts";
import type { PacketContext } from "../packet-context.ts";
import type { Stack } from "../stack.ts";
import { accept, dropFor, type Verdict } from "../verdict.ts";
import type { Chain, Rule, Table } from "./rule.ts";
import { act } from "./target.ts";

/** Where a walk takes place. */
export interface Passage {
  readonly stack: Stack;
  readonly table: Table;
  readonly hook: HookName;
}

/** What a rule's target says: a verdict, or how the walk goes on. */
export type Outcome = Verdict | "continue" | "return";

/** The verdict of a chain that sits on a hook. */
export function walkBase(passage: Passage, chain: Chain, context: PacketContext): Verdict {
  const verdict = walk(passage, chain, context);
  const { base } = chain;
  if (verdict !== undefined || base === undefined) return verdict ?? accept;
  if (base.countsPolicy) {
    base.packets++;
    base.bytes += context.packet.length;
  }
  if (base.policy === "ACCEPT") return accept;
  return dropFor("firewall", { name: settingName(passage, chain), value: "policy DROP", from: "policy" });
}

/** The verdict of a rule that matched; `undefined` where none decided. */
function walk(passage: Passage, chain: Chain, context: PacketContext): Verdict | undefined {
  const { rules } = chain;
  const { hook } = passage;
  for (let index = 0; index < rules.length; index++) {
    const rule = rules[index] as Rule;
    if (!matches(rule, context, hook)) continue;
    rule.packets++;
    rule.bytes += context.packet.length;
    if (passage.stack.simulation.traced) announce(passage, chain, rule, context);
    const outcome = follow(passage, chain, rule, context);
    if (outcome === "return") return undefined;
    if (outcome !== "continue") return outcome;
  }
  return undefined;
}

function matches({ tests }: Rule, context: PacketContext, hook: HookName): boolean {
  for (let index = 0; index < tests.length; index++) {
    if (tests[index]?.(context, hook) === false) return false;
  }
  return true;
}

function follow(passage: Passage, chain: Chain, rule: Rule, context: PacketContext): Outcome {
  const { target } = rule.spec;
  if (target.kind !== "chain") {
    return act(passage, target, context, () => ({
      name: settingName(passage, chain),
      value: rule.spec.text,
      from: `rule ${chain.rules.indexOf(rule) + 1}`,
    }));
  }
  const next = passage.table.chains.get(target.chain);
  const verdict = next === undefined ? undefined : walk(passage, next, context);
  return verdict ?? (target.isGoto ? "return" : "continue");
}

const settingName = ({ table }: Passage, { name }: Chain): string => `iptables ${table.name} ${name}`;

function announce({ stack, table }: Passage, chain: Chain, { spec }: Rule, { packet }: PacketContext): void {
  const { simulation, name: node } = stack;
  const event = { kind: "rule-matched", node, table: table.name, chain: chain.name } as const;
  simulation.emit({ ...event, rule: spec.text, packet });
}
