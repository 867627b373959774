/**
 * A table of a node has a row with these values now; or has none, or so many.
 *
 * Values are compared as text, a list with commas between its items; `*` at the end of a text stands for
 * whatever follows.
 */

import { rowsAt } from "#lab/recording";
import { entriesOf, quoted, valueAt } from "#scenario/located";
import { suggestion } from "#scenario/nearest";
import { oneOf, text, whole } from "#scenario/quantities";
import { optional, record, required, type Shape } from "#scenario/shape";
import type { Row } from "#sim/rows";
import type { CheckParameters, Reading } from "../check.ts";
import { nodeName, yes } from "../check-shapes.ts";
import { scalarsByName } from "../event-shape.ts";
import { columnsOf, lessonTables } from "../table-columns.ts";
import { type CheckKind, compared } from "./check-kind.ts";

type Wanted = CheckParameters["table-holds"]["row"];

const fields = record("table-holds", {
  node: required(nodeName, "Whose table."),
  table: required(oneOf("a table", lessonTables), "Which table."),
  row: required(scalarsByName("values by column", text("a column")), "The values, by column."),
  absent: optional(yes, "There is no such row."),
  count: optional(whole("a number", 1, 100_000), "So many such rows exactly."),
});

const shape: Shape<CheckParameters["table-holds"]> = {
  ...fields,
  read(value, report) {
    const read = fields.read(value, report);
    if (read === undefined) return undefined;
    const known = columnsOf(read.table);
    const wrong = entriesOf(valueAt(value, "row")).filter(({ key }) => !known.includes(key));
    for (const { key, keyAt } of wrong) {
      const message = `the table ${read.table} has no column ${quoted(key)}`;
      report.error(keyAt, { message, remedy: suggestion(key, known) });
    }
    return wrong.length > 0 ? undefined : read;
  },
};

export const tableHolds: CheckKind<"table-holds"> = {
  name: "table-holds",
  shape,
  prepare: ({ node, table, row, absent = false, count }) => {
    const goal = Object.entries(row).map(([name, value]) => ({ name, value: String(value) }));
    return ({ recording, now }) => {
      const rows = [...rowsAt(recording, now, node, table).values()];
      const fitting = rows.filter((candidate) => isRow(candidate, row));
      if (absent) return { isMet: fitting.length === 0, ...compared([], goal, undefined) };
      const isMet = count === undefined ? fitting.length > 0 : fitting.length === count;
      return { isMet, ...compared(nearestRow(rows, row), goal, undefined) };
    };
  },
};

const textIn = (row: Row, column: string): string => {
  const value: unknown = (row as unknown as Readonly<Record<string, unknown>>)[column];
  if (Array.isArray(value)) return value.join(",");
  return value === undefined ? "none" : String(value);
};

function isValue(row: Row, column: string, wanted: string | number | boolean): boolean {
  const [is, text] = [textIn(row, column), String(wanted)];
  return text.endsWith("*") ? is.startsWith(text.slice(0, -1)) : is === text;
}

const fits = (row: Row, wanted: Wanted): number =>
  Object.entries(wanted).filter(([column, value]) => isValue(row, column, value)).length;

const isRow = (row: Row, wanted: Wanted): boolean => fits(row, wanted) === Object.keys(wanted).length;

/** The row that comes nearest to what is wanted, in its columns. */
function nearestRow(rows: readonly Row[], wanted: Wanted): Reading[] {
  let best: Row | undefined;
  let most = 0;
  for (const row of rows) {
    const count = fits(row, wanted);
    if (count > most) [best, most] = [row, count];
  }
  const nearest = best;
  if (nearest === undefined) return [];
  return Object.keys(wanted).map((name) => ({ name, value: textIn(nearest, name) }));
}
