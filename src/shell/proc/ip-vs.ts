/**
 * /proc/net/ip_vs and ip_vs_conn, ip_vs_conn_sync, ip_vs_app: the tables of the load balancer as the kernel
 * shows them.
 */

import type { Ipvs } from "#sim/ipvs/ipvs";
import { jiffiesPerSecond } from "#sim/ipvs/jiffies";
import {
  type ConnectionRow,
  connectionRows,
  type DestinationRow,
  type ServiceRow,
  serviceRows,
  tableSize,
} from "#sim/ipvs/listing";
import { protocols } from "#sim/wire/ipv4";
import type { Machine } from "../machine.ts";
import { hex } from "./numbers.ts";

const head = `IP Virtual Server version 1.2.1 (size=${tableSize})
Prot LocalAddress:Port Scheduler Flags
  -> RemoteAddress:Port Forward Weight ActiveConn InActConn
`;

export const tables = (ipvs: Ipvs): string => head + serviceRows(ipvs).map(serviceLines).join("");

const endpoint = ({ address, port }: { readonly address: number; readonly port: number }): string =>
  `${hex(address, 8)}:${hex(port, 4)}`;

function serviceLines(row: ServiceRow): string {
  const { scheduler, persistent, netmask } = row;
  const ops = row.isOnePacket ? "ops " : "";
  const name =
    row.fwmark !== 0
      ? `FWM  ${hex(row.fwmark, 8)} ${scheduler} ${ops}`
      : `${protocolName(row.protocol)}  ${endpoint(row)} ${scheduler} ${ops} `;
  const persistence =
    persistent === undefined ? "" : `persistent ${persistent * jiffiesPerSecond} ${hex(netmask, 8)}`;
  return `${name}${persistence}\n${row.destinations.map(serverLine).join("")}`;
}

const protocolName = (protocol: number): string => {
  if (protocol === protocols.udp) return "UDP";
  return protocol === protocols.sctp ? "SCTP" : "TCP";
};

function serverLine(row: DestinationRow): string {
  const cells = [
    row.forwarder.listed.padEnd(7),
    String(row.weight).padEnd(6),
    String(row.activeConnections).padEnd(10),
    String(row.inactiveConnections).padEnd(10),
  ];
  return `  -> ${endpoint(row)}      ${cells.join(" ")}\n`;
}

/** Applications that change the data of connections: of one it is known that it is loaded. */
export function applications({ modules }: Machine): string {
  const ftp = modules.has("ip_vs_ftp") ? `TCP  ${"21".padEnd(7)} ${"0".padEnd(6)} ${"ftp".padEnd(17)}\n` : "";
  return `prot port    usecnt name\n${ftp}`;
}

const connectionHead = "Pro FromIP   FPrt ToIP     TPrt DestIP   DPrt State       ";

export const connections = (ipvs: Ipvs): string =>
  `${connectionHead}Expires PEName PEData\n${connectionRows(ipvs).map(connectionLine).join("")}`;

function connectionLine(row: ConnectionRow): string {
  const engine = row.engine === undefined ? "" : ` ${row.engine.name} ${row.engine.data}`;
  return `${connectionStart(row)} ${String(row.secondsLeft).padStart(7)}${engine}\n`;
}

function connectionStart({ protocol, client, virtual, destination, state }: ConnectionRow): string {
  const ends = [client, virtual, destination].map(
    ({ address, port }) => `${hex(address, 8)} ${hex(port, 4)}`,
  );
  return `${protocol.padEnd(3)} ${ends.join(" ")} ${state.padEnd(11)}`;
}

export const connectionOrigins = (ipvs: Ipvs): string =>
  `${connectionHead}Origin Expires\n${connectionRows(ipvs).map(originLine).join("")}`;

const originLine = (row: ConnectionRow): string =>
  `${connectionStart(row)} ${row.isFromSync ? "SYNC  " : "LOCAL "} ${String(row.secondsLeft).padStart(7)}\n`;
