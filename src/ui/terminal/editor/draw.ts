/**
 * What an editor shows, as the rows of a screen and the place of the cursor on it.
 */

import { widthOf } from "../paint.ts";
import type { EditedText, Place } from "./text.ts";

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface Picture {
  readonly rows: readonly string[];
  readonly cursor: { readonly row: number; readonly column: number };
}

const tabStop = 8;

/** A line as it is shown: tabs as blanks. */
function expanded(line: string, until = line.length): string {
  let shown = "";
  for (const char of line.slice(0, until)) {
    shown += char === "\t" ? " ".repeat(tabStop - (widthOf(shown) % tabStop)) : char;
  }
  return shown;
}

/** The first row that is shown, so that the cursor is among them. */
export function topFor(text: EditedText, top: number, rows: number): number {
  const { row } = text.at;
  if (row < top) return row;
  return row >= top + rows ? row - rows + 1 : top;
}

export interface Window extends Size {
  readonly top: number;
  readonly hasNumbers: boolean;
  /** What stands where the text has ended. */
  readonly filler: string;
  /** What is selected, its end not included. */
  readonly selection?: { readonly from: Place; readonly to: Place } | undefined;
}

/** Written with ink and ground exchanged. */
export const reverse = (text: string): string => `\x1b[7m${text}\x1b[0m`;

/** The part of a text from a column on, so wide; half of a wide character is a blank. */
export function columnsFrom(text: string, from: number, width: number): string {
  let shown = "";
  let column = 0;
  for (const char of text) {
    const begin = column;
    column += widthOf(char);
    if (column <= from || begin >= from + width) continue;
    shown += begin < from || column > from + width ? " " : char;
  }
  return shown;
}

/** The rows of the text in a window. Lines that are too long are moved so far that the cursor is seen. */
export function textRows(text: EditedText, window: Window): Picture {
  const { columns, rows, top, hasNumbers, filler } = window;
  const lead = hasNumbers ? 4 : 0;
  const width = columns - lead;
  const { row, column } = text.at;
  const before = widthOf(expanded(text.lines[row] ?? "", column));
  const shift = before >= width ? before - width + 1 : 0;
  const shown = Array.from({ length: rows }, (_, index) => {
    const line = text.lines[top + index];
    if (line === undefined) return filler;
    const number = hasNumbers ? `${String(top + index + 1).padStart(3)} ` : "";
    const [from, to] = selectedIn(line, top + index, window);
    const begin = top + index === row ? shift : 0;
    const part = (start: number, end: number): string =>
      columnsFrom(
        expanded(line),
        Math.max(begin, start),
        Math.min(begin + width, end) - Math.max(begin, start),
      );
    if (to <= from) return number + part(0, Number.POSITIVE_INFINITY);
    return number + part(0, from) + reverse(part(from, to)) + part(to, Number.POSITIVE_INFINITY);
  });
  return { rows: shown, cursor: { row: row - top, column: lead + before - shift } };
}

/** The columns of a row that are selected. */
function selectedIn(line: string, row: number, { selection }: Window): readonly [number, number] {
  if (selection === undefined || row < selection.from.row || row > selection.to.row) return [0, 0];
  const columnOf = (place: Place, otherwise: number): number =>
    place.row === row && place.column <= line.length ? widthOf(expanded(line, place.column)) : otherwise;
  return [columnOf(selection.from, 0), columnOf(selection.to, widthOf(expanded(line)))];
}
