/**
 * UDP of one node (RFC 768, RFC 1122 section 4.1): sockets, datagrams in and out, errors.
 *
 * Leaves out checksum-free sending, corking, and that what is sent to a group comes back to members on the
 * same node. What is over the path MTU goes in fragments, as with IP_PMTUDISC_WANT. Joining: igmp.ts.
 */

import { anyAddress, type Ipv4Address, isMulticast } from "../wire/address.ts";
import { icmpTypes, unreachableCodes } from "../wire/icmp.ts";
import { ipv4, protocols } from "../wire/ipv4.ts";
import { type UdpDatagram, udpDatagram } from "../wire/udp.ts";
import { drop } from "./drop.ts";
import { sendError } from "./icmp-error.ts";
import { learnFromTooBig } from "./icmp-input.ts";
import type { Interface } from "./interface.ts";
import { nextIpId, nextOrigin } from "./ip-id.ts";
import { tellMissing } from "./missing-frame.ts";
import { sendDatagram } from "./output.ts";
import type { PacketContext } from "./packet-context.ts";
import { isPathLocked, pathMtu } from "./path-cache.ts";
import { takeRedirect } from "./redirect-input.ts";
import { outputRoute } from "./route-lookup.ts";
import type { IcmpReport } from "./socket.ts";
import { done, type Errno, errorOf, failed, type Outcome } from "./socket-errors.ts";
import type { Stack } from "./stack.ts";
import { mayBindAddress } from "./tcp/ports.ts";
import {
  type DatagramEnds,
  findUdpSocket,
  type GroupSending,
  type UdpHandlers,
  type UdpSocket,
  udpSocketsOfGroup,
} from "./udp-socket.ts";
import { dropFor } from "./verdict.ts";

export interface UdpRequest {
  /** Left out: any address of the node. */
  readonly address?: Ipv4Address | undefined;
  /** Left out or 0: a free one. */
  readonly port?: number | undefined;
  /** Left out: as ip_no_pmtu_disc says. `false` is IP_PMTUDISC_DONT. */
  readonly dontFragment?: boolean | undefined;
  readonly reuseAddress?: boolean | undefined;
  /** SO_BINDTODEVICE. */
  readonly device?: Interface | undefined;
  /** Left out: one hop, by the interface that the routes say. */
  readonly groupSending?: GroupSending | undefined;
}

const plainGroupSending: GroupSending = { output: undefined, ttl: 1 };

export type UdpOpening =
  | { readonly ok: true; readonly socket: UdpSocket }
  | { readonly ok: false; readonly errno: Errno };

/** socket() and bind(). Fails with EADDRINUSE or EADDRNOTAVAIL. */
export function openUdp<Owner>(
  stack: Stack,
  request: UdpRequest,
  handlers: UdpHandlers<Owner>,
  owner: Owner,
): UdpOpening {
  const { address = anyAddress, port = 0, reuseAddress = false } = request;
  const dontFragment = request.dontFragment ?? stack.sysctl.global.ip_no_pmtu_disc === 0;
  if (!isMulticast(address) && !mayBindAddress(stack, address)) return failed("EADDRNOTAVAIL");
  const localPort = port === 0 ? freePort(stack) : port;
  if (localPort === undefined) return failed("EADDRINUSE");
  const others = stack.sockets.udp.byPort.get(localPort) ?? [];
  if (others.some((other) => conflicts(other, address, reuseAddress))) return failed("EADDRINUSE");
  const socket: UdpSocket = {
    stack,
    localAddress: address,
    localPort,
    remoteAddress: undefined,
    remotePort: 0,
    dontFragment,
    reuseAddress,
    device: request.device,
    groupSending: request.groupSending ?? plainGroupSending,
    handlers: handlers as UdpHandlers<never>,
    owner,
    isClosed: false,
  };
  stack.sockets.udp.byPort.set(localPort, [...others, socket]);
  stack.sockets.udp.touched?.(socket);
  return { ok: true, socket };
}

