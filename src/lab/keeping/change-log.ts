/**
 * What is told of rows between two batches: who changed, when, and into what.
 */

import type { Row, TableName, TableRows } from "#sim/rows";
import type { ChangeColumns, RowName, RowPatch } from "../batch.ts";

export interface ChangeLog {
  /** Which batch is being filled. */
  batch: number;
  /** Events since time zero, and the moment, as of now. */
  position: number;
  at: number;
  names: RowName[];
  positions: number[];
  times: number[];
  rows: number[];
  patches: RowPatch[];
}

export const emptyLog = (): ChangeLog => ({
  batch: 0,
  position: 0,
  at: 0,
  names: [],
  positions: [],
  times: [],
  rows: [],
  patches: [],
});

/** Hands over what was told, and begins the next batch. */
export function takeChanges(log: ChangeLog): ChangeColumns {
  const { names, patches } = log;
  const columns = {
    names,
    positions: Uint32Array.from(log.positions),
    times: Float64Array.from(log.times),
    rows: Uint32Array.from(log.rows),
    patches,
  };
  log.batch++;
  log.names = [];
  log.positions = [];
  log.times = [];
  log.rows = [];
  log.patches = [];
  return columns;
}

type Mutable<Whole> = { -readonly [name in keyof Whole]: Whole[name] };

/** A row as it was last told, and its place among the names of the batch that it was last told in. */
export interface KeptRow<Kept> {
  readonly key: string;
  /** Never handed out: it changes. */
  row: Mutable<Kept>;
  batch: number;
  place: number;
}

/** A table of one node. */
export interface KeptTable<Table extends TableName> {
  readonly node: string;
  readonly table: Table;
  readonly log: ChangeLog;
  readonly rows: Map<string, KeptRow<TableRows[Table]>>;
}

export const keptTable = <Table extends TableName>(
  node: string,
  table: Table,
  log: ChangeLog,
): KeptTable<Table> => ({ node, table, log, rows: new Map() });

/** Tells of a row that was changed in place; `patch` is what is other now. */
export function tell<Table extends TableName>(
  { node, table, log }: KeptTable<Table>,
  kept: KeptRow<TableRows[Table]>,
  patch: RowPatch,
): void {
  const isFirst = kept.batch !== log.batch;
  if (isFirst) {
    kept.batch = log.batch;
    kept.place = log.names.length;
    log.names.push({ node, table, key: kept.key });
  }
  log.positions.push(log.position);
  log.times.push(log.at);
  log.rows.push(kept.place);
  log.patches.push(isFirst && patch !== null && typeof patch !== "number" ? { ...kept.row } : patch);
}

/** Keeps a row as it is now and tells of it; nothing where it says the same as before. */
export function put<Table extends TableName>(
  table: KeptTable<Table>,
  key: string,
  row: TableRows[Table],
): void {
  const known = table.rows.get(key);
  if (known === undefined) {
    const kept = { key, row: { ...row } as Mutable<TableRows[Table]>, batch: -1, place: 0 };
    table.rows.set(key, kept);
    tell(table, kept, row);
    return;
  }
  const patch = patchOf(known.row as TableRows[Table], row);
  if (patch === undefined) return;
  known.row = { ...row };
  tell(table, known, patch);
}

/** A row is gone, if it was there. */
export function takeOut<Table extends TableName>(table: KeptTable<Table>, key: string): void {
  const known = table.rows.get(key);
  if (known === undefined) return;
  table.rows.delete(key);
  tell(table, known, null);
}

/** Keeps all rows of a table as they are now, and tells of those that are others. */
export function putAll<Table extends TableName>(
  table: KeptTable<Table>,
  now: ReadonlyMap<string, TableRows[Table]>,
): void {
  for (const key of table.rows.keys()) {
    if (!now.has(key)) takeOut(table, key);
  }
  for (const [key, row] of now) put(table, key, row);
}

/** The fields of a row that are other than before; `undefined`: none is. */
function patchOf<Kept extends Row>(before: Kept, row: Kept): Partial<Row> | undefined {
  const patch: Partial<Record<keyof Kept, unknown>> = {};
  let isSame = true;
  for (const name of Object.keys(row) as (keyof Kept)[]) {
    if (isSameValue(before[name], row[name])) continue;
    patch[name] = row[name];
    isSame = false;
  }
  return isSame ? undefined : (patch as Partial<Row>);
}

const isSameValue = (one: unknown, other: unknown): boolean =>
  one === other || (Array.isArray(one) && Array.isArray(other) && one.join() === other.join());
