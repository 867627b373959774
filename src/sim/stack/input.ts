/**
 * A frame or a packet arrives: who is it for, what does prerouting say, is it for this node or to be passed
 * on?
 *
 * Order of tests as in Linux 6.1's receive path. Leaves out source routing and early demultiplexing: every
 * packet is routed anew, which differs only for an established socket just after a bare change of rp_filter.
 */

import { receive } from "../link/device.ts";
import { broadcastAddress, broadcastMac, isGroupMac, isMulticast } from "../wire/address.ts";
import { type EthernetFrame, ethernet } from "../wire/ethernet.ts";
import type { Ipv4Packet } from "../wire/ipv4.ts";
import { receiveArp } from "./arp.ts";
import { deliverLocally } from "./delivery.ts";
import { drop } from "./drop.ts";
import { forward } from "./forward.ts";
import { run } from "./hooks.ts";
import { sendError } from "./icmp-error.ts";
import { allowRouteError } from "./icmp-limits.ts";
import type { Interface } from "./interface.ts";
import { type LinkDestination, type PacketContext, received } from "./packet-context.ts";
import { inputRoute, loopbackRoute } from "./route-lookup.ts";
import type { Stack } from "./stack.ts";
import { dropFor } from "./verdict.ts";

/** Takes a frame from a device that is up. Set as the device's `onFrame` when the node is assembled. */
export function receiveFrame(stack: Stack, iface: Interface, frame: EthernetFrame): void {
  const { payload } = frame;
  if (frame.vlan !== undefined) {
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
  if (linkDestination === "otherhost") {
    drop(stack, context, dropFor("other-host"));
    return;
  }
  receivePacket(stack, context);
}

/** A tagged frame belongs to the VLAN device of that number above this one; without one, to nobody. */
function receiveTagged(stack: Stack, iface: Interface, frame: EthernetFrame): void {
  for (const { device } of stack.interfaces.values()) {
    if (device.vlan?.lower !== iface.device || device.vlan.id !== frame.vlan?.id) continue;
    receive(device, ethernet(frame.dst, frame.src, frame.payload), stack.simulation);
  }
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
  switch (decision.kind) {
    case "local":
    case "broadcast":
      context.route = decision.route;
      deliverLocally(stack, context);
      return;
    case "forward":
      context.route = decision.route;
      context.output = decision.route.output;
      forward(stack, context);
      return;
    case "refused":
      drop(stack, context, decision.drop);
      if (decision.icmp === undefined) return;
      if (!allowRouteError(stack, context.packet.src)) return;
      sendError(stack, context, { type: decision.icmp.type, code: decision.icmp.code, rest: 0 });
  }
}

function count(stack: Stack, packet: Ipv4Packet): void {
  const { snmp } = stack;
  snmp.IpInReceives++;
  snmp.IpExtInOctets += packet.length;
  if (packet.dst === broadcastAddress) snmp.IpExtInBcastPkts++;
  if (isMulticast(packet.dst)) snmp.IpExtInMcastPkts++;
}

function linkDestinationOf(frame: EthernetFrame, iface: Interface): LinkDestination {
  if (frame.dst === iface.device.mac) return "host";
  if (frame.dst === broadcastMac) return "broadcast";
  if (isGroupMac(frame.dst)) return "multicast";
  return "otherhost";
}
