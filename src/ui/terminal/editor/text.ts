/**
 * A text that is being edited: its lines, the cursor, and what can be taken back. Pure.
 */

export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface EditedText {
  readonly lines: readonly string[];
  readonly at: Place;
}

/** What was deleted or yanked last: whole lines, or a part of one or more. */
export interface Register {
  readonly text: string;
  readonly isLines: boolean;
}

/** The text of a file as lines; one that ends in a newline has no empty line after it. */
export function textOf(file: string): EditedText {
  const lines = file.split("\n");
  if (lines.length > 1 && lines.at(-1) === "") lines.pop();
  return { lines, at: { row: 0, column: 0 } };
}

export const fileOf = ({ lines }: EditedText): string =>
  lines.length === 1 && lines[0] === "" ? "" : `${lines.join("\n")}\n`;

export const lineAt = ({ lines }: EditedText, row: number): string => lines[row] ?? "";

/** The text with the cursor within it; `past`: it may stand behind the last character. */
export function within({ lines, at }: EditedText, past: boolean): EditedText {
  const row = Math.max(0, Math.min(at.row, lines.length - 1));
  const length = (lines[row] ?? "").length;
  const column = Math.max(0, Math.min(at.column, past ? length : length - 1));
  return { lines, at: { row, column } };
}

const inOrder = (one: Place, other: Place): readonly [Place, Place] =>
  one.row < other.row || (one.row === other.row && one.column <= other.column) ? [one, other] : [other, one];

/** The text between two places, the second one not included. */
export function between(text: EditedText, one: Place, other: Place): string {
  const [from, to] = inOrder(one, other);
  if (from.row === to.row) return lineAt(text, from.row).slice(from.column, to.column);
  const middle = text.lines.slice(from.row + 1, to.row);
  return [
    lineAt(text, from.row).slice(from.column),
    ...middle,
    lineAt(text, to.row).slice(0, to.column),
  ].join("\n");
}

/** Without what lies between two places; the cursor at the first. */
export function without(text: EditedText, one: Place, other: Place): EditedText {
  const [from, to] = inOrder(one, other);
  const joined = lineAt(text, from.row).slice(0, from.column) + lineAt(text, to.row).slice(to.column);
  return { lines: [...text.lines.slice(0, from.row), joined, ...text.lines.slice(to.row + 1)], at: from };
}

/** With text put in at the cursor, which stands behind it then. */
export function withText({ lines, at }: EditedText, inserted: string): EditedText {
  const line = lines[at.row] ?? "";
  const parts = (line.slice(0, at.column) + inserted).split("\n");
  const last = parts.at(-1) ?? "";
  const changed = [...parts.slice(0, -1), last + line.slice(at.column)];
  return {
    lines: [...lines.slice(0, at.row), ...changed, ...lines.slice(at.row + 1)],
    at: { row: at.row + parts.length - 1, column: last.length },
  };
}

/** Without whole lines, from one row to another, both included. An empty line is left where nothing is. */
export function withoutLines({ lines }: EditedText, from: number, to: number): EditedText {
  const left = [...lines.slice(0, from), ...lines.slice(to + 1)];
  const kept = left.length === 0 ? [""] : left;
  const row = Math.min(from, kept.length - 1);
  return { lines: kept, at: { row, column: /^\s*/.exec(kept[row] ?? "")?.[0].length ?? 0 } };
}

/** With whole lines put in before a row; the cursor on the first of them. */
export const withLines = ({ lines }: EditedText, row: number, added: readonly string[]): EditedText => ({
  lines: [...lines.slice(0, row), ...added, ...lines.slice(row)],
  at: { row, column: 0 },
});
