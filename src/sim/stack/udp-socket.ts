/**
 * What a host keeps of a UDP socket, and how a datagram finds the one it is for.
 */

import { anyAddress, type Ipv4Address } from "../wire/address.ts";
import type { Interface } from "./interface.ts";
import type { PacketContext } from "./packet-context.ts";
import type { Errno } from "./socket-errors.ts";
import type { Stack } from "./stack.ts";

/**
 * A datagram as a program gets it, with what IP_PKTINFO tells: the address it was sent to, and where it
 * came in.
 */
export interface ReceivedDatagram {
  readonly bytes: Uint8Array;
  readonly src: Ipv4Address;
  readonly srcPort: number;
  readonly dst: Ipv4Address;
  readonly interface: Interface | undefined;
  readonly ttl: number;
}

export interface UdpHandlers<Owner = unknown> {
  readonly onDatagram?: (socket: UdpSocket, owner: Owner, datagram: ReceivedDatagram) => void;
  /** Takes whole packets instead: a socket of the kernel's own. */
  readonly onPacket?: (context: PacketContext) => void;
  /** An ICMP error about a datagram of a connected socket: ECONNREFUSED, EMSGSIZE … The socket lives on. */
  readonly onError?: (socket: UdpSocket, owner: Owner, errno: Errno) => void;
}

/** How datagrams to a group leave (IP_MULTICAST_IF, IP_MULTICAST_TTL). */
export interface GroupSending {
  /** `undefined`: as the routes say. */
  readonly output: Interface | undefined;
  readonly ttl: number;
}

export interface UdpSocket {
  readonly stack: Stack;
  /** 0: any address of the node. */
  localAddress: Ipv4Address;
  readonly localPort: number;
  /** The peer of a connected socket. */
  remoteAddress: Ipv4Address | undefined;
  remotePort: number;
  /** Path MTU discovery is on, as it is by default. */
  readonly dontFragment: boolean;
  readonly reuseAddress: boolean;
  /** SO_BINDTODEVICE: sends and hears by this interface only. */
  readonly device: Interface | undefined;
  readonly groupSending: GroupSending;
  readonly handlers: UdpHandlers<never>;
  readonly owner: unknown;
  isClosed: boolean;
}

export interface UdpTable {
  readonly byPort: Map<number, UdpSocket[]>;
  nextPort: number;
  /** Told of sockets that come, change or go, where somebody keeps rows of them. */
  touched: ((socket: UdpSocket) => void) | undefined;
}

/** Both ends of a datagram, seen from the socket. */
export interface DatagramEnds {
  readonly localAddress: Ipv4Address;
  readonly localPort: number;
  readonly remoteAddress: Ipv4Address;
  readonly remotePort: number;
  /** Where it came in; left out: no matter. */
  readonly input?: Interface | undefined;
}

/** close(): datagrams find it no more. */
export function closeUdp(socket: UdpSocket): void {
  socket.isClosed = true;
  const { byPort, touched } = socket.stack.sockets.udp;
  const left = (byPort.get(socket.localPort) ?? []).filter((other) => other !== socket);
  if (left.length === 0) byPort.delete(socket.localPort);
  else byPort.set(socket.localPort, left);
  touched?.(socket);
}

/** The socket that fits a datagram best: connected before bound to an address before any address. */
export function findUdpSocket(table: UdpTable, ends: DatagramEnds): UdpSocket | undefined {
  let best: UdpSocket | undefined;
  let bestScore = 0;
  for (const socket of table.byPort.get(ends.localPort) ?? []) {
    const score = scoreOf(socket, ends);
    // Of equals the one bound last is found first.
    if (score > 0 && score >= bestScore) {
      best = socket;
      bestScore = score;
    }
  }
  return best;
}

/** The sockets that fit a datagram to a group: each gets it. */
export const udpSocketsOfGroup = (table: UdpTable, ends: DatagramEnds): UdpSocket[] =>
  (table.byPort.get(ends.localPort) ?? []).filter((socket) => scoreOf(socket, ends) > 0);

function scoreOf(socket: UdpSocket, ends: DatagramEnds): number {
  let score = 1;
  if (socket.device !== undefined && ends.input !== undefined) {
    if (socket.device !== ends.input) return 0;
    score += 4;
  }
  if (socket.localAddress !== anyAddress) {
    if (socket.localAddress !== ends.localAddress) return 0;
    score += 4;
  }
  if (socket.remoteAddress === undefined) return score;
  const isPeer = socket.remoteAddress === ends.remoteAddress && socket.remotePort === ends.remotePort;
  return isPeer ? score + 8 : 0;
}
