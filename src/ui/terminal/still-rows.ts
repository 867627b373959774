/**
 * The last rows of a terminal as a picture: what an emulator would show after a text, made at once. Knows
 * what commands of the lab write: colours, returns, tabs, backspaces, erasing a line, clearing the screen.
 * Leaves out moving the cursor to another row, which only editors do.
 */

import { widthOf } from "./paint.ts";

export interface Run {
  readonly text: string;
  /** As the theme of the terminals calls it; plain text has none. */
  readonly colour: "green" | "red" | undefined;
}

export type StillRow = readonly Run[];

interface Cell {
  readonly char: string;
  readonly width: number;
  readonly colour: Run["colour"];
}

interface Pen {
  rows: Cell[][];
  /** The place in the last row, counted in cells. */
  column: number;
  colour: Run["colour"];
}

const tabStop = 8;
const colours: Readonly<Record<string, Run["colour"]>> = { "31": "red", "32": "green" };
const controlSequence = String.raw`\u001b\[([0-9;?]*)[ -/]*([@-~])`;
const tokens = new RegExp(`${controlSequence}|${String.raw`\u001b.|[\s\S]`}`, "gu");

/** At most so many rows, each of at most so many columns: those that a screen shows after `text`. */
export function stillRows(text: string, columns: number, count: number): StillRow[] {
  const pen: Pen = { rows: [[]], column: 0, colour: undefined };
  // No line makes less than a row.
  const last = text.split("\n").slice(-count).join("\n");
  for (const [token, values, final] of last.matchAll(tokens)) {
    if (final !== undefined) control(pen, final, values ?? "");
    else if (!token.startsWith("\u001b")) put(pen, token, columns);
  }
  return pen.rows.slice(-count).map(runsOf);
}

function control(pen: Pen, final: string, values: string): void {
  const row = lastRow(pen);
  if (final === "m") pen.colour = colourOf(values, pen.colour);
  else if (final === "K") row.length = Math.min(row.length, pen.column);
  else if (final === "J" || final === "H") Object.assign(pen, { rows: [[]], column: 0 });
  else if (final === "C") pen.column += Number(values) || 1;
  else if (final === "D") pen.column = Math.max(0, pen.column - (Number(values) || 1));
}

function colourOf(values: string, before: Run["colour"]): Run["colour"] {
  const last = values.split(";").findLast((value) => value in colours || /^(?:0|39|)$/.test(value));
  return last === undefined ? before : colours[last];
}

function put(pen: Pen, char: string, columns: number): void {
  if (char === "\n") newRow(pen);
  else if (char === "\r") pen.column = 0;
  else if (char === "\b") pen.column = Math.max(0, pen.column - 1);
  else if (char === "\t") tab(pen, columns);
  else if (char >= " ") write(pen, char, columns);
}

function tab(pen: Pen, columns: number): void {
  const to = Math.min(columns - 1, pen.column + tabStop - (pen.column % tabStop));
  while (pen.column < to) write(pen, lastRow(pen)[pen.column]?.char ?? " ", columns);
}

function write(pen: Pen, char: string, columns: number): void {
  const width = char <= "~" ? 1 : widthOf(char);
  if (pen.column + width > columns) newRow(pen);
  const row = lastRow(pen);
  while (row.length < pen.column) row.push({ char: " ", width: 1, colour: undefined });
  row[pen.column] = { char, width, colour: pen.colour };
  // A wide character takes the next cell as well.
  if (width === 2) row[pen.column + 1] = { char: "", width: 0, colour: pen.colour };
  pen.column += width;
}

const lastRow = (pen: Pen): Cell[] => pen.rows.at(-1) as Cell[];

function newRow(pen: Pen): void {
  pen.rows.push([]);
  pen.column = 0;
}

function runsOf(row: readonly Cell[]): StillRow {
  const runs: { text: string; colour: Run["colour"] }[] = [];
  for (const { char, colour } of row) {
    const last = runs.at(-1);
    if (last !== undefined && last.colour === colour) last.text += char;
    else runs.push({ text: char, colour });
  }
  return runs;
}