const conflicts = (other: UdpSocket, address: Ipv4Address, reuse: boolean): boolean =>
  !(reuse && other.reuseAddress) &&
  (other.localAddress === address || other.localAddress === anyAddress || address === anyAddress);

function freePort(stack: Stack): number | undefined {
  const { udp } = stack.sockets;
  const { ip_local_port_range_low: low, ip_local_port_range_high: high } = stack.sysctl.global;
  const count = high - low + 1;
  for (let tries = 0; tries < count; tries++) {
    const port = low + (udp.nextPort++ % count);
    if (!udp.byPort.has(port)) return port;
  }
  return undefined;
}

/** connect(): datagrams go to this peer and come from it only, and errors are told. */
export function connectUdp(socket: UdpSocket, peer: { dst: Ipv4Address; dstPort: number }): Outcome {
  const way = routeTo(socket, peer.dst, socket.localAddress);
  if (!way.ok) return failed(way.errno);
  if (socket.localAddress === anyAddress) socket.localAddress = way.route.source;
  socket.remoteAddress = peer.dst;
  socket.remotePort = peer.dstPort;
  socket.stack.sockets.udp.touched?.(socket);
  return done;
}

export function closeUdp(socket: UdpSocket): void {
  socket.isClosed = true;
  const { byPort, touched } = socket.stack.sockets.udp;
  const left = (byPort.get(socket.localPort) ?? []).filter((other) => other !== socket);
  if (left.length === 0) byPort.delete(socket.localPort);
  else byPort.set(socket.localPort, left);
  touched?.(socket);
}

/**
 * A datagram to send; without `dst` to the connected peer. `src` is what IP_PKTINFO chooses for an answer.
 */
export interface SentDatagram {
  readonly bytes: Uint8Array;
  readonly dst?: Ipv4Address;
  readonly dstPort?: number;
  readonly src?: Ipv4Address;
}

const largestDatagram = 65_507;

/**
 * sendto(): the source is `src`, or the socket's address, or else the one that a fresh look at the routes
 * gives, which need not be the address that the peer had asked. Fails with EDESTADDRREQ, EINVAL (port 0),
 * EMSGSIZE, EPERM where a rule keeps it, ENETUNREACH and the like.
 */
export function sendTo(socket: UdpSocket, datagram: SentDatagram): Outcome {
  const { stack } = socket;
  const dst = datagram.dst ?? socket.remoteAddress;
  const dstPort = datagram.dstPort ?? socket.remotePort;
  if (dst === undefined) return failed("EDESTADDRREQ");
  if (dstPort === 0) return failed("EINVAL");
  if (datagram.bytes.length > largestDatagram) return failed("EMSGSIZE");
  const wanted = datagram.src ?? socket.localAddress;
  const way = routeTo(socket, dst, wanted);
  if (!way.ok) {
    tellMissing(stack, "datagram", { to: dst, errno: way.errno });
    return failed(way.errno);
  }
  const { route } = way;
  const payload = udpDatagram({ srcPort: socket.localPort, dstPort, payload: datagram.bytes });
  const mtu = pathMtu(stack, dst, route);
  const packet = ipv4({
    origin: nextOrigin(stack),
    src: wanted === anyAddress ? route.source : wanted,
    dst,
    protocol: protocols.udp,
    payload,
    id: nextIpId(stack),
    ttl: isMulticast(dst) ? socket.groupSending.ttl : stack.sysctl.global.ip_default_ttl,
    dontFragment: socket.dontFragment && payload.length + 20 <= mtu && !isPathLocked(stack, dst, route),
  });
  if (!sendDatagram(stack, packet, route)) return failed("EPERM");
  stack.snmp.UdpOutDatagrams++;
  return done;
}

