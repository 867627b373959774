/**
 * What the target of a rule does to a packet that matched.
 */

import type { DecidingSetting } from "#sim/link/link-events";
import { type Ipv4Address, isMulticast } from "#sim/wire/address";
import { withTos, withTtl } from "#sim/wire/ipv4";
import { scopes } from "../interface.ts";
import { logLine } from "../kernel-log.ts";
import type { PacketContext } from "../packet-context.ts";
import { selectSource } from "../source-address.ts";
import type { Stack } from "../stack.ts";
import { accept, dropFor } from "../verdict.ts";
import { bind } from "./binding.ts";
import { logLineOf } from "./log-line.ts";
import { clampMss } from "./mss.ts";
import { natRandom } from "./nat.ts";
import { sendRefusal } from "./reject.ts";
import type { NatEnd } from "./rewrite.ts";
import type { NatRange, RejectAnswer, Target } from "./rule.ts";
import type { Outcome, Passage } from "./walk.ts";

/** Where a walk stands: the rule, as a setting that decided something. */
type NameRule = () => DecidingSetting;

/** Does what a target says; jumps to chains are the walk's own. */
export function act(
  passage: Passage,
  target: Exclude<Target, { kind: "chain" }>,
  context: PacketContext,
  nameRule: NameRule,
): Outcome {
  const { stack } = passage;
  switch (target.kind) {
    case "count":
      return "continue";
    case "accept":
      return accept;
    case "drop":
      return dropFor("firewall", nameRule());
    case "return":
      return "return";
    case "reject":
      return refuse(stack, target.answer, context, nameRule);
    case "log":
      logLine(stack, logLineOf(target.prefix, context, passage.hook));
      return "continue";
    case "mark":
      context.mark = xmark(context.mark, target.value, target.mask);
      return "continue";
    case "flow-mark":
      markFlow(target, context);
      return "continue";
    case "dnat":
      return translate(stack, "destination", target.range, context);
    case "snat":
      return translate(stack, "source", target.range, context);
    case "masquerade":
      return masquerade(stack, target.range, context);
    case "redirect":
      return redirect(passage, target.range, context, nameRule);
    case "notrack":
      context.untracked = context.flow === undefined;
      return "continue";
    case "mss":
      clampMss(stack, context, target.size);
      return "continue";
    case "tos":
      context.packet = withTos(context.packet, (context.packet.tos & ~target.mask) ^ target.value);
      return "continue";
    case "ttl":
      context.packet = withTtl(context.packet, ttlAfter(context.packet.ttl, target));
      return "continue";
  }
}

/** Clears the bits of the mask, then flips those of the value. */
const xmark = (mark: number, value: number, mask: number): number => ((mark & ~mask) ^ value) >>> 0;

/** A time to live stays a byte: it neither wraps nor drops a packet by itself. */
function ttlAfter(ttl: number, { action, amount }: Extract<Target, { kind: "ttl" }>): number {
  switch (action) {
    case "set":
      return amount;
    case "increase":
      return Math.min(ttl + amount, 255);
    case "decrease":
      return Math.max(ttl - amount, 0);
  }
}

function refuse(stack: Stack, answer: RejectAnswer, context: PacketContext, nameRule: NameRule): Outcome {
  sendRefusal(stack, context, answer);
  return dropFor("rejected", nameRule());
}

function markFlow(target: Extract<Target, { kind: "flow-mark" }>, context: PacketContext): void {
  const { flow, mark } = context;
  if (flow === undefined) return;
  const { action, value, flowMask, packetMask } = target;
  switch (action) {
    case "set":
      flow.mark = xmark(flow.mark, value, flowMask);
      return;
    case "save":
      flow.mark = xmark(flow.mark, (mark & packetMask) >>> 0, flowMask);
      return;
    case "restore":
      context.mark = xmark(mark, (flow.mark & flowMask) >>> 0, packetMask);
  }
}

function translate(stack: Stack, end: NatEnd, range: NatRange, { flow }: PacketContext): Outcome {
  if (flow !== undefined && !flow.isConfirmed) bind(flow, end, range, natRandom(stack));
  return accept;
}

const only = (address: Ipv4Address): NatRange["addresses"] => ({ from: address, to: address });

/** The source becomes what this node would use itself towards the next hop. */
function masquerade(stack: Stack, range: NatRange, context: PacketContext): Outcome {
  const { output, route, packet } = context;
  if (output === undefined || packet.src === 0) return accept;
  const source = selectSource(stack, { output, target: route?.nextHop, scope: scopes.global });
  if (source === 0) return "continue";
  return translate(stack, "source", { ...range, addresses: only(source) }, context);
}

const loopbackAddress = 0x7f000001 as Ipv4Address;

/** The destination becomes this node itself: the first address of the device the packet came in by. */
function redirect(
  { stack, hook }: Passage,
  range: NatRange,
  context: PacketContext,
  nameRule: NameRule,
): Outcome {
  const { input, packet } = context;
  const own = hook === "local-out" ? loopbackAddress : input?.addresses[0]?.address;
  if (own === undefined || isMulticast(packet.dst)) return dropFor("firewall", nameRule());
  return translate(stack, "destination", { ...range, addresses: only(own) }, context);
}
