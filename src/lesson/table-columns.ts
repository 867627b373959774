/**
 * The columns of the tables of a node, which the compiler holds against the rows of the simulation.
 */

import type { TableName, TableRows } from "#sim/rows";

type Columns = { readonly [Name in TableName]: Readonly<Record<keyof TableRows[Name], true>> };

const columns: Columns = {
  devices: {
    ...{ name: true, index: true, kind: true, mac: true, mtu: true, isUp: true, hasCarrier: true },
    ...{ rxPackets: true, rxBytes: true, rxDropped: true, txPackets: true, txBytes: true, txDropped: true },
  },
  addresses: { device: true, address: true, prefixLength: true, scope: true, isSecondary: true, label: true },
  routes: { table: true, type: true, destination: true, via: true, device: true, text: true },
  policies: { priority: true, text: true },
  neighbours: { device: true, address: true, mac: true, state: true },
  sysctls: { name: true, value: true, initial: true },
  services: {
    ...{ name: true, scheduler: true, flags: true, persistence: true },
    ...{ connections: true, inPackets: true, outPackets: true },
  },
  destinations: {
    ...{ service: true, destination: true, method: true, weight: true, isOverloaded: true },
    ...{ activeConnections: true, inactiveConnections: true, persistentConnections: true },
    ...{ upperThreshold: true, lowerThreshold: true },
  },
  connections: {
    ...{ protocol: true, client: true, virtual: true, local: true, destination: true, method: true },
    ...{ state: true, isTemplate: true, expiresAt: true },
  },
  sockets: {
    ...{ protocol: true, state: true, local: true, remote: true },
    ...{ receiveQueue: true, sendQueue: true },
  },
  filters: { tool: true, table: true, chain: true, number: true, text: true, packets: true },
  counters: { name: true, value: true },
  fdb: { mac: true, port: true, vlan: true },
};

/** The tables. */
export const lessonTables = Object.keys(columns) as TableName[];

/** The columns of a table. */
export const columnsOf = (table: TableName): string[] => Object.keys(columns[table]);
