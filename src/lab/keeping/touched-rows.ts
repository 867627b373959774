/**
 * The rows of large tables: those that the simulation touched are looked at one by one.
 */

import type { Connection } from "#sim/ipvs/connection";
import { connectionName, stateName } from "#sim/ipvs/connection-name";
import { entriesOf } from "#sim/ipvs/connection-table";
import type { Ipvs } from "#sim/ipvs/ipvs";
import type { SocketRow } from "#sim/rows";
import type { Neighbour } from "#sim/stack/neighbour";
import { receiveQueueOf, sendQueueOf } from "#sim/stack/tcp/queues";
import type { TcpEntry, TcpListener } from "#sim/stack/tcp/tcp-socket";
import { findEntry } from "#sim/stack/tcp/tcp-table";
import type { UdpSocket } from "#sim/stack/udp-socket";
import {
  connectionKey,
  connectionRow,
  connectionRows,
  expiryOf,
  holderOf,
  isInTable,
} from "#sim/tables/connection-rows";
import { isNeighbourShown, neighbourKey, neighbourRow } from "#sim/tables/neighbour-rows";
import { listenerRow, socketKey, socketRows, tcpRow, tcpState, udpRow } from "#sim/tables/socket-rows";
import { type KeptRow, type KeptTable, put, putAll, takeOut, tell } from "./change-log.ts";
import type { KeptNode } from "./kept-node.ts";

/** Keeps the rows of all sockets as they are before any is touched. */
export function keepSockets({ node, datagrams, tables }: KeptNode): void {
  const { stack } = node;
  putAll(tables.sockets, socketRows(stack));
  for (const socket of [...stack.sockets.udp.byPort.values()].flat()) {
    datagrams.set(socket, socketKey(udpRow(socket)));
  }
}

/** Keeps the rows of all connections as they are before any is touched; without its module there are none. */
export function keepConnections({ node, connections, start, tables }: KeptNode): void {
  const { ipvs } = node;
  connections.clear();
  putAll(tables.connections, ipvs === undefined ? new Map() : connectionRows(ipvs, start));
  if (ipvs === undefined) return;
  for (const connection of entriesOf(ipvs.connections)) {
    const name = connectionName(connection);
    connections.set(connection, { name, key: connectionKey(name) });
  }
}

/** Looks at what was touched in this step, and tells of what has become of it. */
export function lookAtTouched(kept: KeptNode): void {
  const { touched, node } = kept;
  kept.hasNews = false;
  if (node.ipvs !== undefined) {
    for (const connection of touched.connections) lookAtConnection(kept, node.ipvs, connection);
  }
  for (const entry of touched.entries) {
    if ("kind" in entry) lookAtEntry(kept, entry);
    else lookAtListener(kept, entry);
  }
  for (const socket of touched.datagrams) lookAtDatagrams(kept, socket);
  for (const neighbour of touched.neighbours) lookAtNeighbour(kept, neighbour);
}

/** The step is over: nothing is touched any more. */
export function forgetTouched({ touched }: KeptNode): void {
  if (touched.connections.size > 0) touched.connections.clear();
  if (touched.entries.size > 0) touched.entries.clear();
  if (touched.datagrams.size > 0) touched.datagrams.clear();
  if (touched.neighbours.size > 0) touched.neighbours.clear();
}

function lookAtConnection(kept: KeptNode, ipvs: Ipvs, connection: Connection): void {
  const { connections, tables, start } = kept;
  const name = connectionName(connection);
  const known = connections.get(connection);
  const key = known?.name === name ? known.key : connectionKey(name);
  if (!isInTable(connection)) connections.delete(connection);
  else if (known?.name !== name) connections.set(connection, { name, key });
  if (known !== undefined && known.key !== key) {
    // An entry has other ends: who has the old ones now is not known.
    putAll(tables.connections, connectionRows(ipvs, start));
    return;
  }
  const holder = holderOf(ipvs.connections, connection);
  if (holder === undefined) takeOut(tables.connections, key);
  else tellConnection(kept, key, holder);
}

