/**
 * All TCP connections and listeners of one node, and how a segment finds the one it belongs to.
 */

import type { Random } from "#sim/engine/random";
import type { Simulation } from "#sim/engine/simulation";
import { emptyTable, get, remove, set, type TupleTable } from "#sim/engine/tuple-table";
import { anyAddress, type Endpoint, endpointKey, formatEndpoint, type Ipv4Address } from "#sim/wire/address";
import type { TcpOptions } from "#sim/wire/tcp";
import type { Stack } from "../stack.ts";
import { emptyLanes, type Lanes } from "./lanes.ts";
import { nextState, type TcpMove } from "./state.ts";
import { never, type TcpEntry, type TcpListener, type TcpSocket } from "./tcp-socket.ts";

export interface TcpTable {
  readonly entries: TupleTable<TcpEntry>;
  /** By port; those of one address before those of any. */
  readonly listeners: Map<number, TcpListener[]>;
  readonly lanes: Lanes<TcpEntry>;
  readonly random: Random;
  /** Options of a SYN that says only its MSS, by MSS. */
  readonly mssOptions: Map<number, TcpOptions>;
  /** Where the search for a free port goes on. */
  nextPort: number;
  /** Added to the clock in timestamps. */
  readonly timestampBase: number;
  readonly issSecret: number;
  /** Clients that a load balancer has told, while the module `toa` is loaded. */
  toldClients: WeakMap<TcpSocket, Endpoint> | undefined;
  /** Told of whatever may have come, changed or gone, where somebody keeps rows of sockets. */
  touched: ((entry: TcpEntry | TcpListener) => void) | undefined;
}

/** A table without connections. What its lanes do is put in by `registerTransport`. */
export const emptyTcpTable = (simulation: Simulation<never>, random: Random): TcpTable => ({
  entries: emptyTable(),
  listeners: new Map(),
  lanes: emptyLanes(simulation),
  random,
  mssOptions: new Map(),
  nextPort: random.below(2 ** 14) * 2,
  timestampBase: random.below(2 ** 30),
  issSecret: random.below(2 ** 30),
  toldClients: undefined,
  touched: undefined,
});

/** The two ends of a connection, seen from this node. */
export interface Ends {
  readonly localAddress: Ipv4Address;
  readonly localPort: number;
  readonly remoteAddress: Ipv4Address;
  readonly remotePort: number;
}

const localKey = (ends: Ends): number => endpointKey(ends.localAddress, ends.localPort);
const remoteKey = (ends: Ends): number => endpointKey(ends.remoteAddress, ends.remotePort);

/** The connection between two ends, if there is one. */
export const findEntry = (table: TcpTable, ends: Ends): TcpEntry | undefined =>
  get(table.entries, localKey(ends), remoteKey(ends));

/** Puts a connection into the table, in place of what stood for it before. */
export function addEntry(table: TcpTable, entry: TcpEntry): void {
  set(table.entries, localKey(entry), remoteKey(entry), entry);
  table.touched?.(entry);
}

/** Takes a connection out of the table, unless another one has taken its place. */
export function removeEntry(table: TcpTable, entry: TcpEntry): void {
  if (findEntry(table, entry) !== entry) return;
  remove(table.entries, localKey(entry), remoteKey(entry));
  table.touched?.(entry);
}

/** Who listens on an address and port. */
export function findListener(table: TcpTable, address: Ipv4Address, port: number): TcpListener | undefined {
  const listeners = table.listeners.get(port);
  if (listeners === undefined) return undefined;
  let forAny: TcpListener | undefined;
  for (const listener of listeners) {
    if (listener.address === address) return listener;
    if (listener.address === anyAddress) forAny ??= listener;
  }
  return forAny;
}

/** Moves a socket to the state that the table of moves gives. */
export function moveTo(socket: TcpSocket, move: TcpMove): void {
  const { state: before, stack } = socket;
  const state = nextState(before, move);
  if (state === undefined) return;
  socket.state = state;
  tcpOf(stack).touched?.(socket);
  if (!stack.simulation.traced) return;
  socket.shownNames ??= namesOf(socket);
  const { local, remote } = socket.shownNames;
  stack.simulation.emit({ kind: "tcp-state-changed", node: stack.name, local, remote, before, state });
}

/** Both ends as text, for events. */
export const namesOf = (ends: Ends): { readonly local: string; readonly remote: string } => ({
  local: formatEndpoint(ends.localAddress, ends.localPort),
  remote: formatEndpoint(ends.remoteAddress, ends.remotePort),
});

/** The end of a socket: out of the table, nothing due; the program is told. */
export function destroy(socket: TcpSocket): void {
  if (socket.isGone) return;
  takeOut(socket);
  tellClosed(socket);
}

export const tellClosed = (socket: TcpSocket): void =>
  socket.handlers.onClosed?.(socket, socket.owner as never);

/** The end of a socket without a word to its program. */
export function takeOut(socket: TcpSocket): void {
  socket.isGone = true;
  socket.rtxDue = never;
  socket.receiver.ackDue = never;
  socket.keepalive = undefined;
  removeEntry(tcpOf(socket.stack), socket);
  moveTo(socket, "end");
}

export const tcpOf = (stack: Stack): TcpTable => stack.sockets.tcp;
