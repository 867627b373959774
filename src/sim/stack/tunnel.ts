/**
 * Tunnel devices (IPIP, RFC 2003, and GRE, RFC 2784): which one takes a packet that arrives wrapped, and
 * what it hands to IP.
 *
 * Order of the search for a device as in Linux 6.1. Leaves out keys and sequence numbers of GRE, and tunnels
 * bound to an underlying device. tunnel-output.ts wraps packets on the way out.
 */

import type { Nanos } from "../engine/time.ts";
import { anyAddress, type Ipv4Address } from "../wire/address.ts";
import { greHeaderLength } from "../wire/gre.ts";
import { gueHeaderLength } from "../wire/gue.ts";
import { icmpTypes, unreachableCodes } from "../wire/icmp.ts";
import { type Ipv4Packet, ipv4HeaderLength } from "../wire/ipv4.ts";
import { udpHeaderLength } from "../wire/udp.ts";
import { drop } from "./drop.ts";
import type { FouPort } from "./fou.ts";
import { sendError } from "./icmp-error.ts";
import { receivePacket } from "./input.ts";
import type { Interface } from "./interface.ts";
import { type PacketContext, received } from "./packet-context.ts";
import { mergeSegments } from "./receive-merge.ts";
import type { Stack } from "./stack.ts";
import { dropFor } from "./verdict.ts";

/** The UDP datagrams around the packets of a tunnel (`ip link add … encap gue`). */
export interface UdpEncapsulation {
  readonly type: "fou" | "gue";
  /** 0: by the flow of the packet within. */
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly hasChecksum: boolean;
  /** GUE only: the checksum of the packet within is left to the receiver. */
  readonly hasRemoteChecksum: boolean;
}

export type TunnelKind = "ipip" | "gre";

/** The devices that the modules of tunnels bring; they stay as long as their modules. */
export const fallbackNames: Readonly<Record<TunnelKind, string>> = { ipip: "tunl0", gre: "gre0" };

/** One tunnel device. 0 as an address: any. */
export interface Tunnel {
  readonly interface: Interface;
  readonly kind: TunnelKind;
  readonly local: Ipv4Address;
  readonly remote: Ipv4Address;
  /** 0: that of the inner packet. */
  readonly ttl: number;
  /** 1: that of the inner packet; otherwise the value itself. */
  readonly tos: number;
  /** Sets DF on outer packets. */
  readonly pathMtuDiscovery: boolean;
  /** GRE: whether packets must come with a checksum, and whether they leave with one. */
  readonly inputChecksum: boolean;
  readonly outputChecksum: boolean;
  readonly encapsulation: UdpEncapsulation | undefined;
  /** The largest MTU: only the older call of `ip tunnel` sets one, netlink and modules do not. */
  readonly mtuCeiling: number | undefined;
}

/** The tunnel that a module brings: takes what no other one does. */
export const fallbackTunnel = (iface: Interface, kind: TunnelKind): Tunnel => ({
  ...{ interface: iface, kind, local: anyAddress, remote: anyAddress, ttl: 0, tos: 1 },
  ...{ pathMtuDiscovery: false, inputChecksum: false, outputChecksum: false },
  ...{ encapsulation: undefined, mtuCeiling: undefined },
});

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
  /** UDP ports that take packets of tunnels, the newest first. */
  readonly fouPorts: FouPort[];
  /** The secret of the node's flow hash; `undefined` until it is first needed. */
  flowKey: number | undefined;
}

/** No tunnels yet. */
export const emptyTunnels = (transmit: TunnelTable["transmit"]): TunnelTable => ({
  tunnels: [],
  batch: [],
  transmit,
  fouPorts: [],
  flowKey: undefined,
});

/** Bytes that a tunnel adds to a packet, the outer IP header included. */
export function overheadOf({
  kind,
  outputChecksum,
  encapsulation,
}: Pick<Tunnel, "kind" | "outputChecksum" | "encapsulation">): number {
  const own = ipv4HeaderLength + (kind === "gre" ? greHeaderLength(outputChecksum) : 0);
  if (encapsulation === undefined) return own;
  const { type, hasRemoteChecksum } = encapsulation;
  return own + udpHeaderLength + (type === "gue" ? gueHeaderLength(hasRemoteChecksum) : 0);
}

/** Takes a packet whose payload is a packet; registered for protocol 4 when the ipip module is loaded. */
export function receiveTunnelled(stack: Stack, context: PacketContext): void {
  const inner = context.packet.payload;
  const tunnel = tunnelFor(stack, "ipip", context.packet);
  if (tunnel === undefined || inner.kind !== "ipv4") refuseTunnelled(stack, context);
  else takeIn(stack, context, { tunnel, inner });
}

/** No device takes a packet that came wrapped: its sender hears so. */
export function refuseTunnelled(stack: Stack, context: PacketContext, quotedBytes?: Uint8Array): void {
  drop(stack, context, dropFor("no-tunnel-device"));
  const error = { type: icmpTypes.unreachable, code: unreachableCodes.port, rest: 0 };
  sendError(stack, context, quotedBytes === undefined ? error : { ...error, quotedBytes });
}

/** A packet that came out of a tunnel. */
interface TakenIn {
  readonly tunnel: Tunnel;
  readonly inner: Ipv4Packet;
  /** Its sender had left its checksum to this node, which trusts it without computing it. */
  readonly isUnsummed?: boolean;
}

/** Hands the packet within `context.packet` to IP as coming from the tunnel's device. */
export function takeIn(
  stack: Stack,
  context: PacketContext,
  { tunnel, inner, isUnsummed = false }: TakenIn,
): void {
  const { device } = tunnel.interface;
  device.counters.rxPackets++;
  device.counters.rxBytes += inner.length;
  const unwrapped = withCongestionMark(inner, context.packet.tos);
  if (stack.simulation.traced) {
    const { name: node } = stack;
    stack.simulation.emit({ kind: "packet-decapsulated", node, device: device.name, packet: unwrapped });
  }
  if (context.largestPiece > 0) batchUp(stack, tunnel, unwrapped);
  else handToIp(stack, tunnel, { packet: unwrapped, isUnsummed });
}

function handToIp(
  stack: Stack,
  { interface: iface }: Tunnel,
  { packet, isUnsummed }: { readonly packet: Ipv4Packet; readonly isUnsummed: boolean },
  stamp?: number,
): void {
  const { device } = iface;
  // Nobody computes the checksum of a merged segment anew: IP knows that those of the parts were right.
  const shown = isUnsummed ? withWrongChecksum(packet) : packet;
  for (const tap of device.taps) tap("in", shown, device, stamp);
  receivePacket(stack, received(packet, iface, undefined, "host"));
}

function withWrongChecksum(packet: Ipv4Packet): Ipv4Packet {
  const { payload } = packet;
  if (payload.kind !== "tcp" && payload.kind !== "udp") return packet;
  return { ...packet, payload: { ...payload, checksumOk: false } };
}

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
      handToIp(stack, tunnel, { packet: merged.packet, isUnsummed: merged.isMerged }, merged.stamp);
    }
  }
}

/**
 * The device for an outer packet: both ends named, then the remote one, then the local one, then any (tunl0,
 * gre0).
 */
export function tunnelFor(stack: Stack, kind: TunnelKind, { src, dst }: Ipv4Packet): Tunnel | undefined {
  const up = stack.tunnels.tunnels.filter((tunnel) => tunnel.kind === kind && tunnel.interface.device.isUp);
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
