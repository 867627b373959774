/** A table of a machine at a moment, with rows of its own kind. */

import { type Moment, type Recording, rowsAt } from "#lab/recording";
import type { TableName, TableRows } from "#sim/rows";

export type TableOf<Name extends TableName> = ReadonlyMap<string, TableRows[Name]>;

/** The rows by their keys. The same object as before where nothing changed. */
export const tableAt = <Name extends TableName>(
  recording: Recording,
  moment: Moment,
  node: string,
  table: Name,
): TableOf<Name> => rowsAt(recording, moment, node, table) as TableOf<Name>;
