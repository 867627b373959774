/**
 * What programs do with UDP (RFC 768, RFC 1122 section 4.1): the calls of the socket interface.
 *
 * Leaves out checksum-free sending, corking, and that what is sent to a group comes back to members on the
 * same node. What is over the path MTU goes in fragments, as with IP_PMTUDISC_WANT. Joining: igmp.ts.
 */

import { anyAddress, type Ipv4Address, isMulticast } from "../wire/address.ts";
import { ipv4, protocols } from "../wire/ipv4.ts";
import { udpDatagram } from "../wire/udp.ts";
import type { Interface } from "./interface.ts";
import { nextIpId, nextOrigin } from "./ip-id.ts";
import { tellMissing } from "./missing-frame.ts";
import { sendDatagram } from "./output.ts";
import { isPathLocked, pathMtu } from "./path-cache.ts";
import { outputRoute } from "./route-lookup.ts";
import { done, type Errno, failed, type Outcome } from "./socket-errors.ts";
import type { Stack } from "./stack.ts";
import { mayBindAddress } from "./tcp/ports.ts";
import type { GroupSending, UdpHandlers, UdpSocket } from "./udp-socket.ts";

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
