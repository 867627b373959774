/**
 * The connection table: entries found by client endpoint and protocol, then by the endpoint they talk to.
 *
 * As in the kernel one table answers for both directions, because a reply names the same client. The kernel
 * shows its 4096 buckets; here the table grows, the number is only shown.
 */

import { emptyTable, get, remove, set, type TupleTable, valuesOf } from "../engine/tuple-table.ts";
import { type Connection, connectionFlags, portOf } from "./connection.ts";

export interface ConnectionTable {
  /** The newest entry for a client endpoint and a protocol; the others follow by `next`. */
  readonly heads: TupleTable<Connection>;
  count: number;
  /** Entries whose client port is not known yet. */
  withoutClientPort: number;
  /** Templates that an engine of persistence keyed by what is inside the packets. */
  readonly byEngineKey: Map<string, Connection>;
  /** Told of each entry that has come, changed or gone, where somebody keeps rows of them. */
  touched: ((connection: Connection) => void) | undefined;
}

/** What `ipvsadm` prints as size: buckets, not a limit. */
export const shownTableSize = 4096;

export const emptyConnectionTable = (): ConnectionTable => ({
  heads: emptyTable(),
  count: 0,
  withoutClientPort: 0,
  byEngineKey: new Map(),
  touched: undefined,
});

/** A conversation as its client sees it: from where to which virtual endpoint. */
export interface Flow {
  readonly protocol: number;
  readonly client: number;
  readonly virtual: number;
}

/**
 * The entry of a packet from a client. Client port 0 stands for one that is not known yet: an entry that was
 * made by a packet from port 0 is never found again.
 */
export function findRequest(
  table: ConnectionTable,
  protocol: number,
  client: number,
  virtual: number,
): Connection | undefined {
  const port = portOf(client);
  const found = port === 0 ? undefined : walk(get(table.heads, client, protocol), virtual, 0);
  if (found !== undefined || table.withoutClientPort === 0) return found;
  return walk(get(table.heads, client - port, protocol), virtual, connectionFlags.noClientPort);
}

function walk(head: Connection | undefined, virtual: number, wanted: number): Connection | undefined {
  const asked = connectionFlags.template | connectionFlags.noClientPort;
  let entry = head;
  while (entry !== undefined) {
    if (entry.virtual === virtual && (entry.flags & asked) === wanted) return entry;
    entry = entry.next;
  }
  return undefined;
}

/**
 * The entry of a packet from `sender` to a client: from the destination itself where addresses are
 * rewritten. Where the source is rewritten too, no destination sends anything to the client.
 */
export function findReply(
  table: ConnectionTable,
  protocol: number,
  sender: number,
  client: number,
): Connection | undefined {
  let entry = get(table.heads, client, protocol);
  while (entry !== undefined) {
    const { forwarder } = entry;
    const expected = forwarder.rewritesDestination ? entry.server : entry.virtual;
    const isFound = expected === sender && (entry.flags & connectionFlags.template) === 0;
    if (isFound && forwarder.rewritesSource !== true) return entry;
    entry = entry.next;
  }
  return undefined;
}

/** The template with exactly this key. */
export function findTemplate(
  table: ConnectionTable,
  { protocol, client, virtual }: Flow,
): Connection | undefined {
  let entry = get(table.heads, client, protocol);
  while (entry !== undefined) {
    if (entry.virtual === virtual && (entry.flags & connectionFlags.template) !== 0) return entry;
    entry = entry.next;
  }
  return undefined;
}

/** Puts an entry into the table, before others of the same client endpoint. */
export function insert(table: ConnectionTable, connection: Connection): void {
  connection.next = get(table.heads, connection.client, connection.protocol);
  set(table.heads, connection.client, connection.protocol, connection);
  connection.flags |= connectionFlags.hashed;
  table.count++;
  if ((connection.flags & connectionFlags.noClientPort) !== 0) table.withoutClientPort++;
  table.touched?.(connection);
}

/** Takes an entry out of the table; answers whether it was there. */
export function take(table: ConnectionTable, connection: Connection): boolean {
  if ((connection.flags & connectionFlags.hashed) === 0) return false;
  connection.flags &= ~connectionFlags.hashed;
  unlink(table, connection);
  table.count--;
  if ((connection.flags & connectionFlags.noClientPort) !== 0) table.withoutClientPort--;
  const engineKey = connection.extra?.engineKey;
  if (engineKey !== undefined && table.byEngineKey.get(engineKey) === connection) {
    table.byEngineKey.delete(engineKey);
  }
  table.touched?.(connection);
  return true;
}

function unlink(table: ConnectionTable, connection: Connection): void {
  const { client, protocol, next } = connection;
  connection.next = undefined;
  const head = get(table.heads, client, protocol);
  if (head === connection) {
    if (next === undefined) remove(table.heads, client, protocol);
    else set(table.heads, client, protocol, next);
    return;
  }
  let before = head;
  while (before !== undefined && before.next !== connection) before = before.next;
  if (before !== undefined) before.next = next;
}

/** The client port has become known: the entry moves to its place. */
export function fillClientPort(table: ConnectionTable, connection: Connection, client: number): void {
  if (!take(table, connection)) return;
  connection.flags &= ~connectionFlags.noClientPort;
  connection.client = client;
  connection.shownName = undefined;
  insert(table, connection);
}

/** All entries. The order is that of the table's slots: nobody may rely on it, as in the kernel. */
export function* entriesOf(table: ConnectionTable): Generator<Connection> {
  for (const head of valuesOf(table.heads)) {
    let entry: Connection | undefined = head;
    while (entry !== undefined) {
      yield entry;
      entry = entry.next;
    }
  }
}
