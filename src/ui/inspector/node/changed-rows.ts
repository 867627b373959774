/**
 * Which rows of a node changed last: with the latest event, or at the same instant as it. What a moment shows
 * does not depend on how it was reached.
 */

import { changedAt, type Moment, type Recording } from "#lab/recording";
import type { TableName } from "#sim/rows";
import { nanos } from "#ui/nanos";

/** The keys of changed rows by table. Rows that went are among them. */
export type ChangedRows = ReadonlyMap<TableName, ReadonlySet<string>>;

/** The rows of a node that changed in the instant of the latest event of a moment. */
export function changedRowsOf(recording: Recording, moment: Moment, node: string): ChangedRows {
  const { events } = recording;
  const last = events[moment.position - 1];
  if (last === undefined) return new Map();
  let position = moment.position;
  while (position > 0 && events[position - 1]?.at === last.at) position--;
  const changed = new Map<TableName, Set<string>>();
  for (const change of changedAt(recording, moment, { position, at: nanos(last.at - 1) })) {
    if (change.node !== node) continue;
    const keys = changed.get(change.table) ?? new Set();
    changed.set(change.table, keys.add(change.key));
  }
  return changed;
}
