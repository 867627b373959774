/** The sockets of a machine as rows, for ss and netstat. */

import type { Machine } from "#shell/machine";
import { valuesOf } from "#sim/engine/tuple-table";
import type { Stack } from "#sim/stack/stack";
import { receiveQueueOf, sendQueueOf } from "#sim/stack/tcp/queues";
import type { TcpState } from "#sim/stack/tcp/state";
import type { TcpEntry, TcpListener, TcpSocket } from "#sim/stack/tcp/tcp-socket";
import type { UdpSocket } from "#sim/stack/udp-socket";
import { anyAddress, type Ipv4Address } from "#sim/wire/address";
import { ownerOf, type SocketOwner } from "./socket-owners.ts";

/** A timer of a socket: what for, nanoseconds left, how often it has fired. */
export interface SocketTimer {
  readonly kind: "on" | "keepalive" | "timewait";
  readonly left: number;
  readonly fired: number;
}

export interface SocketRow {
  readonly protocol: "tcp" | "udp" | "raw";
  /** UDP and raw sockets are CLOSE, or ESTABLISHED once they have a peer. */
  readonly state: TcpState;
  readonly receiveQueue: number;
  readonly sendQueue: number;
  readonly localAddress: Ipv4Address;
  readonly localPort: number;
  /** The only interface it uses; most use any. */
  readonly device: string | undefined;
  readonly remoteAddress: Ipv4Address;
  readonly remotePort: number;
  readonly timer: SocketTimer | undefined;
  readonly owner: SocketOwner | undefined;
  /** The connection, where there is one, for what `ss -i` tells. */
  readonly socket: TcpSocket | undefined;
}

/** All sockets: UDP, raw, then TCP; listeners before connections, each by port. */
export function socketRows(machine: Machine): SocketRow[] {
  const { udp, raw, tcp } = machine.stack.sockets;
  const datagrams = [...udp.byPort.values()].flat().map((socket) => udpRow(machine, socket));
  const listeners = [...tcp.listeners.values()].flat().map((listener) => listenerRow(machine, listener));
  const connections = [...valuesOf(tcp.entries)].map((entry) => tcpRow(machine, entry));
  const raws = raw.map(
    (socket): SocketRow => ({
      ...blank,
      protocol: "raw",
      localPort: socket.protocol,
      owner: ownerOf(machine, socket, -1),
    }),
  );
  return [...sorted(datagrams), ...raws, ...sorted(listeners), ...sorted(connections)];
}

const blank: SocketRow = {
  protocol: "tcp",
  state: "CLOSE",
  receiveQueue: 0,
  sendQueue: 0,
  localAddress: anyAddress,
  localPort: 0,
  device: undefined,
  remoteAddress: anyAddress,
  remotePort: 0,
  timer: undefined,
  owner: undefined,
  socket: undefined,
};

const sorted = (rows: readonly SocketRow[]): SocketRow[] =>
  [...rows].sort(
    (left, right) =>
      left.localPort - right.localPort ||
      left.remoteAddress - right.remoteAddress ||
      left.remotePort - right.remotePort,
  );

const udpRow = (machine: Machine, socket: UdpSocket): SocketRow => ({
  ...blank,
  protocol: "udp",
  state: socket.remoteAddress === undefined ? "CLOSE" : "ESTABLISHED",
  localAddress: socket.localAddress,
  localPort: socket.localPort,
  device: socket.device?.device.name,
  remoteAddress: socket.remoteAddress ?? anyAddress,
  remotePort: socket.remotePort,
  owner: ownerOf(machine, socket, -1),
});

const listenerRow = (machine: Machine, listener: TcpListener): SocketRow => ({
  ...blank,
  state: "LISTEN",
  sendQueue: listener.backlog,
  localAddress: listener.address,
  localPort: listener.port,
  owner: ownerOf(machine, listener, listener.port),
});

function tcpRow(machine: Machine, entry: TcpEntry): SocketRow {
  const { localAddress, localPort, remoteAddress, remotePort } = entry;
  const ends = { ...blank, localAddress, localPort, remoteAddress, remotePort };
  const { stack } = machine;
  switch (entry.kind) {
    case "time-wait":
      return { ...ends, state: "TIME_WAIT", timer: timerOf(stack, "timewait", entry.due, 0) };
    case "request":
      return { ...ends, state: "SYN_RECV", timer: timerOf(stack, "on", entry.due, entry.timeouts) };
    case "socket":
      break;
  }
  const isSending = entry.rtxDue !== Number.POSITIVE_INFINITY;
  const { keepalive } = entry;
  return {
    ...ends,
    state: entry.state,
    receiveQueue: receiveQueueOf(entry),
    sendQueue: sendQueueOf(entry),
    timer: isSending
      ? timerOf(stack, "on", entry.rtxDue, entry.retransmits)
      : keepalive === undefined
        ? undefined
        : timerOf(stack, "keepalive", keepalive.due, keepalive.unanswered),
    owner: entry.isOrphan ? undefined : ownerOf(machine, entry, localPort),
    socket: entry,
  };
}

function timerOf(
  { simulation }: Stack,
  kind: SocketTimer["kind"],
  due: number,
  fired: number,
): SocketTimer | undefined {
  if (due === Number.POSITIVE_INFINITY) return undefined;
  return { kind, left: Math.max(0, due - simulation.now), fired };
}
