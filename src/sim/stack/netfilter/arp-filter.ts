/**
 * The rules about ARP at work: an ARP message walks through the chains of either generation of arptables.
 */

import type { MacAddress } from "#sim/wire/address";
import { type ArpMessage, arpMessage } from "#sim/wire/arp";
import type { ArpHandler, ArpPassage, ArpVerdict } from "../arp-hooks.ts";
import type { Stack } from "../stack.ts";
import type {
  ArpChain,
  ArpChanges,
  ArpHook,
  ArpRule,
  ArpRuleSet,
  ArpRuleSpec,
  MacTest,
  NumberTest,
} from "./arp-rule.ts";
import { isAddress, isDevice } from "./match.ts";
import type { RuleBook } from "./rule-book.ts";

/** A rule set as a book to edit; after each change its chains go on and off the hooks. */
export function arpBookOf(
  stack: Stack,
  generation: "nft" | "legacy",
): RuleBook<ArpRuleSpec, ArpRule, ArpHook> {
  const set = stack.netfilter.arp[generation];
  set.isUsed = true;
  // The legacy tables sit on their hooks, and count, as soon as anybody has looked at them.
  rehook(stack, set);
  return {
    chains: set.chains,
    make: (spec) => ({ spec, packets: 0, bytes: 0 }),
    changed: () => rehook(stack, set),
  };
}

function rehook(stack: Stack, set: ArpRuleSet): void {
  for (const chain of set.chains.values()) {
    const { base, rules } = chain;
    if (base === undefined) continue;
    const { hook, policy, countsPolicy } = base;
    const isNeeded = rules.length > 0 || policy !== "ACCEPT" || countsPolicy;
    const placed = set.handlers.get(hook);
    const handlers = stack.arpHooks[hook];
    if (placed === undefined && isNeeded) {
      const handler: ArpHandler = (passage) => walkBase(set, chain, passage);
      set.handlers.set(hook, handler);
      handlers.push(handler);
    }
    if (placed !== undefined && !isNeeded) {
      set.handlers.delete(hook);
      handlers.splice(handlers.indexOf(placed), 1);
    }
  }
}

/** A message on its walk: the mangled one from the rule on that changed it. */
interface Walk {
  readonly set: ArpRuleSet;
  readonly passage: ArpPassage;
  message: ArpMessage;
}

function walkBase(set: ArpRuleSet, chain: ArpChain, passage: ArpPassage): ArpVerdict {
  const walking: Walk = { set, passage, message: passage.message };
  const decided = walk(walking, chain);
  const { base } = chain;
  if (decided?.kind === "drop") return decided;
  if (decided === undefined && base !== undefined) {
    if (base.countsPolicy) count(base, walking);
    const setting = { name: `arptables ${chain.name}`, value: "policy DROP", from: "policy" };
    if (base.policy === "DROP") return { kind: "drop", setting };
  }
  if (walking.message === passage.message) return { kind: "accept" };
  return { kind: "mangled", message: walking.message };
}

/** A message counts as 28 bytes; the newer tool counts the Ethernet header of one that leaves with it. */
function count(counted: { packets: number; bytes: number }, { set, passage, message }: Walk): void {
  const withHeader = passage.output !== undefined && !set.countsPayloadOnly;
  counted.packets++;
  counted.bytes += message.length + (withHeader ? ethernetHeader : 0);
}

const ethernetHeader = 14;

type Decided = { readonly kind: "accept" } | Extract<ArpVerdict, { kind: "drop" }>;

function walk(walking: Walk, chain: ArpChain): Decided | undefined {
  for (const rule of chain.rules) {
    if (!matches(rule.spec, walking)) continue;
    count(rule, walking);
    const outcome = act(walking, chain, rule);
    if (outcome === "return") return undefined;
    if (outcome !== "continue") return outcome;
  }
  return undefined;
}

function act(walking: Walk, chain: ArpChain, rule: ArpRule): Decided | "continue" | "return" {
  const { target } = rule.spec;
  switch (target.kind) {
    case "count":
      return "continue";
    case "accept":
      return { kind: "accept" };
    case "return":
      return "return";
    case "drop":
      return dropBy(chain, rule);
    case "chain": {
      const next = walking.set.chains.get(target.chain);
      return (next === undefined ? undefined : walk(walking, next)) ?? "continue";
    }
    case "mangle":
      walking.message = mangled(walking.message, target.changes);
      if (target.changes.fate === "continue") return "continue";
      return target.changes.fate === "accept" ? { kind: "accept" } : dropBy(chain, rule);
  }
}

function dropBy(chain: ArpChain, rule: ArpRule): Extract<ArpVerdict, { kind: "drop" }> {
  const from = `rule ${chain.rules.indexOf(rule) + 1}`;
  return { kind: "drop", setting: { name: `arptables ${chain.name}`, value: rule.spec.text, from } };
}

const mangled = (message: ArpMessage, changes: ArpChanges): ArpMessage =>
  arpMessage({
    operation: message.operation,
    senderMac: changes.senderMac ?? message.senderMac,
    senderIp: changes.senderIp ?? message.senderIp,
    targetMac: changes.targetMac ?? message.targetMac,
    targetIp: changes.targetIp ?? message.targetIp,
  });

const etherTypeIpv4 = 0x800;

function matches(spec: ArpRuleSpec, { message, passage }: Walk): boolean {
  const { sender, receiver, input, output, senderMac, receiverMac } = spec;
  if (sender !== undefined && !isAddress(sender, message.senderIp)) return false;
  if (receiver !== undefined && !isAddress(receiver, message.targetIp)) return false;
  if (input !== undefined && !isDevice(input, passage.input?.device.name ?? "")) return false;
  if (output !== undefined && !isDevice(output, passage.output?.device.name ?? "")) return false;
  if (senderMac !== undefined && !isMac(senderMac, message.senderMac)) return false;
  if (receiverMac !== undefined && !isMac(receiverMac, message.targetMac)) return false;
  return (
    isNumber(spec.operation, message.operation) &&
    isNumber(spec.hardwareType, 1) &&
    isNumber(spec.hardwareLength, 6) &&
    isNumber(spec.protocolType, etherTypeIpv4)
  );
}

const isNumber = (test: NumberTest | undefined, value: number): boolean =>
  test === undefined || (test.value === value) !== test.isInverted;

const high = (mac: MacAddress): number => Math.floor(mac / 2 ** 24);
const low = (mac: MacAddress): number => mac % 2 ** 24;

function isMac({ mac, mask, isInverted }: MacTest, candidate: MacAddress): boolean {
  const isSo =
    (high(candidate) & high(mask)) === (high(mac) & high(mask)) &&
    (low(candidate) & low(mask)) === (low(mac) & low(mask));
  return isSo !== isInverted;
}
