/**
 * One node whose rows are kept: the rows as they were last told, and what has been touched since.
 *
 * Of large tables (connections, sockets, neighbours) the simulation says which row it touched, and only those
 * are looked at; small tables are compared as a whole.
 */

import type { Nanos } from "#sim/engine/time";
import type { Connection } from "#sim/ipvs/connection";
import type { Destination } from "#sim/ipvs/destination";
import type { Ipvs } from "#sim/ipvs/ipvs";
import type { ConnectionName } from "#sim/ipvs/ipvs-events";
import type { Service } from "#sim/ipvs/service";
import type { NetDevice } from "#sim/link/device";
import type { NetNode } from "#sim/nodes/node";
import type { DestinationRow, DeviceRow, ServiceRow, SocketRow, TableName } from "#sim/rows";
import type { Neighbour } from "#sim/stack/neighbour";
import type { TcpEntry, TcpListener } from "#sim/stack/tcp/tcp-socket";
import type { UdpSocket } from "#sim/stack/udp-socket";
import type { MacAddress } from "#sim/wire/address";
import { type ChangeLog, type KeptRow, type KeptTable, keptTable } from "./change-log.ts";
import { type KeptBridges, keptBridges } from "./kept-bridges.ts";

export type KeptTables = { readonly [table in TableName]: KeptTable<table> };

/** What the simulation said it touched in this step. */
export interface Touched {
  readonly connections: Set<Connection>;
  readonly entries: Set<TcpEntry | TcpListener>;
  readonly datagrams: Set<UdpSocket>;
  readonly neighbours: Set<Neighbour>;
}

/** A thing with counters, and its row. */
export interface Counted<Thing, Row> {
  readonly thing: Thing;
  readonly kept: KeptRow<Row>;
}

export interface KeptDevice extends Counted<NetDevice, DeviceRow> {
  mac: MacAddress;
}

/** The name that an entry's key was made of: it gets another where its ends change. */
export interface KeptConnection {
  readonly name: ConnectionName;
  readonly key: string;
}

/** By what small tables are known to be as they were. */
export interface Seen {
  generation: number;
  sysctls: number;
  /** Names of devices: what a machine started with depends on them. */
  deviceNames: string;
  initialSysctls: ReadonlyMap<string, string>;
  ipvs: Ipvs | undefined;
  devices: KeptDevice[];
  /** An administrator has changed services since they were listed. */
  areServicesOld: boolean;
  services: Counted<Service, ServiceRow>[];
  destinations: Counted<Destination, DestinationRow>[];
  /** Values of the counters that have a place of their own. */
  counters: number[];
  /** Rules of packet filters, with their packets. */
  filters: readonly unknown[];
  rawSockets: number;
}

export interface KeptNode {
  readonly node: NetNode;
  /** What moments in rows count from. */
  readonly start: Nanos;
  readonly tables: KeptTables;
  readonly bridges: KeptBridges;
  readonly touched: Touched;
  /** Rows of things that are in their tables, to be found without their keys. */
  readonly entries: Map<TcpEntry, KeptRow<SocketRow>>;
  readonly connections: Map<Connection, KeptConnection>;
  /** Under which key a UDP socket was last told. */
  readonly datagrams: Map<UdpSocket, string>;
  readonly seen: Seen;
  /** An event named the node in this step, or something in it was touched. */
  isTouched: boolean;
  /** Something was touched since the last look. */
  hasNews: boolean;
  /** An administrator changed something. */
  isConfigured: boolean;
}

/** A node of which nothing has been told yet. */
export function keptNode(node: NetNode, start: Nanos, log: ChangeLog): KeptNode {
  const tables = keptTables(node.name, log);
  return {
    node,
    start,
    tables,
    bridges: keptBridges(node.bridges, tables.fdb),
    touched: {
      connections: new Set(),
      entries: new Set(),
      datagrams: new Set(),
      neighbours: new Set(),
    },
    entries: new Map(),
    connections: new Map(),
    datagrams: new Map(),
    seen: {
      generation: -1,
      sysctls: -1,
      deviceNames: "",
      initialSysctls: new Map(),
      ipvs: undefined,
      devices: [],
      areServicesOld: true,
      services: [],
      destinations: [],
      counters: [],
      filters: [],
      rawSockets: 0,
    },
    isTouched: false,
    hasNews: false,
    isConfigured: true,
  };
}

const keptTables = (node: string, log: ChangeLog): KeptTables => ({
  devices: keptTable(node, "devices", log),
  addresses: keptTable(node, "addresses", log),
  routes: keptTable(node, "routes", log),
  policies: keptTable(node, "policies", log),
  neighbours: keptTable(node, "neighbours", log),
  sysctls: keptTable(node, "sysctls", log),
  services: keptTable(node, "services", log),
  destinations: keptTable(node, "destinations", log),
  connections: keptTable(node, "connections", log),
  sockets: keptTable(node, "sockets", log),
  filters: keptTable(node, "filters", log),
  counters: keptTable(node, "counters", log),
  fdb: keptTable(node, "fdb", log),
});
