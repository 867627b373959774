/**
 * The rows of large tables: those that the simulation touched are looked at one by one.
 */

import type { Connection } from "#sim/ipvs/connection";
import { connectionName } from "#sim/ipvs/connection-name";
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
  holderOf,
  isConnectionAsIn,
} from "#sim/tables/connection-rows";
import { isNeighbourShown, isSameNeighbour, neighbourKey, neighbourRow } from "#sim/tables/neighbour-rows";
import { isTcpAsIn, listenerRow, socketKey, socketRows, tcpRow, udpRow } from "#sim/tables/socket-rows";
import { type KeptNode, put, putAll } from "./kept-node.ts";

/** Keeps all rows as they are before anything is touched. */
export function keepLarge(kept: KeptNode): void {
  const { node, names, keys, start } = kept;
  const { ipvs, stack } = node;
  putAll(kept, "sockets", socketRows(stack));
  for (const socket of [...stack.sockets.udp.byPort.values()].flat())
    keys.set(socket, socketKey(udpRow(socket)));
  if (ipvs === undefined) return;
  putAll(kept, "connections", connectionRows(ipvs, start));
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
  const { names, rows, start } = kept;
  const name = connectionName(connection);
  const known = names.get(connection);
  const key = known?.name === name ? known.key : connectionKey(name);
  if (known?.name !== name) names.set(connection, { name, key });
  if (known !== undefined && known.key !== key) {
    // An entry has other ends: who has the old ones now is not known.
    putAll(kept, "connections", connectionRows(ipvs, start));
    return;
  }
  const holder = holderOf(ipvs.connections, connection);
  const row = rows.connections.get(key);
  if (holder === undefined) put(kept, "connections", key, undefined);
  else if (row === undefined || !isConnectionAsIn(holder, row, start)) {
    put(kept, "connections", key, connectionRow(holder, start));
  }
}

function lookAtEntry(kept: KeptNode, entry: TcpEntry): void {
  const { rows, node, keys } = kept;
  const now = findEntry(node.stack.sockets.tcp, entry);
  const key = keys.get(entry) ?? socketKey(tcpRow(entry));
  keys.set(entry, key);
  const row = rows.sockets.get(key);
  if (now === undefined) put(kept, "sockets", key, undefined);
  else if (row === undefined || !isTcpAsIn(now, row)) put(kept, "sockets", key, tcpRow(now));
}

function lookAtListener(kept: KeptNode, { address, port }: TcpListener): void {
  const listeners = kept.node.stack.sockets.tcp.listeners.get(port) ?? [];
  const now = listeners.find((listener) => listener.address === address);
  const key = socketKey(listenerRow({ address, port, backlog: 0 }));
  if (now === undefined) put(kept, "sockets", key, undefined);
  else put(kept, "sockets", key, listenerRow(now));
}

/** A socket that is connected has other ends than before: the row of the old ones goes, or is another's. */
function lookAtDatagrams(kept: KeptNode, socket: UdpSocket): void {
  const key = socketKey(udpRow(socket));
  const before = kept.keys.get(socket);
  kept.keys.set(socket, key);
  if (before !== undefined && before !== key) lookAtDatagramKey(kept, socket.localPort, before);
  lookAtDatagramKey(kept, socket.localPort, key);
}

function lookAtDatagramKey(kept: KeptNode, port: number, key: string): void {
  const sockets = kept.node.stack.sockets.udp.byPort.get(port) ?? [];
  const row = sockets.map(udpRow).find((candidate) => socketKey(candidate) === key);
  if (row === undefined) put(kept, "sockets", key, undefined);
  else if (!kept.rows.sockets.has(key)) put(kept, "sockets", key, row);
}

function lookAtNeighbour(kept: KeptNode, neighbour: Neighbour): void {
  const key = neighbourKey(neighbour);
  const now = neighbour.interface.neighbours.get(neighbour.address);
  if (now === undefined || !isNeighbourShown(now)) {
    put(kept, "neighbours", key, undefined);
    return;
  }
  const row = neighbourRow(now);
  const before = kept.rows.neighbours.get(key);
  if (before === undefined || !isSameNeighbour(before, row)) put(kept, "neighbours", key, row);
}
