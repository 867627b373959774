/**
 * Conntrack at work on a node's packets: each gets its flow where it enters the stack, and a new flow is
 * entered in the table where its first packet leaves it.
 *
 * Fragments are put together first, as nf_defrag_ipv4 does. Times as in Linux 6.1 (nf_conntrack-sysctl.rst).
 */

import { type Nanos, seconds } from "#sim/engine/time";
import { type Ipv4Packet, isFragment, protocols } from "#sim/wire/ipv4";
import type { TcpSegment } from "#sim/wire/tcp";
import { type HookName, hookPriorities, register } from "../hooks.ts";
import type { PacketContext } from "../packet-context.ts";
import { addFragment } from "../reassembly.ts";
import type { Stack } from "../stack.ts";
import { accept, dropFor, stolen, type Verdict } from "../verdict.ts";
import {
  confirm,
  type FlowEntry,
  type FlowSide,
  type FlowTuple,
  findFlow,
  forget,
  newFlow,
  refresh,
} from "./conntrack.ts";
import { firstState, hasPossibleFlags, noteSegment, stepOf, timeoutOf } from "./flow-tcp.ts";
import { beginsFlow, inverse, isAboutAnother, tupleOf } from "./flow-tuple.ts";
import type { FlowState } from "./rule.ts";

const udpTimeout = seconds(30);
const udpStreamTimeout = seconds(120);
/** A UDP flow that is answered still after this counts as a stream. */
const udpStreamAfter = seconds(2);
const icmpTimeout = seconds(30);
const otherTimeout = seconds(600);

/** Makes conntrack look at every packet of this node from now on; doing so twice changes nothing. */
export function startTracking(stack: Stack): void {
  const { conntrack } = stack.netfilter;
  if (conntrack.isRunning) return;
  conntrack.isRunning = true;
  const { defragment, conntrack: priority, conntrackConfirm } = hookPriorities;
  const add = (hook: HookName, at: number, name: string, handle: (context: PacketContext) => Verdict): void =>
    register(stack.hooks, hook, { name, priority: at, handle });
  for (const hook of ["prerouting", "local-out"] as const) {
    add(hook, defragment, "defragment", (context) => defragmented(stack, context));
    add(hook, priority, "conntrack", (context) => track(stack, context));
  }
  for (const hook of ["local-in", "postrouting"] as const) {
    add(hook, conntrackConfirm, "conntrack", (context) => settle(stack, context));
  }
}

function defragmented(stack: Stack, context: PacketContext): Verdict {
  if (!isFragment(context.packet)) return accept;
  const whole = addFragment(stack, context);
  if (whole === undefined) return stolen;
  context.packet = whole;
  return accept;
}

/** What conntrack says of a packet that it has looked at. */
export function flowStateOf({ flow, flowIsReply, untracked, packet }: PacketContext): FlowState {
  if (untracked) return "UNTRACKED";
  if (flow === undefined) return "INVALID";
  if (isAboutAnother(packet)) return "RELATED";
  return flowIsReply || flow.seenReply ? "ESTABLISHED" : "NEW";
}

function track(stack: Stack, context: PacketContext): Verdict {
  if (context.flow !== undefined || context.untracked) return accept;
  const { packet } = context;
  const side = isAboutAnother(packet) ? relatedFlow(stack, packet) : ownFlow(stack, packet);
  if (side === undefined) return accept;
  context.flow = side.flow;
  context.flowIsReply = side.isReply;
  return accept;
}

/** The flow that an ICMP error is about; it goes against the packet that it quotes. */
function relatedFlow({ netfilter }: Stack, { payload }: Ipv4Packet): FlowSide | undefined {
  const { conntrack } = netfilter;
  if (payload.kind !== "icmp" || payload.quote === undefined) return undefined;
  if (conntrack.attached !== undefined) return against(conntrack.attached);
  const quoted = tupleOf(payload.quote);
  return quoted === undefined ? undefined : findFlow(conntrack, inverse(quoted));
}

const against = ({ flow, isReply }: FlowSide): FlowSide => ({ flow, isReply: !isReply });