/** Mostly it is only the end of its time that has moved. */
function tellConnection({ tables, start, node }: KeptNode, key: string, connection: Connection): void {
  const { connections } = tables;
  const times = { start, now: node.stack.simulation.now };
  const row = connections.rows.get(key);
  const expiresAt = expiryOf(connection, times);
  const isKnown = row?.row.state === stateName(connection) && row.row.method === connection.forwarder.name;
  if (row === undefined || !isKnown || connection.extra?.local !== undefined) {
    put(connections, key, connectionRow(connection, times));
  } else if (row.row.expiresAt !== expiresAt) {
    row.row.expiresAt = expiresAt;
    tell(connections, row, { expiresAt });
  }
}

function lookAtEntry({ tables, node, entries }: KeptNode, entry: TcpEntry): void {
  const now = findEntry(node.stack.sockets.tcp, entry);
  const known = entries.get(entry);
  if (now === entry && known !== undefined) {
    tellQueues(tables.sockets, known, entry);
    return;
  }
  entries.delete(entry);
  const key = known?.key ?? socketKey(tcpRow(entry));
  if (now === undefined) {
    takeOut(tables.sockets, key);
    return;
  }
  put(tables.sockets, key, tcpRow(now));
  const kept = tables.sockets.rows.get(key);
  if (kept !== undefined) entries.set(now, kept);
}

/** Mostly a connection only has other things to send or to read. */
function tellQueues(table: KeptTable<"sockets">, kept: KeptRow<SocketRow>, entry: TcpEntry): void {
  const { row } = kept;
  const state = tcpState(entry);
  const receiveQueue = entry.kind === "socket" ? receiveQueueOf(entry) : 0;
  const sendQueue = entry.kind === "socket" ? sendQueueOf(entry) : 0;
  if (row.state === state && row.receiveQueue === receiveQueue && row.sendQueue === sendQueue) return;
  row.state = state;
  row.receiveQueue = receiveQueue;
  row.sendQueue = sendQueue;
  tell(table, kept, { state, receiveQueue, sendQueue });
}

function lookAtListener({ node, tables }: KeptNode, { address, port }: TcpListener): void {
  const listeners = node.stack.sockets.tcp.listeners.get(port) ?? [];
  const now = listeners.find((listener) => listener.address === address);
  const key = socketKey(listenerRow({ address, port, backlog: 0 }));
  if (now === undefined) takeOut(tables.sockets, key);
  else put(tables.sockets, key, listenerRow(now));
}

/** A socket that is connected has other ends than before: the row of the old ones goes, or is another's. */
function lookAtDatagrams(kept: KeptNode, socket: UdpSocket): void {
  const key = socketKey(udpRow(socket));
  const before = kept.datagrams.get(socket);
  if (socket.isClosed) kept.datagrams.delete(socket);
  else kept.datagrams.set(socket, key);
  if (before !== undefined && before !== key) lookAtDatagramKey(kept, socket.localPort, before);
  lookAtDatagramKey(kept, socket.localPort, key);
}

function lookAtDatagramKey({ node, tables }: KeptNode, port: number, key: string): void {
  const sockets = node.stack.sockets.udp.byPort.get(port) ?? [];
  const row = sockets.map(udpRow).find((candidate) => socketKey(candidate) === key);
  if (row === undefined) takeOut(tables.sockets, key);
  else put(tables.sockets, key, row);
}

function lookAtNeighbour({ tables }: KeptNode, neighbour: Neighbour): void {
  const key = neighbourKey(neighbour);
  const now = neighbour.interface.neighbours.get(neighbour.address);
  if (now === undefined || !isNeighbourShown(now)) takeOut(tables.neighbours, key);
  else put(tables.neighbours, key, neighbourRow(now));
}
