/**
 * The rows of tables that differ between two runs at a pair of moments.
 *
 * Leaves out what counts and runs down by itself: packets, bytes, queues, the time that entries have left. A
 * table that both moments have as they had it last is not looked at again.
 */

import type { Row, TableName } from "#sim/rows";
import { tableNames } from "#sim/rows";
import { type Both, sides } from "./compare.ts";
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
export type TableComparer = (runs: Both<Recording>, moments: Both<Moment>) => readonly TableDifference[];

/** What counts, and what runs down. */
const moving: ReadonlySet<string> = new Set(
  (
    "rxPackets rxBytes rxDropped txPackets txBytes txDropped inPackets outPackets packets expiresAt " +
    "receiveQueue sendQueue"
  ).split(" "),
);

const compared = tableNames.filter((table) => table !== "counters");

/** Makes a comparer for the nodes of two runs. */
export function createTableComparer(nodes: readonly string[]): TableComparer {
  const known = new Map<string, { readonly read: Both<Rows>; readonly found: TableDifference }>();
  return (runs, moments) =>
    nodes.flatMap((node) =>
      compared.flatMap((table) => {
        const name = `${node} ${table}`;
        const read = {
          one: rowsAt(runs.one, moments.one, node, table),
          other: rowsAt(runs.other, moments.other, node, table),
        };
        const last = known.get(name);
        const isSame = last !== undefined && sides.every((side) => last.read[side] === read[side]);
        const found = isSame ? last.found : { node, table, rows: differing(read) };
        if (!isSame) known.set(name, { read, found });
        return found.rows.length === 0 ? [] : [found];
      }),
    );
}

/** The rows that differ between two states of a table. */
export function differing(read: Both<Rows>): RowDifference[] {
  const found: RowDifference[] = [];
  for (const [key, one] of read.one) {
    const other = read.other.get(key);
    const fields = other === undefined ? [] : fieldsThatDiffer(one, other);
    if (other === undefined || fields.length > 0) found.push({ key, one, other, fields });
  }
  for (const [key, other] of read.other) {
    if (!read.one.has(key)) found.push({ key, one: undefined, other, fields: [] });
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

/** Which machines have tables that differ, and how many rows of each side. */
export function byNode(found: readonly TableDifference[]): ReadonlyMap<string, readonly TableDifference[]> {
  const nodes = new Map<string, TableDifference[]>();
  for (const one of found) nodes.set(one.node, [...(nodes.get(one.node) ?? []), one]);
  return nodes;
}