function ownFlow(stack: Stack, packet: Ipv4Packet): FlowSide | undefined {
  const tuple = isSound(packet) ? tupleOf(packet) : undefined;
  if (tuple === undefined) return undefined;
  const found = findFlow(stack.netfilter.conntrack, tuple);
  return found === undefined ? begin(stack, packet, tuple) : follow(stack, packet, found);
}

/** A checksum that is wrong makes a packet belong to no flow (`nf_conntrack_checksum`). */
const isSound = ({ payload }: Ipv4Packet): boolean => !("checksumOk" in payload) || payload.checksumOk;

function begin(stack: Stack, { payload }: Ipv4Packet, tuple: FlowTuple): FlowSide | undefined {
  const { conntrack } = stack.netfilter;
  const { now } = stack.simulation;
  if (payload.kind === "icmp" && !beginsFlow(payload)) return undefined;
  if (payload.kind !== "tcp") {
    const flow = newFlow(conntrack, tuple, undefined, now);
    flow.timeout = plainTimeout(flow, now);
    return { flow, isReply: false };
  }
  const state = hasPossibleFlags(payload.flags) ? firstState(payload) : undefined;
  if (state === undefined) return undefined;
  const flow = newFlow(conntrack, tuple, { state, hasClosed: false, lastWasReset: false }, now);
  flow.timeout = timeoutOf(state);
  return { flow, isReply: false };
}

/** A further packet of a known flow. Answers what it belongs to, if anything. */
function follow(stack: Stack, packet: Ipv4Packet, side: FlowSide): FlowSide | undefined {
  const { flow, isReply } = side;
  const { simulation } = stack;
  const { payload } = packet;
  if (flow.tcp !== undefined && payload.kind === "tcp") return followTcp(stack, packet, payload, side);
  if (flow.original.protocol === protocols.udp && flow.seenReply) {
    flow.isAssured ||= simulation.now - flow.began > udpStreamAfter;
  }
  refresh(flow, plainTimeout(flow, simulation.now), simulation);
  if (isReply) flow.seenReply = true;
  return side;
}

function plainTimeout({ original, seenReply, began }: FlowEntry, now: Nanos): Nanos {
  if (original.protocol === protocols.icmp) return icmpTimeout;
  if (original.protocol !== protocols.udp) return otherTimeout;
  return seenReply && now - began > udpStreamAfter ? udpStreamTimeout : udpTimeout;
}

function followTcp(
  stack: Stack,
  packet: Ipv4Packet,
  segment: TcpSegment,
  side: FlowSide,
): FlowSide | undefined {
  const { flow, isReply } = side;
  const { tcp } = flow;
  if (tcp === undefined || !hasPossibleFlags(segment.flags)) return undefined;
  const step = stepOf(tcp, segment, isReply);
  if (step === "invalid") return undefined;
  if (step === "ignored") return side;
  if (step === "reopens") {
    const { original, reply } = flow;
    forget(flow);
    return begin(stack, packet, isReply ? reply : original);
  }
  const before = tcp.state;
  // Who asks again and again does not keep an entry alive, nor what an earlier rule made of it.
  if (before === "SYN_SENT" && step === "SYN_SENT" && !flow.seenReply) return side;
  tcp.state = step;
  noteSegment(tcp, segment);
  // An attempt that was refused at once leaves nothing behind.
  if (tcp.lastWasReset && !flow.seenReply) {
    forget(flow);
    return side;
  }
  const wasOpen = before === "SYN_RECV" || before === "ESTABLISHED";
  if (flow.seenReply && wasOpen && step === "ESTABLISHED") flow.isAssured = true;
  refresh(flow, timeoutOf(step), stack.simulation);
  if (isReply) flow.seenReply = true;
  return side;
}

/** The first packet of a flow has come through: the flow is entered. */
function settle(stack: Stack, context: PacketContext): Verdict {
  const { flow, flowIsReply, packet } = context;
  if (flow === undefined || flow.isConfirmed || flowIsReply || isAboutAnother(packet)) return accept;
  if (confirm(flow, stack.simulation)) return accept;
  return dropFor("firewall", { name: "conntrack", value: "flow clash", from: "conntrack" });
}
