/**
 * The rows of large tables: those that the simulation touched are looked at one by one.
 */

import type { Connection } from "#sim/ipvs/connection";
import { connectionName, stateName } from "#sim/ipvs/connection-name";
import { entriesOf } from "#sim/ipvs/connection-table";
import type { Ipvs } from "#sim/ipvs/ipvs";
import type { Neighbour } from "#sim/stack/neighbour";
import type { TcpEntry, TcpListener } from "#sim/stack/tcp/tcp-socket";
import { findEntry } from "#sim/stack/tcp/tcp-table";
import type { UdpSocket } from "#sim/stack/udp-socket";
import {
  connectionKey,
  connectionRow,
  connectionRows,
  expiryOf,
  holderOf,
} from "#sim/tables/connection-rows";
import { isNeighbourShown, neighbourKey, neighbourRow } from "#sim/tables/neighbour-rows";
import {
  listenerRow,
  socketKey,
  socketRows,
  tcpQueues,
  tcpRow,
  tcpState,
  udpRow,
} from "#sim/tables/socket-rows";
import { put, putAll, takeOut, tell } from "./change-log.ts";
import type { KeptNode } from "./kept-node.ts";

/** Keeps the rows of all sockets as they are before any is touched. */
export function keepSockets({ node, keys, tables }: KeptNode): void {
  const { stack } = node;
  putAll(tables.sockets, socketRows(stack));
  for (const socket of [...stack.sockets.udp.byPort.values()].flat()) {
    keys.set(socket, socketKey(udpRow(socket)));
  }
}

/** Keeps the rows of all connections as they are before any is touched; without its module there are none. */
export function keepConnections({ node, names, start, tables }: KeptNode): void {
  const { ipvs } = node;
  putAll(tables.connections, ipvs === undefined ? new Map() : connectionRows(ipvs, start));
  if (ipvs === undefined) return;
  for (const connection of entriesOf(ipvs.connections)) {
    const name = connectionName(connection);
    names.set(connection, { name, key: connectionKey(name) });
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
  const { names, tables, start } = kept;
  const name = connectionName(connection);
  const known = names.get(connection);
  const key = known?.name === name ? known.key : connectionKey(name);
  if (known?.name !== name) names.set(connection, { name, key });
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
function tellConnection({ tables, start }: KeptNode, key: string, connection: Connection): void {
  const { connections } = tables;
  const row = connections.rows.get(key);
  const expiresAt = expiryOf(connection, start);
  const isKnown = row?.row.state === stateName(connection) && row.row.method === connection.forwarder.name;
  if (row === undefined || !isKnown || connection.extra?.local !== undefined) {
    put(connections, key, connectionRow(connection, start));
  } else if (row.row.expiresAt !== expiresAt) {
    row.row.expiresAt = expiresAt;
    tell(connections, row, { expiresAt });
  }
}

function lookAtEntry(kept: KeptNode, entry: TcpEntry): void {
  const { tables, node, keys } = kept;
  const now = findEntry(node.stack.sockets.tcp, entry);
  const key = keys.get(entry) ?? socketKey(tcpRow(entry));
  keys.set(entry, key);
  if (now === undefined) {
    takeOut(tables.sockets, key);
    return;
  }
  const known = tables.sockets.rows.get(key);
  if (known === undefined) {
    put(tables.sockets, key, tcpRow(now));
    return;
  }
  const { row } = known;
  const state = tcpState(now);
  const { receiveQueue, sendQueue } = tcpQueues(now);
  if (row.state === state && row.receiveQueue === receiveQueue && row.sendQueue === sendQueue) return;
  row.state = state;
  row.receiveQueue = receiveQueue;
  row.sendQueue = sendQueue;
  tell(tables.sockets, known, { state, receiveQueue, sendQueue });
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
  const before = kept.keys.get(socket);
  kept.keys.set(socket, key);
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
