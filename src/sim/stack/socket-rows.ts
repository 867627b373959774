/**
 * The sockets of a node as rows, for `ss` and `netstat`: a plain copy, sorted by protocol, port and peer.
 */

import { valuesOf } from "../engine/tuple-table.ts";
import { anyAddress, type Ipv4Address } from "../wire/address.ts";
import type { Stack } from "./stack.ts";
import { seqDiff } from "./tcp/sequence.ts";
import type { TcpState } from "./tcp/state.ts";
import type { TcpEntry } from "./tcp/tcp-socket.ts";

export interface SocketRow {
  readonly protocol: "tcp" | "udp" | "raw";
  /** UDP: ESTABLISHED when connected, else CLOSE (ss calls it UNCONN). */
  readonly state: TcpState;
  readonly localAddress: Ipv4Address;
  readonly localPort: number;
  readonly remoteAddress: Ipv4Address;
  readonly remotePort: number;
  /** Bytes unread; of a listener connections not accepted. */
  readonly receiveQueue: number;
  /** Bytes unacknowledged or waiting; of a listener its backlog. */
  readonly sendQueue: number;
  /** Nanoseconds until its timer fires; `undefined`: none runs. */
  readonly timer: number | undefined;
}

/** Every socket of a node. */
export function socketsOf(stack: Stack): SocketRow[] {
  const rows = [...listenerRows(stack), ...connectionRows(stack), ...udpRows(stack)];
  const keys = (row: SocketRow) => [row.localPort, row.localAddress, row.remoteAddress, row.remotePort];
  return rows.sort((one, other) => {
    if (one.protocol !== other.protocol) return one.protocol < other.protocol ? -1 : 1;
    const [left, right] = [keys(one), keys(other)];
    const at = left.findIndex((value, index) => value !== right[index]);
    return at < 0 ? 0 : (left[at] as number) - (right[at] as number);
  });
}

const listenerRows = ({ sockets }: Stack): SocketRow[] =>
  [...sockets.tcp.listeners.values()].flat().map(({ address, port, backlog }) => ({
    protocol: "tcp",
    state: "LISTEN",
    localAddress: address,
    localPort: port,
    remoteAddress: anyAddress,
    remotePort: 0,
    receiveQueue: 0,
    sendQueue: backlog,
    timer: undefined,
  }));

const connectionRows = (stack: Stack): SocketRow[] =>
  [...valuesOf(stack.sockets.tcp.entries)].map((entry) => rowOf(entry, stack.simulation.now));

function rowOf(entry: TcpEntry, now: number): SocketRow {
  const { localAddress, localPort, remoteAddress, remotePort } = entry;
  const due = entry.kind === "socket" ? entry.rtxDue : entry.due;
  return {
    protocol: "tcp",
    state: stateOf(entry),
    localAddress,
    localPort,
    remoteAddress,
    remotePort,
    receiveQueue: entry.kind === "socket" ? entry.receiver.unread : 0,
    sendQueue: entry.kind === "socket" ? seqDiff(entry.writeSeq, entry.sndUna) : 0,
    timer: due === Number.POSITIVE_INFINITY ? undefined : due - now,
  };
}

function stateOf(entry: TcpEntry): TcpState {
  switch (entry.kind) {
    case "socket":
      return entry.state;
    case "request":
      return "SYN_RECV";
    case "time-wait":
      return "TIME_WAIT";
  }
}

const udpRows = ({ sockets }: Stack): SocketRow[] =>
  [...sockets.udp.byPort.values()].flat().map((socket) => ({
    protocol: "udp",
    state: socket.remoteAddress === undefined ? "CLOSE" : "ESTABLISHED",
    localAddress: socket.localAddress,
    localPort: socket.localPort,
    remoteAddress: socket.remoteAddress ?? anyAddress,
    remotePort: socket.remotePort,
    receiveQueue: 0,
    sendQueue: 0,
    timer: undefined,
  }));
