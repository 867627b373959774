/**
 * Packets that are routed into a tunnel device: wrapped, and sent on their outer way.
 *
 * Treatment of TTL, TOS and DF as in Linux 6.1. Leaves out GRE devices that find their other end by the
 * neighbour table: without a remote end they send nothing.
 */

import { anyAddress, type Ipv4Address } from "../wire/address.ts";
import { gre } from "../wire/gre.ts";
import { encodeGue } from "../wire/gue.ts";
import { icmpTypes, unreachableCodes } from "../wire/icmp.ts";
import { type Ipv4Payload, ipv4, protocols } from "../wire/ipv4.ts";
import { encodePayload } from "../wire/packet.ts";
import { udpDatagram } from "../wire/udp.ts";
import { drop } from "./drop.ts";
import { flowSourcePort } from "./flow-port.ts";
import { sendError } from "./icmp-error.ts";
import { nextIpId } from "./ip-id.ts";
import { sendRouted } from "./output.ts";
import { originated, type PacketContext } from "./packet-context.ts";
import { pathMtu } from "./path-cache.ts";
import { hasPendingChecksum } from "./pending-checksum.ts";
import type { ResolvedRoute } from "./route.ts";
import { outputRoute } from "./route-lookup.ts";
import type { Stack } from "./stack.ts";
import { overheadOf, type Tunnel } from "./tunnel.ts";
import { dropFor } from "./verdict.ts";

/** Wraps `context.packet`, which is routed into a tunnel device, and sends it on its outer way. */
export function transmitThroughTunnel(stack: Stack, context: PacketContext): void {
  const { packet, route } = context;
  const tunnel = stack.tunnels.tunnels.find((candidate) => candidate.interface === route?.output);
  if (tunnel === undefined || route === undefined) return;
  const { device } = tunnel.interface;
  if (!device.isUp) {
    drop(stack, context, dropFor("device-down", { name: "state", value: "down", from: device.name }));
    return;
  }
  if (tunnel.kind === "gre" && tunnel.remote === anyAddress) {
    drop(stack, context, dropFor("neighbour-failed", { name: "remote", value: "any", from: device.name }));
    return;
  }
  for (const tap of device.taps) tap("out", packet, device);
  const remote = tunnel.remote === anyAddress ? route.nextHop : tunnel.remote;
  const way = outputRoute(
    stack,
    tunnel.local === anyAddress ? { dst: remote } : { dst: remote, src: tunnel.local },
  );
  if (!way.ok || way.route.output === tunnel.interface) {
    if (way.ok) device.counters.collisions++;
    device.counters.txErrors++;
    drop(stack, context, dropFor(way.ok ? "tunnel-loop" : "no-route"));
    return;
  }
  if (isTooBig(stack, context, { tunnel, outer: way.route, remote })) return;
  device.counters.txPackets++;
  device.counters.txBytes += packet.length;
  wrapAndSend(stack, context, { tunnel, outer: way.route, remote });
}

interface Way {
  readonly tunnel: Tunnel;
  readonly outer: ResolvedRoute;
  readonly remote: Ipv4Address;
}

function isTooBig(stack: Stack, context: PacketContext, { tunnel, outer, remote }: Way): boolean {
  const { packet } = context;
  const deviceMtu = tunnel.interface.device.mtu;
  const mtu = tunnel.pathMtuDiscovery ? pathMtu(stack, remote, outer) - overheadOf(tunnel) : deviceMtu;
  if (!packet.dontFragment || packet.length <= mtu) return false;
  tunnel.interface.device.counters.txErrors++;
  const from = `${outer.output.device.name} mtu`;
  drop(stack, context, dropFor("needs-fragmentation", { name: "mtu", value: mtu, from }));
  const { unreachable } = icmpTypes;
  sendError(stack, context, { type: unreachable, code: unreachableCodes.fragmentationNeeded, rest: mtu });
  return true;
}

function wrapAndSend(stack: Stack, context: PacketContext, { tunnel, outer, remote }: Way): void {
  const { packet } = context;
  const dontFragment = tunnel.pathMtuDiscovery || packet.dontFragment;
  const src = tunnel.local === anyAddress ? outer.source : tunnel.local;
  const wrapped = ipv4({
    origin: packet.origin,
    src,
    dst: remote,
    ...payloadOf(stack, context, tunnel),
    id: dontFragment ? 0 : nextIpId(stack),
    ttl: tunnel.ttl === 0 ? packet.ttl : tunnel.ttl,
    tos: tunnel.tos === 1 ? packet.tos : tunnel.tos | (packet.tos & 3),
    dontFragment,
  });
  if (stack.simulation.traced) {
    stack.simulation.emit({ kind: "packet-encapsulated", node: stack.name, inner: packet, outer: wrapped });
  }
  const next = originated(wrapped, 0);
  next.route = outer;
  next.output = outer.output;
  sendRouted(stack, next);
}

interface Carried {
  readonly protocol: number;
  readonly payload: Ipv4Payload;
}

/** What the outer packet carries: the packet itself, or with a header of GRE, UDP, GUE before it. */
function payloadOf(
  stack: Stack,
  context: PacketContext,
  { kind, outputChecksum, encapsulation }: Tunnel,
): Carried {
  const { packet } = context;
  const own: Carried =
    kind === "gre"
      ? { protocol: protocols.gre, payload: gre(packet, outputChecksum) }
      : { protocol: protocols.ipip, payload: packet };
  if (encapsulation === undefined) return own;
  const { type, sourcePort, destinationPort, hasChecksum, hasRemoteChecksum } = encapsulation;
  const isOffloaded = kind === "ipip" && hasRemoteChecksum && hasPendingChecksum(stack, context);
  const content = encodePayload({ ...packet, payload: own.payload });
  const payload = udpDatagram({
    srcPort: sourcePort === 0 ? flowSourcePort(stack, packet) : sourcePort,
    dstPort: destinationPort,
    payload: type === "gue" ? encodeGue(own.protocol, content, isOffloaded ? packet : undefined) : content,
    hasChecksum,
  });
  return { protocol: protocols.udp, payload };
}