function routeTo({ stack, device, groupSending }: UdpSocket, dst: Ipv4Address, src: Ipv4Address) {
  const output = device ?? (isMulticast(dst) ? groupSending.output : undefined);
  const way = outputRoute(stack, src === anyAddress ? { dst, output } : { dst, src, output });
  if (!way.ok && way.errno === "ENETUNREACH") stack.snmp.IpOutNoRoutes++;
  return way;
}

/** Takes a packet of protocol 17 that is for this node. */
export function receiveUdp(stack: Stack, context: PacketContext): void {
  const { packet } = context;
  const datagram = packet.payload;
  if (datagram.kind !== "udp" || !datagram.checksumOk) {
    stack.snmp.UdpInErrors++;
    if (datagram.kind === "udp") stack.snmp.UdpInCsumErrors++;
    drop(stack, context, dropFor("bad-checksum"));
    return;
  }
  const ends = {
    localAddress: packet.dst,
    localPort: datagram.dstPort,
    remoteAddress: packet.src,
    remotePort: datagram.srcPort,
    input: context.input,
  };
  if (isMulticast(packet.dst) || context.route?.type === "broadcast") {
    deliverToGroup(stack, context, datagram, ends);
    return;
  }
  const socket = findUdpSocket(stack.sockets.udp, ends);
  if (socket === undefined) refuse(stack, context);
  else hand(socket, context, datagram);
}

/** Every member gets it; where there is none it ends in silence. */
function deliverToGroup(
  stack: Stack,
  context: PacketContext,
  datagram: UdpDatagram,
  ends: DatagramEnds,
): void {
  const members = udpSocketsOfGroup(stack.sockets.udp, ends);
  if (members.length === 0) {
    stack.snmp.UdpIgnoredMulti++;
    drop(stack, context, dropFor("no-socket"));
  }
  for (const member of members) hand(member, context, datagram);
}

function hand(socket: UdpSocket, context: PacketContext, datagram: UdpDatagram): void {
  const { packet, input } = context;
  socket.stack.snmp.UdpInDatagrams++;
  if (socket.handlers.onPacket !== undefined) {
    socket.handlers.onPacket(context);
    return;
  }
  socket.handlers.onDatagram?.(socket, socket.owner as never, {
    bytes: datagram.payload,
    src: packet.src,
    srcPort: datagram.srcPort,
    dst: packet.dst,
    interface: input,
    ttl: packet.ttl,
  });
}

function refuse(stack: Stack, context: PacketContext): void {
  stack.snmp.UdpNoPorts++;
  drop(stack, context, dropFor("no-socket"));
  sendError(stack, context, { type: icmpTypes.unreachable, code: unreachableCodes.port, rest: 0 });
}

/** An error about a datagram: hard ones, and "too big", are told to a connected socket. */
export function reportToUdp(stack: Stack, report: IcmpReport): void {
  const { quote, type, code } = report;
  const { payload } = quote;
  if (payload.kind !== "udp") return;
  const socket = findUdpSocket(stack.sockets.udp, {
    localAddress: quote.src,
    localPort: payload.srcPort,
    remoteAddress: quote.dst,
    remotePort: payload.dstPort,
  });
  const isTooBig = type === icmpTypes.unreachable && code === unreachableCodes.fragmentationNeeded;
  // The path is learnt even where the socket has gone meanwhile, as recorded of Linux 6.1.
  if (isTooBig) learnFromTooBig(stack, quote.dst, report.rest);
  if (socket === undefined) {
    stack.snmp.IcmpInErrors++;
    return;
  }
  if (type === icmpTypes.redirect) {
    takeRedirect(stack, report);
    return;
  }
  if (isTooBig && !socket.dontFragment) return;
  const error = errorOf(type, code);
  if (error === undefined || socket.remoteAddress === undefined) return;
  if (!error.isHard && !isTooBig) return;
  socket.handlers.onError?.(socket, socket.owner as never, error.errno);
}
