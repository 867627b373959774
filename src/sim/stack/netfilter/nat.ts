/**
 * Network address translation on the hooks: the nat table is asked for the first packet of a flow, and every
 * packet of the flow, in either direction, is rewritten by what was decided then.
 *
 * Follows nf_nat of Linux 6.1: destinations change on arrival, sources on departure; for replies the other
 * way round. ICMP errors get the packet they quote translated back.
 */

import { icmpTypes } from "#sim/wire/icmp";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import { type HookName, hookPriorities, register } from "../hooks.ts";
import type { PacketContext } from "../packet-context.ts";
import type { Stack } from "../stack.ts";
import { accept, dropFor, type Verdict } from "../verdict.ts";
import { bind, unchanged } from "./binding.ts";
import type { FlowEntry, FlowTuple } from "./conntrack.ts";
import { inverse, isAboutAnother } from "./flow-tuple.ts";
import { reroute } from "./reroute.ts";
import { type NatEnd, withAddress, withEnd, withQuotedEnd } from "./rewrite.ts";
import { startTracking } from "./track.ts";

/** Asks the nat table about the first packet of a flow on one hook; targets there bind the flow. */
export type NatRules = (hook: HookName, context: PacketContext) => Verdict;

const natHooks: readonly { readonly hook: HookName; readonly end: NatEnd; readonly priority: number }[] = [
  { hook: "prerouting", end: "destination", priority: hookPriorities.destinationNat },
  { hook: "local-in", end: "source", priority: hookPriorities.sourceNat },
  { hook: "local-out", end: "destination", priority: hookPriorities.destinationNat },
  { hook: "postrouting", end: "source", priority: hookPriorities.sourceNat },
];

/** Makes this node translate addresses by `rules`, with conntrack as its memory. */
export function startNat(stack: Stack, rules: NatRules): void {
  startTracking(stack);
  for (const { hook, end, priority } of natHooks) {
    const handle = (context: PacketContext): Verdict => {
      const { flow, packet } = context;
      if (flow === undefined) return accept;
      if (isFirst(flow, context)) {
        const verdict = decide(stack, { hook, end, flow, rules }, context);
        if (verdict.kind !== "accept") return verdict;
      }
      const isQuoting = isAboutAnother(packet);
      if (isQuoting && misleads(flow, packet)) return dropFor("firewall", redirectRule);
      const rewritten = isQuoting ? translateError(flow, end, context) : translate(flow, end, context);
      return rewritten === packet ? accept : replace(stack, { hook, end }, context, rewritten);
    };
    register(stack.hooks, hook, { name: "nat", priority, handle });
  }
}

const redirectRule = { name: "nat", value: "ICMP redirect about a translated flow", from: "nat" };

/** A redirect would make two hosts talk past the translation, with addresses that mean nothing to them. */
const misleads = ({ nat }: FlowEntry, { payload }: Ipv4Packet): boolean =>
  payload.kind === "icmp" &&
  payload.type === icmpTypes.redirect &&
  (nat.sourceChanged || nat.destinationChanged || !nat.sourceDecided || !nat.destinationDecided);

/** Rules are only asked about packets of a flow that has not been answered yet. */
const isFirst = (flow: FlowEntry, { flowIsReply, packet }: PacketContext): boolean =>
  !flowIsReply && !flow.seenReply && !isAboutAnother(packet);

interface Decision {
  readonly hook: HookName;
  readonly end: NatEnd;
  readonly flow: FlowEntry;
  readonly rules: NatRules;
}

function decide(stack: Stack, { hook, end, flow, rules }: Decision, context: PacketContext): Verdict {
  if (isDecided(flow, end) || flow.isConfirmed) return accept;
  const verdict = rules(hook, context);
  if (verdict.kind === "accept" && !isDecided(flow, end)) bind(flow, end, unchanged, natRandom(stack));
  return verdict;
}

const isDecided = ({ nat }: FlowEntry, end: NatEnd): boolean =>
  end === "source" ? nat.sourceDecided : nat.destinationDecided;

/** The stream of random numbers that ports are drawn from. */
export const natRandom = ({ simulation, name }: Stack) => simulation.random(`nat ${name}`);

/** A reply has the end translated that the original packets have opposite. */
const concerns = ({ nat }: FlowEntry, end: NatEnd, isReply: boolean): boolean =>
  (end === "source") === isReply ? nat.destinationChanged : nat.sourceChanged;

function translate(flow: FlowEntry, end: NatEnd, { packet, flowIsReply }: PacketContext): Ipv4Packet {
  if (!concerns(flow, end, flowIsReply)) return packet;
  const target = inverse(flowIsReply ? flow.original : flow.reply);
  return isAlready(packet, end, target) ? packet : withEnd(packet, end, target);
}

function isAlready({ src, dst, payload }: Ipv4Packet, end: NatEnd, target: FlowTuple): boolean {
  if (end === "source" ? src !== target.src : dst !== target.dst) return false;
  if (payload.kind === "icmp") return payload.rest >>> 16 === target.srcPort;
  if (payload.kind !== "tcp" && payload.kind !== "udp") return true;
  return end === "source" ? payload.srcPort === target.srcPort : payload.dstPort === target.dstPort;
}

/**
 * Outside the error goes like any packet of its direction; inside, the packet that it is about went against
 * it.
 */
function translateError(flow: FlowEntry, end: NatEnd, { packet, flowIsReply }: PacketContext): Ipv4Packet {
  if (!concerns(flow, end, flowIsReply)) return packet;
  const quoted = flowIsReply ? flow.original : flow.reply;
  const target = inverse(quoted);
  const inside = withQuotedEnd(packet, end === "source" ? "destination" : "source", quoted);
  return withAddress(inside, end, end === "source" ? target.src : target.dst);
}

function replace(
  stack: Stack,
  { hook, end }: { readonly hook: HookName; readonly end: NatEnd },
  context: PacketContext,
  after: Ipv4Packet,
): Verdict {
  const { simulation, name: node } = stack;
  const before = context.packet;
  context.packet = after;
  if (simulation.traced) {
    simulation.emit({
      kind: "packet-rewritten",
      node,
      before,
      after,
      by: end === "source" ? "snat" : "dnat",
    });
  }
  return hook === "local-out" && before.dst !== after.dst ? reroute(stack, context) : accept;
}
