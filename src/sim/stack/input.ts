/**
 * A frame or a packet arrives: who is it for, what does prerouting say, is it for this node or to be passed
 * on?
 *
 * Order of tests as in Linux 6.1's receive path. Leaves out source routing and early demultiplexing: every
 * packet is routed anew, which differs only for an established socket just after a bare change of rp_filter.
 */

import { receive, tellDropped } from "../link/device.ts";
import { broadcastMac, isGroupMac, isMulticast } from "../wire/address.ts";
import { type EthernetFrame, ethernet } from "../wire/ethernet.ts";
import type { Ipv4Packet } from "../wire/ipv4.ts";
import { receiveArp } from "./arp.ts";
import { deliverLocally } from "./delivery.ts";
import { drop } from "./drop.ts";
import { forward } from "./forward.ts";
import { run } from "./hooks.ts";
import { sendError, tellSuppressed } from "./icmp-error.ts";
import { allowRouteError } from "./icmp-limits.ts";
import type { Interface } from "./interface.ts";
import { type LinkDestination, type PacketContext, received } from "./packet-context.ts";
import { type InputDecision, inputRoute, loopbackRoute } from "./route-lookup.ts";
import type { Stack } from "./stack.ts";
import { decidingEither, eitherSetting } from "./sysctl-rules.ts";
import { dropFor } from "./verdict.ts";

/** Takes a frame from a device that is up. Set as the device's `onFrame` when the node is assembled. */
export function receiveFrame(stack: Stack, iface: Interface, frame: EthernetFrame): void {
  const { payload } = frame;
  if (frame.vlan !== undefined && frame.vlan.id !== 0) {
    receiveTagged(stack, iface, frame);
    return;
  }
  if (payload.kind === "other") return;
  if (payload.kind === "arp") {
    receiveArp(stack, iface, frame);
    return;
  }
  const linkDestination = linkDestinationOf(frame, iface);
  const context = received(payload, iface, frame, linkDestination);
  if (iface === stack.loopback) takeLooped(stack, context, frame);
  if (linkDestination === "otherhost") {
    drop(stack, context, dropFor("other-host"));
    return;
  }
  receivePacket(stack, context);
}

/** What was noted of a packet stays with it when it comes back by loopback. */
function takeLooped(stack: Stack, context: PacketContext, frame: EthernetFrame): void {
  const sent = stack.looped.get(frame);
  if (sent === undefined) return;
  context.mark = sent.mark;
  context.ipvsHandled = sent.ipvsHandled;
  context.untracked = sent.untracked;
}

/** A tagged frame belongs to the VLAN device of that number above this one; without one, to nobody. */
function receiveTagged(stack: Stack, iface: Interface, frame: EthernetFrame): void {
  for (const { device } of stack.interfaces.values()) {
    if (device.vlan?.lower !== iface.device || device.vlan.id !== frame.vlan?.id) continue;
    receive(device, ethernet(frame.dst, frame.src, frame.payload), stack.simulation);
    return;
  }
  tellDropped(iface.device, frame, { reason: "no-vlan-device" }, stack.simulation);
}

/** Takes a packet that a device or a tunnel hands to IP: sanity, prerouting, routing, and on. */
export function receivePacket(stack: Stack, context: PacketContext): void {
  const { packet } = context;
  count(stack, packet);
  if (!packet.checksumOk) {
    stack.snmp.IpInHdrErrors++;
    stack.snmp.IpExtInCsumErrors++;
    drop(stack, context, dropFor("bad-ip-header"));
    return;
  }
  const verdict = run(stack.hooks.prerouting, context);
  if (verdict.kind === "drop") drop(stack, context, verdict);
  if (verdict.kind === "accept") routeIn(stack, context);
}

function routeIn(stack: Stack, context: PacketContext): void {
  const decision =
    context.input === stack.loopback ? loopbackRoute(stack, context) : inputRoute(stack, context);
  if (decision.kind === "broadcast") stack.snmp.IpExtInBcastPkts++;
  switch (decision.kind) {
    case "local":
    case "broadcast":
      context.route = decision.route;
      if (isStray(stack, context)) return;
      deliverLocally(stack, context);
      return;
    case "forward":
      context.route = decision.route;
      context.output = decision.route.output;
      if (isStray(stack, context)) return;
      forward(stack, context);
      return;
    case "refused":
      refuse(stack, context, decision);
  }
}

function refuse(
  stack: Stack,
  context: PacketContext,
  { drop: verdict, icmp }: Extract<InputDecision, { readonly kind: "refused" }>,
): void {
  const { packet } = context;
  drop(stack, context, verdict);
  if (icmp === undefined) return;
  if (allowRouteError(stack, packet.src)) {
    sendError(stack, context, { type: icmp.type, code: icmp.code, rest: 0 });
    return;
  }
  const value = stack.sysctl.global.route_error_cost;
  tellSuppressed(stack, packet, icmp, { name: "error_cost", value, from: "net.ipv4.route.error_cost" });
}

/**
 * RFC 1122 section 3.3.6: a packet for one host in a frame for many is suspicious; a switch says whether
 * to care.
 */
function isStray(stack: Stack, context: PacketContext): boolean {
  const { linkDestination, input, route } = context;
  if (linkDestination === "host" || input === undefined) return false;
  if (route?.type === "broadcast" || route?.type === "multicast") return false;
  if (!eitherSetting(stack, input, "drop_unicast_in_l2_multicast")) return false;
  const setting = decidingEither(stack, input, "drop_unicast_in_l2_multicast");
  drop(stack, context, dropFor("unicast-in-broadcast-frame", setting));
  return true;
}

function count(stack: Stack, packet: Ipv4Packet): void {
  const { snmp } = stack;
  snmp.IpInReceives++;
  snmp.IpExtInOctets += packet.length;
  if (isMulticast(packet.dst)) snmp.IpExtInMcastPkts++;
}

function linkDestinationOf(frame: EthernetFrame, iface: Interface): LinkDestination {
  if (frame.dst === iface.device.mac) return "host";
  if (frame.dst === broadcastMac) return "broadcast";
  if (isGroupMac(frame.dst)) return "multicast";
  return "otherhost";
}
