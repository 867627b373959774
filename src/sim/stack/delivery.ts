/**
 * A packet is for this node: put fragments together, ask local-in, hand it to its protocol.
 */

import { icmpTypes, unreachableCodes } from "../wire/icmp.ts";
import type { Ipv4Packet } from "../wire/ipv4.ts";
import { isFragment } from "../wire/ipv4.ts";
import { drop } from "./drop.ts";
import { run } from "./hooks.ts";
import { sendError } from "./icmp-error.ts";
import type { PacketContext } from "./packet-context.ts";
import { deliverRaw } from "./raw-socket.ts";
import { addFragment } from "./reassembly.ts";
import type { Stack } from "./stack.ts";
import { dropFor } from "./verdict.ts";

/** Delivers a packet whose route is local or broadcast. */
export function deliverLocally(stack: Stack, context: PacketContext): void {
  if (isFragment(context.packet)) {
    const whole = addFragment(stack, context);
    if (whole === undefined) return;
    context.packet = whole;
  }
  const verdict = run(stack.hooks["local-in"], context);
  if (verdict.kind === "drop") drop(stack, context, verdict);
  if (verdict.kind === "accept") handToProtocol(stack, context);
}

/** Hands a packet to its protocol, past local-in: IPVS does so for a destination that is this node itself. */
export function handToProtocol(stack: Stack, context: PacketContext): void {
  const { packet } = context;
  const taken = deliverRaw(stack, context);
  const handler = stack.protocols.get(packet.protocol);
  if (handler === undefined && !taken) {
    refuseProtocol(stack, context);
    return;
  }
  stack.snmp.IpInDelivers++;
  if (stack.simulation.traced) announce(stack, packet);
  handler?.(context);
}

function announce(stack: Stack, packet: Ipv4Packet): void {
  stack.simulation.emit({ kind: "packet-delivered", node: stack.name, packet });
}

function refuseProtocol(stack: Stack, context: PacketContext): void {
  stack.snmp.IpInUnknownProtos++;
  drop(stack, context, dropFor("no-protocol"));
  sendError(stack, context, { type: icmpTypes.unreachable, code: unreachableCodes.protocol, rest: 0 });
}
