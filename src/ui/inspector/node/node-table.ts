/**
 * What a table of a node is, as it is shown: its columns, the order of its rows, and the commands that print
 * the same.
 */

import type { Row, TableName, TableRows } from "#sim/rows";
import type { Names } from "#ui/topology/names";
import type { ColumnName, NodeWords, SectionName } from "#words/inspector-words";

/** What a cell may need besides its row. */
export interface CellContext {
  readonly words: NodeWords;
  readonly names: Names;
  readonly at: number;
}

export type CellTone = "plain" | "good" | "bad" | "muted" | "strong";

/** What stands in a cell. `note`: something muted behind it; `title`: the whole of what is shortened. */
export interface CellContent {
  readonly text: string;
  readonly note?: string | undefined;
  readonly tone?: CellTone;
  readonly title?: string | undefined;
}

export interface TableColumn<Name extends TableName> {
  readonly name: ColumnName;
  readonly isNumber?: boolean;
  readonly cell: (row: TableRows[Name], context: CellContext) => CellContent;
}

/** A table that is a section by itself. */
export interface NodeTable<Name extends TableName> {
  readonly section: SectionName;
  readonly table: Name;
  readonly command: string;
  /** Prints one row, or what is nearest to that. */
  readonly rowCommand: (row: TableRows[Name]) => string;
  readonly columns: readonly TableColumn<Name>[];
  /** Which row comes first; as they are recorded if not said. */
  readonly compare?: (one: TableRows[Name], other: TableRows[Name]) => number;
  /** Rows that few ask for, as nobody made or set them: folded away at first. */
  readonly isMinor?: (row: TableRows[Name]) => boolean;
  /** What has just come is in sight. */
  readonly isNewestFirst?: true;
  /** Whether cells change as time goes on though their rows do not. */
  readonly counts?: boolean;
}

/** Any of the tables, where its rows are not looked into. */
export type AnyTable = NodeTable<TableName>;

export type Entry = readonly [key: string, row: Row];

/** Rows in the order in which they are shown. */
export function inOrder(
  { compare, isNewestFirst }: AnyTable,
  rows: ReadonlyMap<string, Row>,
): readonly Entry[] {
  const entries: Entry[] = [...rows];
  if (isNewestFirst === true) return entries.reverse();
  if (compare === undefined) return entries;
  return entries.sort(([, one], [, other]) => compare(one as never, other as never));
}
