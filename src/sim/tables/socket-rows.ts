/**
 * The sockets of a node as rows, as `ss -a` shows them: of sockets with equal ends one.
 */

import { valuesOf } from "../engine/tuple-table.ts";
import type { SocketRow } from "../rows.ts";
import type { RawSocket } from "../stack/raw-socket.ts";
import type { Stack } from "../stack/stack.ts";
import { receiveQueueOf, sendQueueOf } from "../stack/tcp/queues.ts";
import type { TcpEntry, TcpListener } from "../stack/tcp/tcp-socket.ts";
import type { UdpSocket } from "../stack/udp-socket.ts";
import { formatEndpoint } from "../wire/address.ts";
import { protocols } from "../wire/ipv4.ts";

/** By protocol and both ends. */
export function socketRows({ sockets }: Stack): Map<string, SocketRow> {
  const { tcp, udp, raw } = sockets;
  const rows = [
    ...[...tcp.listeners.values()].flat().map(listenerRow),
    ...[...valuesOf(tcp.entries)].map(tcpRow),
    ...[...udp.byPort.values()].flat().map(udpRow),
    ...raw.map(rawRow),
  ];
  const map = new Map<string, SocketRow>();
  for (const row of rows) {
    const key = socketKey(row);
    if (!map.has(key)) map.set(key, row);
  }
  return map;
}

export const socketKey = ({ protocol, local, remote }: SocketRow): string => `${protocol} ${local} ${remote}`;

const anyPeer = "0.0.0.0:*";

export const listenerRow = ({
  address,
  port,
  backlog,
}: Pick<TcpListener, "address" | "port" | "backlog">): SocketRow => ({
  protocol: "tcp",
  state: "LISTEN",
  local: formatEndpoint(address, port),
  remote: anyPeer,
  receiveQueue: 0,
  sendQueue: backlog,
});

export const tcpRow = (entry: TcpEntry): SocketRow => ({
  protocol: "tcp",
  state: tcpState(entry),
  local: formatEndpoint(entry.localAddress, entry.localPort),
  remote: formatEndpoint(entry.remoteAddress, entry.remotePort),
  receiveQueue: entry.kind === "socket" ? receiveQueueOf(entry) : 0,
  sendQueue: entry.kind === "socket" ? sendQueueOf(entry) : 0,
});

export function tcpState(entry: TcpEntry): string {
  switch (entry.kind) {
    case "socket":
      return entry.state;
    case "request":
      return "SYN_RECV";
    case "time-wait":
      return "TIME_WAIT";
  }
}

export const udpRow = ({ localAddress, localPort, remoteAddress, remotePort }: UdpSocket): SocketRow => ({
  protocol: "udp",
  state: remoteAddress === undefined ? "UNCONN" : "ESTABLISHED",
  local: formatEndpoint(localAddress, localPort),
  remote: remoteAddress === undefined ? anyPeer : formatEndpoint(remoteAddress, remotePort),
  receiveQueue: 0,
  sendQueue: 0,
});

export const rawRow = ({ protocol }: RawSocket): SocketRow => ({
  protocol: "raw",
  state: "UNCONN",
  local: `0.0.0.0:${protocol === protocols.icmp ? "icmp" : protocol}`,
  remote: anyPeer,
  receiveQueue: 0,
  sendQueue: 0,
});
