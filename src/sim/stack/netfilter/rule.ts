/**
 * Rules, chains and tables of the IPv4 packet filter: what a packet is compared with, and what then becomes
 * of it.
 *
 * These are the parts that iptables writes; how they are written and listed is the tool's own business.
 * Leaves out matches and targets that no LVS lab uses (owner, string, TPROXY, TEE and the like).
 */

import type { Ipv4Address, MacAddress } from "#sim/wire/address";
import type { HookName } from "../hooks.ts";
import type { PacketContext } from "../packet-context.ts";
import type { ChainOf } from "./rule-book.ts";

/** An address, under a mask that need not be contiguous. */
export interface AddressTest {
  readonly address: Ipv4Address;
  readonly mask: Ipv4Address;
  readonly isInverted: boolean;
}

export interface DeviceTest {
  readonly name: string;
  /** `eth+`: every name that begins so. */
  readonly isPrefix: boolean;
  readonly isInverted: boolean;
}

export interface ProtocolTest {
  readonly number: number;
  readonly isInverted: boolean;
}

/** Ports or other numbers, both ends included. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

export interface RangeTest extends NumberRange {
  readonly isInverted: boolean;
}

/** What conntrack says of a packet, as `--ctstate` names it. */
export type FlowState = "INVALID" | "NEW" | "ESTABLISHED" | "RELATED" | "UNTRACKED" | "SNAT" | "DNAT";

export type IpvsMethod = "GATE" | "IPIP" | "MASQ";

/** `-m ipvs`: what is asked of the connection that a packet belongs to. */
export interface IpvsTest {
  readonly isMember: { readonly wanted: boolean } | undefined;
  readonly protocol: ProtocolTest | undefined;
  readonly address: AddressTest | undefined;
  readonly port: RangeTest | undefined;
  readonly direction: { readonly isReply: boolean } | undefined;
  readonly method: { readonly name: IpvsMethod; readonly isInverted: boolean } | undefined;
  readonly controlPort: RangeTest | undefined;
}

/** One condition of a rule beyond addresses, devices and protocol. */
export type Match =
  | {
      readonly kind: "tcp";
      readonly sourcePort: RangeTest | undefined;
      readonly destinationPort: RangeTest | undefined;
      readonly flags:
        | { readonly mask: number; readonly set: number; readonly isInverted: boolean }
        | undefined;
    }
  | {
      readonly kind: "udp";
      readonly sourcePort: RangeTest | undefined;
      readonly destinationPort: RangeTest | undefined;
    }
  | {
      readonly kind: "icmp";
      readonly type: number | "any";
      readonly codes: NumberRange;
      readonly isInverted: boolean;
    }
  | {
      readonly kind: "multiport";
      readonly which: "source" | "destination" | "either";
      readonly ports: readonly NumberRange[];
      readonly isInverted: boolean;
    }
  | { readonly kind: "flow-state"; readonly states: ReadonlySet<FlowState>; readonly isInverted: boolean }
  | { readonly kind: "mark"; readonly value: number; readonly mask: number; readonly isInverted: boolean }
  | {
      readonly kind: "flow-mark";
      readonly value: number;
      readonly mask: number;
      readonly isInverted: boolean;
    }
  | { readonly kind: "source-mac"; readonly mac: MacAddress; readonly isInverted: boolean }
  | {
      /** A token bucket: one token every `period` nanoseconds, `burst` at most. */
      readonly kind: "limit";
      readonly period: number;
      readonly burst: number;
    }
  /** The whole packet's length in bytes. */
  | { readonly kind: "length"; readonly lengths: RangeTest }
  | { readonly kind: "ttl"; readonly ttls: RangeTest }
  /** The type-of-service byte, under a mask. */
  | { readonly kind: "tos"; readonly value: number; readonly mask: number; readonly isInverted: boolean }
  | { readonly kind: "comment" }
  | { readonly kind: "ipvs"; readonly test: IpvsTest };

export type RejectAnswer =
  | "icmp-net-unreachable"
  | "icmp-host-unreachable"
  | "icmp-proto-unreachable"
  | "icmp-port-unreachable"
  | "icmp-net-prohibited"
  | "icmp-host-prohibited"
  | "icmp-admin-prohibited"
  | "tcp-reset";

/** What a translation may choose from; what is `undefined` stays as it is. */
export interface NatRange {
  readonly addresses: { readonly from: Ipv4Address; readonly to: Ipv4Address } | undefined;
  readonly ports: NumberRange | undefined;
  readonly isRandom: boolean;
}

/** What becomes of a packet that matches. */
export type Target =
  | { readonly kind: "count" }
  | { readonly kind: "accept" }
  | { readonly kind: "drop" }
  | { readonly kind: "return" }
  | { readonly kind: "chain"; readonly chain: string; readonly isGoto: boolean }
  | { readonly kind: "reject"; readonly answer: RejectAnswer }
  | { readonly kind: "log"; readonly prefix: string }
  | { readonly kind: "mark"; readonly value: number; readonly mask: number }
  | {
      readonly kind: "flow-mark";
      readonly action: "set" | "save" | "restore";
      readonly value: number;
      readonly flowMask: number;
      readonly packetMask: number;
    }
  | { readonly kind: "dnat"; readonly range: NatRange }
  | { readonly kind: "snat"; readonly range: NatRange }
  | { readonly kind: "masquerade"; readonly range: NatRange }
  | { readonly kind: "redirect"; readonly range: NatRange }
  | { readonly kind: "notrack" }
  /** `size` undefined: what the path allows. */
  | { readonly kind: "mss"; readonly size: number | undefined }
  /** Clears the bits of the mask in the type-of-service byte, then flips those of the value. */
  | { readonly kind: "tos"; readonly value: number; readonly mask: number }
  | { readonly kind: "ttl"; readonly action: "set" | "increase" | "decrease"; readonly amount: number };

/** A rule as it is given. */
export interface RuleSpec {
  readonly source: AddressTest | undefined;
  readonly destination: AddressTest | undefined;
  readonly input: DeviceTest | undefined;
  readonly output: DeviceTest | undefined;
  readonly protocol: ProtocolTest | undefined;
  /** Second and further fragments only; `wanted` false: all others. */
  readonly fragment: { readonly wanted: boolean } | undefined;
  readonly matches: readonly Match[];
  readonly target: Target;
  /** The rule in the words of its tool, without the chain; rules with equal words are equal. */
  readonly text: string;
}

export type PacketTest = (context: PacketContext, hook: HookName) => boolean;

/** A rule in a chain. */
export interface Rule {
  readonly spec: RuleSpec;
  readonly tests: readonly PacketTest[];
  packets: number;
  bytes: number;
}

export type Chain = ChainOf<Rule, HookName>;

export type TableName = "filter" | "mangle" | "nat" | "raw" | "security";

export interface Table {
  readonly name: TableName;
  readonly chains: Map<string, Chain>;
}
