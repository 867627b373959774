/**
 * Rules about ARP messages: what arptables writes. Each generation of the tool has a rule set of its own.
 *
 * Leaves out FORWARD: bridges here do not show ARP to it, as bridge-netfilter is off in every lab.
 */

import type { Ipv4Address, MacAddress } from "#sim/wire/address";
import type { ArpHandler } from "../arp-hooks.ts";
import type { AddressTest, DeviceTest } from "./rule.ts";
import type { ChainOf } from "./rule-book.ts";

export type ArpHook = "input" | "output" | "forward";

/** A MAC address under a mask, whose bits beyond 2^32 count too. */
export interface MacTest {
  readonly mac: MacAddress;
  readonly mask: MacAddress;
  readonly isInverted: boolean;
}

export interface NumberTest {
  readonly value: number;
  readonly isInverted: boolean;
}

export type ArpTarget =
  | { readonly kind: "count" }
  | { readonly kind: "accept" }
  | { readonly kind: "drop" }
  | { readonly kind: "return" }
  | { readonly kind: "chain"; readonly chain: string }
  | { readonly kind: "mangle"; readonly changes: ArpChanges };

/** What a mangled message gets, and what becomes of it then. */
export interface ArpChanges {
  readonly senderIp: Ipv4Address | undefined;
  readonly targetIp: Ipv4Address | undefined;
  readonly senderMac: MacAddress | undefined;
  readonly targetMac: MacAddress | undefined;
  readonly fate: "accept" | "drop" | "continue";
}

export interface ArpRuleSpec {
  readonly sender: AddressTest | undefined;
  readonly target: ArpTarget;
  readonly receiver: AddressTest | undefined;
  readonly input: DeviceTest | undefined;
  readonly output: DeviceTest | undefined;
  readonly senderMac: MacTest | undefined;
  readonly receiverMac: MacTest | undefined;
  readonly operation: NumberTest | undefined;
  readonly hardwareType: NumberTest | undefined;
  readonly hardwareLength: NumberTest | undefined;
  readonly protocolType: NumberTest | undefined;
  readonly text: string;
}

export interface ArpRule {
  readonly spec: ArpRuleSpec;
  packets: number;
  bytes: number;
}

export type ArpChain = ChainOf<ArpRule, ArpHook>;

export interface ArpRuleSet {
  readonly chains: Map<string, ArpChain>;
  readonly handlers: Map<ArpHook, ArpHandler>;
  /** The legacy tool counts what leaves without its Ethernet header. */
  readonly countsPayloadOnly: boolean;
  /** Somebody has looked at or changed it: its table exists. */
  isUsed: boolean;
}

export interface ArpRuleSets {
  readonly nft: ArpRuleSet;
  readonly legacy: ArpRuleSet;
}

function emptySet(names: readonly (readonly [string, ArpHook])[], isLegacy: boolean): ArpRuleSet {
  const countsPolicy = isLegacy;
  const chains = new Map<string, ArpChain>();
  for (const [name, hook] of names) {
    chains.set(name, {
      name,
      rules: [],
      base: { hook, policy: "ACCEPT", countsPolicy, packets: 0, bytes: 0 },
    });
  }
  return { chains, handlers: new Map(), countsPayloadOnly: isLegacy, isUsed: false };
}

export const emptyArpRuleSets = (): ArpRuleSets => ({
  nft: emptySet(
    [
      ["INPUT", "input"],
      ["OUTPUT", "output"],
    ],
    false,
  ),
  legacy: emptySet(
    [
      ["INPUT", "input"],
      ["OUTPUT", "output"],
      ["FORWARD", "forward"],
    ],
    true,
  ),
});
