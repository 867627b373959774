/**
 * The rows of tables that differ between two runs at a pair of moments.
 *
 * Leaves out what counts and runs down by itself: packets, bytes, queues, the time that entries have left. A
 * table that both moments have as they had it last is not looked at again.
 */

import type { Row, TableName } from "#sim/rows";
import { tableNames } from "#sim/rows";
import { type Both, sides } from "./compare.ts";
import { type MeaningNames, textOf } from "./compare-meaning.ts";
import { type Moment, type Recording, rowsAt } from "./recording.ts";
import type { Rows } from "./row-log.ts";

/** A row that one run alone has, or in which some fields differ. */
export interface RowDifference {
  readonly key: string;
  readonly one: Row | undefined;
  readonly other: Row | undefined;
  /** The names of the fields that differ, where both have it. */
  readonly fields: readonly string[];
}

export interface TableDifference {
  readonly node: string;
  readonly table: TableName;
  readonly rows: readonly RowDifference[];
}

/** Looks for rows that differ; remembers tables that did not change. */
export type TableComparer = (moments: Both<Moment>) => readonly TableDifference[];

/** What counts, and what runs down. */
const moving: ReadonlySet<string> = new Set(
  (
    "rxPackets rxBytes rxDropped txPackets txBytes txDropped inPackets outPackets packets expiresAt " +
    "receiveQueue sendQueue"
  ).split(" "),
);

const compared = tableNames.filter((table) => table !== "counters");

/**
 * Makes a comparer for the nodes that both runs have; `names`: how addresses are called in each, where the
 * networks differ.
 */
export function createTableComparer(runs: Both<Recording>, names?: Both<MeaningNames>): TableComparer {
  const others = nodesIn(runs.other);
  const nodes = [...nodesIn(runs.one)].filter((node) => others.has(node));
  const known = new Map<string, { readonly read: Both<Rows>; readonly found: TableDifference }>();
  return (moments) =>
    nodes.flatMap((node) =>
      compared.flatMap((table) => {
        const name = `${node} ${table}`;
        const read = {
          one: rowsAt(runs.one, moments.one, node, table),
          other: rowsAt(runs.other, moments.other, node, table),
        };
        const last = known.get(name);
        const isSame = last !== undefined && sides.every((side) => last.read[side] === read[side]);
        const found = isSame ? last.found : { node, table, rows: differing(read, names) };
        if (!isSame) known.set(name, { read, found });
        return found.rows.length === 0 ? [] : [found];
      }),
    );
}

/** A row as it is, and as it is compared. */
interface Named {
  readonly row: Row;
  readonly as: Row;
}

/** Rows by their keys and with their texts as they are called. */
function namedRows(rows: Rows, names: MeaningNames | undefined): ReadonlyMap<string, Named> {
  const named = new Map<string, Named>();
  for (const [key, row] of rows) {
    if (names === undefined) named.set(key, { row, as: row });
    else named.set(textOf(key, names), { row, as: namedRow(row, names) });
  }
  return named;
}

function namedRow(row: Row, names: MeaningNames): Row {
  const fields = Object.entries(row).map(([name, value]) => [
    name,
    typeof value !== "string" ? value : name === "mac" ? names.mac(value) : textOf(value, names),
  ]);
  return Object.fromEntries(fields);
}

/** The rows that differ between two states of a table. */
function differing(read: Both<Rows>, names: Both<MeaningNames> | undefined): RowDifference[] {
  const found: RowDifference[] = [];
  const [ones, others] = [namedRows(read.one, names?.one), namedRows(read.other, names?.other)];
  for (const [key, one] of ones) {
    const other = others.get(key);
    const fields = other === undefined ? [] : fieldsThatDiffer(one.as, other.as);
    if (other === undefined || fields.length > 0) {
      found.push({ key, one: one.row, other: other?.row, fields });
    }
  }
  for (const [key, { row }] of others) {
    if (!ones.has(key)) found.push({ key, one: undefined, other: row, fields: [] });
  }
  return found;
}

function fieldsThatDiffer(one: Row, other: Row): string[] {
  if (one === other) return [];
  const [ones, others] = [one, other] as unknown as readonly Readonly<Record<string, unknown>>[];
  return Object.keys({ ...ones, ...others }).filter(
    (name) => !moving.has(name) && JSON.stringify(ones?.[name]) !== JSON.stringify(others?.[name]),
  );
}

/** The machines and switches of which a run has tables. */
export const nodesIn = ({ rows }: Recording): Set<string> => new Set(rows.names.map(({ node }) => node));
