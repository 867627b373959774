/**
 * A packet leaves: local-out, postrouting, fragments where it is too big, and then the neighbour or the
 * tunnel.
 */

import { isTunnel, transmit } from "../link/device.ts";
import { zeroMac } from "../wire/address.ts";
import { ethernet } from "../wire/ethernet.ts";
import { fragments } from "../wire/fragment.ts";
import { icmpTypes, unreachableCodes } from "../wire/icmp.ts";
import type { Ipv4Packet } from "../wire/ipv4.ts";
import { drop } from "./drop.ts";
import { run } from "./hooks.ts";
import { sendError } from "./icmp-error.ts";
import { resolveAndSend } from "./neighbour.ts";
import { originated, type PacketContext } from "./packet-context.ts";
import { isPathLocked, pathMtu } from "./path-cache.ts";
import type { ResolvedRoute } from "./route.ts";
import { formatRoute } from "./route-format.ts";
import { announceRoute } from "./route-lookup.ts";
import type { Stack } from "./stack.ts";
import { dropFor } from "./verdict.ts";

/**
 * Sends a packet that this node made. `route` comes from `outputRoute`; the packet's source is already
 * chosen. `mark` is the firewall mark of the sending socket. Answers whether it left: the hooks let it
 * go, and it was not too long.
 */
export function send(stack: Stack, packet: Ipv4Packet, route: ResolvedRoute, mark = 0): boolean {
  const context = originated(packet, mark);
  context.route = route;
  context.output = route.output;
  if (stack.simulation.traced) announceRoute(stack, "output", packet, route);
  return sendRouted(stack, context);
}

/**
 * Sends a datagram, an ICMP message or a segment of no socket; answers whether it left. One that a hook keeps
 * is counted as discarded, and its sender is told.
 */
export function sendDatagram(stack: Stack, packet: Ipv4Packet, route: ResolvedRoute, mark = 0): boolean {
  const hasLeft = send(stack, packet, route, mark);
  if (!hasLeft) stack.snmp.IpOutDiscards++;
  return hasLeft;
}

/** Sends what has a route from local-out on. IPVS sends rewritten packets this way too. */
export function sendRouted(stack: Stack, context: PacketContext): boolean {
  const verdict = run(stack.hooks["local-out"], context);
  if (verdict.kind === "drop") drop(stack, context, verdict);
  return verdict.kind === "accept" ? finish(stack, context) : verdict.kind !== "drop";
}

/** From postrouting on: the last thing that own and forwarded packets have in common. */
export function finish(stack: Stack, context: PacketContext): boolean {
  stack.snmp.IpOutRequests++;
  const verdict = run(stack.hooks.postrouting, context);
  if (verdict.kind === "drop") drop(stack, context, verdict);
  return verdict.kind === "accept" ? transmitVia(stack, context) : verdict.kind !== "drop";
}

/**
 * Past postrouting: in fragments if it must be, to whoever is next on the way. What came in fragments leaves
 * in such again, none longer than the longest of them: its sender may know of a narrow link behind this node.
 * Answers whether it was not too long.
 */
export function transmitVia(stack: Stack, context: PacketContext): boolean {
  const { packet, route } = context;
  if (route === undefined) return true;
  stack.snmp.IpExtOutOctets += context.input === undefined ? packet.length : 0;
  const mtu =
    context.input === undefined ? pathMtu(stack, packet.dst, route) : forwardMtu(stack, packet, route);
  const { largestPiece } = context;
  if (packet.length <= mtu && largestPiece === 0) {
    toNextHop(stack, context, route);
    return true;
  }
  if (packet.dontFragment && packet.length > mtu) {
    refuseTooBig(stack, context, mtu);
    return false;
  }
  sendInFragments(stack, context, largestPiece === 0 ? mtu : Math.min(mtu, largestPiece));
  return true;
}

function toNextHop(stack: Stack, context: PacketContext, route: ResolvedRoute): void {
  const { device } = route.output;
  if (device.kind === "loopback") {
    const frame = ethernet(zeroMac, zeroMac, context.packet);
    if (context.mark !== 0 || context.ipvsHandled || context.untracked) stack.looped.set(frame, context);
    transmit(device, frame, stack.simulation);
    return;
  }
  if (isTunnel(device)) {
    stack.tunnels.transmit(stack, context);
    return;
  }
  resolveAndSend(stack, context);
}

function sendInFragments(stack: Stack, context: PacketContext, mtu: number): void {
  const { packet, route } = context;
  const { snmp, simulation } = stack;
  if (route === undefined) return;
  const pieces = fragments(packet, mtu);
  snmp.IpFragOKs++;
  if (simulation.traced) {
    simulation.emit({ kind: "packet-fragmented", node: stack.name, packet, count: pieces.length });
  }
  const { cause } = simulation;
  for (const piece of pieces) {
    snmp.IpFragCreates++;
    simulation.cause = cause;
    toNextHop(stack, { ...context, packet: piece }, route);
  }
}

/**
 * What may be passed on in one piece: the MTU of the route; also what ICMP told of the path, where
 * ip_forward_use_pmtu says so or the path is narrower than is believed.
 */
export function forwardMtu(stack: Stack, { dst }: Ipv4Packet, route: ResolvedRoute): number {
  if (stack.paths.byDestination.size === 0) return linkMtu(route);
  const isHeeded = stack.sysctl.global.ip_forward_use_pmtu !== 0 || isPathLocked(stack, dst);
  return isHeeded ? pathMtu(stack, dst, route) : linkMtu(route);
}

/** What may leave by a route in one piece: the MTU of its device or, where it is smaller, its own. */
const linkMtu = ({ route, output }: ResolvedRoute): number =>
  route.mtu > 0 ? Math.min(route.mtu, output.device.mtu) : output.device.mtu;

/**
 * Ends a packet that is too long for its way and must not be fragmented, and tells its sender how long it
 * may be.
 */
export function refuseTooBig(stack: Stack, context: PacketContext, mtu: number): void {
  stack.snmp.IpFragFails++;
  const { route, output } = context.route ?? {};
  const from = route?.mtu === mtu ? formatRoute(route) : `${output?.device.name} mtu`;
  drop(stack, context, dropFor("needs-fragmentation", { name: "mtu", value: mtu, from }));
  const { unreachable } = icmpTypes;
  sendError(stack, context, { type: unreachable, code: unreachableCodes.fragmentationNeeded, rest: mtu });
}
