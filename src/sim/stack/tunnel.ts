/**
 * IPIP tunnels (RFC 2003): which device takes a packet that arrives wrapped, and how one is wrapped on the
 * way out.
 *
 * Order of the search for a device and treatment of TTL, TOS and DF as in Linux 6.1. Leaves out GRE, GUE and
 * tunnels bound to an underlying device.
 */

import type { Nanos } from "../engine/time.ts";
import { anyAddress, type Ipv4Address } from "../wire/address.ts";
import { icmpTypes, unreachableCodes } from "../wire/icmp.ts";
import { type Ipv4Packet, ipv4, protocols } from "../wire/ipv4.ts";
import { drop } from "./drop.ts";
import { sendError } from "./icmp-error.ts";
import { receivePacket } from "./input.ts";
import type { Interface } from "./interface.ts";
import { nextIpId } from "./ip-id.ts";
import { sendRouted } from "./output.ts";
import { originated, type PacketContext, received } from "./packet-context.ts";
import { pathMtu } from "./path-cache.ts";
import { mergeSegments } from "./receive-merge.ts";
import type { ResolvedRoute } from "./route.ts";
import { outputRoute } from "./route-lookup.ts";
import type { Stack } from "./stack.ts";
import { dropFor } from "./verdict.ts";

/** One tunnel device. 0 as an address: any. */
export interface Tunnel {
  readonly interface: Interface;
  readonly local: Ipv4Address;
  readonly remote: Ipv4Address;
  /** 0: that of the inner packet. */
  readonly ttl: number;
  /** 1: that of the inner packet; otherwise the value itself. */
  readonly tos: number;
  /** Sets DF on outer packets. */
  readonly pathMtuDiscovery: boolean;
}

/** An inner packet that waits to be handed to IP. */
interface Unwrapped {
  readonly tunnel: Tunnel;
  readonly packet: Ipv4Packet;
  /** When it came, as an order number of the simulation. */
  readonly stamp: number;
}

export interface TunnelTable {
  readonly tunnels: Tunnel[];
  /** Inner packets of outer ones that came in fragments, until this moment's other frames are dealt with. */
  batch: Unwrapped[];
  /** Sends what is routed into a tunnel device; given when the node is put together. */
  readonly transmit: (stack: Stack, context: PacketContext) => void;
}

export const overhead = 20;

/** Takes a packet whose payload is a packet; registered for protocol 4 when the ipip module is loaded. */
export function receiveTunnelled(stack: Stack, context: PacketContext): void {
  const { packet } = context;
  const inner = packet.payload;
  const tunnel = tunnelFor(stack, packet);
  if (tunnel === undefined || inner.kind !== "ipv4") {
    drop(stack, context, dropFor("no-tunnel-device"));
    sendError(stack, context, { type: icmpTypes.unreachable, code: unreachableCodes.port, rest: 0 });
    return;
  }
  const { device } = tunnel.interface;
  device.counters.rxPackets++;
  device.counters.rxBytes += inner.length;
  const unwrapped = withCongestionMark(inner, packet.tos);
  if (stack.simulation.traced) {
    const { name: node } = stack;
    stack.simulation.emit({ kind: "packet-decapsulated", node, device: device.name, packet: unwrapped });
  }
  if (context.wasReassembled) batchUp(stack, tunnel, unwrapped);
  else handToIp(stack, tunnel, { packet: unwrapped, isMerged: false });
}

function handToIp(
  stack: Stack,
  { interface: iface }: Tunnel,
  { packet, isMerged }: { readonly packet: Ipv4Packet; readonly isMerged: boolean },
  stamp?: number,
): void {
  const { device } = iface;
  // Nobody computes the checksum of a merged segment anew: IP knows that those of the parts were right.
  const shown = isMerged ? withWrongChecksum(packet) : packet;
  for (const tap of device.taps) tap("in", shown, device, stamp);
  receivePacket(stack, received(packet, iface, undefined, "host"));
}

const withWrongChecksum = (packet: Ipv4Packet): Ipv4Packet =>
  packet.payload.kind === "tcp" ? { ...packet, payload: { ...packet.payload, checksumOk: false } } : packet;

/**
 * Packets whose outer ones were put together from fragments pass through a queue that is emptied after
 * the frames that came with them; on the way neighbouring segments are merged. (Those that came whole
 * skip it, as they do where a capture holds a copy of them.)
 */
function batchUp(stack: Stack, tunnel: Tunnel, packet: Ipv4Packet): void {
  const { batch } = stack.tunnels;
  batch.push({ tunnel, packet, stamp: stack.simulation.nextOrder() });
  if (batch.length === 1) stack.simulation.after(0 as Nanos, emptyBatch, stack);
}

function emptyBatch(stack: Stack): void {
  const { batch } = stack.tunnels;
  const { cause } = stack.simulation;
  stack.tunnels.batch = [];
  for (const tunnel of new Set(batch.map((unwrapped) => unwrapped.tunnel))) {
    for (const merged of mergeSegments(batch.filter((unwrapped) => unwrapped.tunnel === tunnel))) {
      stack.simulation.cause = cause;
      handToIp(stack, tunnel, merged, merged.stamp);
    }
  }
}

/**
 * The device for an outer packet: both ends named, then the remote one, then the local one, then any (tunl0).
 */
function tunnelFor(stack: Stack, { src, dst }: Ipv4Packet): Tunnel | undefined {
  const up = stack.tunnels.tunnels.filter((tunnel) => tunnel.interface.device.isUp);
  return (
    up.find(({ local, remote }) => local === dst && remote === src) ??
    up.find(({ local, remote }) => local === anyAddress && remote === src) ??
    up.find(({ local, remote }) => local === dst && remote === anyAddress) ??
    up.find(({ local, remote }) => local === anyAddress && remote === anyAddress)
  );
}

/** RFC 6040: congestion met by the outer packet is marked on an inner one that can carry the mark. */
function withCongestionMark(inner: Ipv4Packet, outerTos: number): Ipv4Packet {
  const isMarked = (outerTos & 3) === 3 && (inner.tos & 3) !== 0 && (inner.tos & 3) !== 3;
  return isMarked ? { ...inner, tos: inner.tos | 3 } : inner;
}

/** Wraps `context.packet`, which is routed into a tunnel device, and sends it on its outer way. */
export function transmitThroughTunnel(stack: Stack, context: PacketContext): void {
  const { packet, route } = context;
  const tunnel = stack.tunnels.tunnels.find((candidate) => candidate.interface === route?.output);
  if (tunnel === undefined || route === undefined) return;
  const { device } = tunnel.interface;
  if (!device.isUp) {
    drop(stack, context, dropFor("device-down"));
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
  const mtu = tunnel.pathMtuDiscovery ? pathMtu(stack, remote, outer) - overhead : deviceMtu;
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
  const wrapped = ipv4({
    origin: packet.origin,
    src: tunnel.local === anyAddress ? outer.source : tunnel.local,
    dst: remote,
    protocol: protocols.ipip,
    payload: packet,
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
