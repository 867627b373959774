/**
 * One node whose rows are kept: the rows as they were last told, and what has been touched since.
 *
 * Of large tables (connections, sockets, neighbours) the simulation says which row it touched, and only those
 * are looked at; small tables are compared as a whole.
 */

import type { Nanos } from "#sim/engine/time";
import type { Connection } from "#sim/ipvs/connection";
import type { Ipvs } from "#sim/ipvs/ipvs";
import type { ConnectionName } from "#sim/ipvs/ipvs-events";
import type { NetDevice } from "#sim/link/device";
import type { NetNode } from "#sim/nodes/node";
import { type Row, type TableName, type TableRows, tableNames } from "#sim/rows";
import type { Neighbour } from "#sim/stack/neighbour";
import { snmpNames } from "#sim/stack/snmp";
import type { TcpEntry, TcpListener } from "#sim/stack/tcp/tcp-socket";
import type { UdpSocket } from "#sim/stack/udp-socket";
import type { MacAddress } from "#sim/wire/address";

/** Told of each row that is another one now, or gone. */
export type TellChange = (node: string, table: TableName, key: string, row: Row | undefined) => void;

export type KeptRows = { readonly [table in TableName]: Map<string, TableRows[table]> };

/** What the simulation said it touched in this step. */
export interface Touched {
  readonly connections: Set<Connection>;
  readonly entries: Set<TcpEntry | TcpListener>;
  readonly datagrams: Set<UdpSocket>;
  readonly neighbours: Set<Neighbour>;
}

/** By what small tables are known to be as they were. */
export interface Seen {
  generation: number;
  sysctls: number;
  /** Names of devices: what a machine started with depends on them. */
  devices: string;
  initialSysctls: ReadonlyMap<string, string>;
  ipvs: Ipvs | undefined;
  readonly macs: Map<NetDevice, MacAddress>;
  readonly counters: Float64Array;
  readonly extraCounters: Map<string, number>;
  /** Rules of packet filters, with their packets. */
  filters: readonly unknown[];
  rawSockets: number;
}

export interface KeptNode {
  readonly node: NetNode;
  /** What moments in rows count from. */
  readonly start: Nanos;
  readonly tell: TellChange;
  readonly rows: KeptRows;
  readonly touched: Touched;
  /** Under which key a socket was last told. */
  readonly keys: WeakMap<object, string>;
  /** The same of connections, and the name that it was made of. */
  readonly names: WeakMap<Connection, { readonly name: ConnectionName; readonly key: string }>;
  readonly seen: Seen;
  /** An event named the node in this step, or something in it was touched. */
  isTouched: boolean;
  /** Something was touched since the last look. */
  hasNews: boolean;
  /** An administrator changed something. */
  isConfigured: boolean;
}

/** A node of which nothing has been told yet. */
export function keptNode(node: NetNode, start: Nanos, tell: TellChange): KeptNode {
  const rows = Object.fromEntries(tableNames.map((name) => [name, new Map()])) as unknown as KeptRows;
  return {
    node,
    start,
    tell,
    rows,
    touched: {
      connections: new Set(),
      entries: new Set(),
      datagrams: new Set(),
      neighbours: new Set(),
    },
    keys: new WeakMap(),
    names: new WeakMap(),
    seen: {
      generation: -1,
      sysctls: -1,
      devices: "",
      initialSysctls: new Map(),
      ipvs: undefined,
      macs: new Map(),
      counters: new Float64Array(snmpNames.length),
      extraCounters: new Map(),
      filters: [],
      rawSockets: 0,
    },
    isTouched: false,
    hasNews: false,
    isConfigured: true,
  };
}

/** Keeps a row and tells of it; without a row it is gone. */
export function put<Table extends TableName>(
  { node, rows, tell }: Pick<KeptNode, "node" | "rows" | "tell">,
  table: Table,
  key: string,
  row: TableRows[Table] | undefined,
): void {
  const kept = rows[table];
  if (row === undefined) {
    if (!kept.delete(key)) return;
  } else kept.set(key, row);
  tell(node.name, table, key, row);
}

/** Keeps all rows of a table as they are now, and tells of those that are others. */
export function putAll<Table extends TableName>(
  node: Pick<KeptNode, "node" | "rows" | "tell">,
  table: Table,
  now: ReadonlyMap<string, TableRows[Table]>,
): void {
  const kept = node.rows[table];
  for (const key of kept.keys()) {
    if (!now.has(key)) put(node, table, key, undefined);
  }
  for (const [key, row] of now) {
    const before = kept.get(key);
    if (before === undefined || !isSameRow(before, row)) put(node, table, key, row);
  }
}

/** Whether two rows of one table say the same. */
export function isSameRow(one: Row, other: Row): boolean {
  const names = Object.keys(one) as (keyof typeof one)[];
  return names.every((name) => isSameValue(one[name], other[name]));
}

const isSameValue = (one: unknown, other: unknown): boolean =>
  one === other || (Array.isArray(one) && Array.isArray(other) && one.join() === other.join());
