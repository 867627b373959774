/**
 * Row changes as a recording keeps them: one list of all, and for each table of each node which of them are
 * its own, with the rows after any number of them.
 *
 * Every thousand changes of a table (more where it is larger than that) a key frame holds all its rows;
 * between two of them the changes are applied anew, so rows come in the same order however a moment was
 * reached.
 */

import type { Row, TableName } from "#sim/rows";
import type { ChangeColumns, RowName, RowPatch } from "./batch.ts";
import { countUpTo } from "./count-up-to.ts";

export type Rows = ReadonlyMap<string, Row>;

/** All rows of a table after so many of its changes. */
export interface KeyFrame {
  readonly changes: number;
  readonly rows: Rows;
}

/** The changes of one table of one node. */
export interface TableLog {
  /** Their places in the list of all. */
  readonly places: number[];
  readonly keyFrames: KeyFrame[];
  /** What was read last: what is asked for next often is the same, or follows. */
  read: KeyFrame;
}

export interface RowLog {
  readonly positions: number[];
  readonly times: number[];
  readonly names: RowName[];
  /** `undefined`: the row is gone. */
  readonly rows: (Row | undefined)[];
  readonly tables: Map<string, TableLog>;
  /** One name for each row, however many batches name it. */
  readonly known: Map<string, RowName>;
}

const keyFrameInterval = 1000;

const nothing: KeyFrame = { changes: 0, rows: new Map() };

export const emptyRowLog = (): RowLog => ({
  positions: [],
  times: [],
  names: [],
  rows: [],
  tables: new Map(),
  known: new Map(),
});

const emptyTable = (): TableLog => ({ places: [], keyFrames: [nothing], read: nothing });

/** Adds the changes of a batch, which happened no earlier than those before them. */
export function addChanges(log: RowLog, { names, positions, times, rows, patches }: ChangeColumns): void {
  const own = names.map((name) => knownName(log, name));
  const tables = own.map(({ node, table }) => tableOf(log, node, table));
  const latest: (Row | undefined)[] = [];
  for (let index = 0; index < patches.length; index++) {
    const which = rows[index] as number;
    const name = own[which] as RowName;
    const row = patched(name, latest[which], patches[index] as RowPatch);
    latest[which] = row;
    addToTable(log, tables[which] as TableLog);
    log.positions.push(positions[index] as number);
    log.times.push(times[index] as number);
    log.names.push(name);
    log.rows.push(row);
  }
}

function knownName({ known }: RowLog, name: RowName): RowName {
  const text = `${name.node} ${name.table} ${name.key}`;
  const kept = known.get(text) ?? name;
  if (kept === name) known.set(text, name);
  return kept;
}

function tableOf({ tables }: RowLog, node: string, table: TableName): TableLog {
  const name = `${node} ${table}`;
  const known = tables.get(name) ?? emptyTable();
  tables.set(name, known);
  return known;
}

/** A row as it is after a change; a number is the value of a counter. */
function patched({ key }: RowName, before: Row | undefined, patch: RowPatch): Row | undefined {
  if (patch === null) return undefined;
  if (typeof patch === "number") return { name: key, value: patch };
  return before === undefined ? (patch as Row) : ({ ...before, ...patch } as Row);
}

/** The change that comes next is one of this table. */
function addToTable(log: RowLog, table: TableLog): void {
  const { places, keyFrames } = table;
  const last = keyFrames.at(-1) ?? nothing;
  const { length } = places;
  if (length - last.changes >= Math.max(keyFrameInterval, last.rows.size)) {
    keyFrames.push({ changes: length, rows: rowsFrom(log, table, last, length) });
  }
  places.push(log.rows.length);
}

/** How much has happened: so many events, and it is this late. */
export interface Limit {
  readonly position: number;
  readonly at: number;
}

/** How many of all changes had happened. */
export const changesUpTo = ({ positions, times }: RowLog, { position, at }: Limit): number =>
  Math.min(countUpTo(positions, position, itself), countUpTo(times, at, itself));

const itself = (value: number): number => value;

/** The rows of a table after the first `count` of all changes. The answer is never changed afterwards. */
export function rowsAfter(log: RowLog, node: string, table: TableName, count: number): Rows {
  const found = log.tables.get(`${node} ${table}`);
  if (found === undefined) return nothing.rows;
  const own = countUpTo(found.places, count - 1, itself);
  if (found.read.changes === own) return found.read.rows;
  const frame = keyFrameFor(found, own);
  const isAhead = found.read.changes > frame.changes && found.read.changes < own;
  found.read = { changes: own, rows: rowsFrom(log, found, isAhead ? found.read : frame, own) };
  return found.read.rows;
}

function keyFrameFor({ keyFrames }: TableLog, count: number): KeyFrame {
  const frames = countUpTo(keyFrames, count, ({ changes }) => changes);
  return keyFrames[frames - 1] ?? nothing;
}

function rowsFrom({ names, rows }: RowLog, { places }: TableLog, from: KeyFrame, count: number): Rows {
  if (from.changes === count) return from.rows;
  const after = new Map(from.rows);
  for (let index = from.changes; index < count; index++) {
    const place = places[index] as number;
    const { key } = names[place] as RowName;
    const row = rows[place];
    if (row === undefined) after.delete(key);
    else after.set(key, row);
  }
  return after;
}

/** The log of the first `count` changes. Rows and key frames are shared; the old one stays as it is. */
export function logUntil(log: RowLog, count: number): RowLog {
  const tables = new Map<string, TableLog>();
  for (const [name, { places, keyFrames }] of log.tables) {
    const own = countUpTo(places, count - 1, itself);
    tables.set(name, {
      places: places.slice(0, own),
      keyFrames: keyFrames.filter(({ changes }) => changes <= own),
      read: nothing,
    });
  }
  return {
    positions: log.positions.slice(0, count),
    times: log.times.slice(0, count),
    names: log.names.slice(0, count),
    rows: log.rows.slice(0, count),
    tables,
    known: new Map(log.known),
  };
}
