/**
 * How an edited line is drawn behind what stands before it (a prompt, or output without an end of line), over
 * as many rows of the screen as it takes: texts with the control sequences of a terminal.
 *
 * The widths are those of the emulator (Unicode 6), which must be of one mind with us about where rows end.
 */

import type { EditedLine } from "./line-editor.ts";

/** Columns that a text takes: wide characters of East Asia take two, combining ones none. */
export function widthOf(text: string): number {
  let width = 0;
  for (const char of text) width += charWidth(char.codePointAt(0) ?? 0);
  return width;
}

/** Ranges of Unicode's East Asian wide characters, roughly as terminals have them. */
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3040, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x20000, 0x3fffd],
];

/** Combining marks, and what has no width at all. */
const narrow: readonly (readonly [number, number])[] = [
  [0, 0x1f],
  [0x7f, 0x9f],
  [0x300, 0x36f],
  [0x200b, 0x200f],
  [0x20d0, 0x20ef],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
];

const isIn = (ranges: readonly (readonly [number, number])[], code: number): boolean =>
  ranges.some(([from, to]) => code >= from && code <= to);

const charWidth = (code: number): number => (isIn(narrow, code) ? 0 : isIn(wide, code) ? 2 : 1);

/** What a text shows, without the control sequences in it. */
export const plainText = (text: string): string => text.replaceAll(controls, "");

const escapeSequences = String.raw`\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b\][^\u0007]*\u0007|\u001b[@-Z\\^_=>78c]`;
/** The tab is none of them: it takes room. */
const otherControls = String.raw`[\u0000-\u0008\u000b-\u001f\u007f]`;
const controls = new RegExp(`${escapeSequences}|${otherControls}`, "gu");

/** A place on the screen, counted from the row where the text before the line begins. */
interface Spot {
  readonly row: number;
  /** As many as there are columns where a terminal waits with the new row until the next character. */
  readonly column: number;
}

const tabStop = 8;

function spotAfter(text: string, columns: number, from: Spot): Spot {
  let { row, column } = from;
  for (const char of text) {
    if (char === "\t") {
      column = Math.min(columns - 1, column + tabStop - (column % tabStop));
      continue;
    }
    const width = charWidth(char.codePointAt(0) ?? 0);
    if (column + width > columns) [row, column] = [row + 1, 0];
    column += width;
  }
  return { row, column };
}

const settled = ({ row, column }: Spot, columns: number): Spot =>
  column >= columns ? { row: row + 1, column: 0 } : { row, column };

/** What stands on the line: the text, or the search and what it found. */
const shownText = ({ text, search }: EditedLine): string =>
  search === undefined ? text : `(reverse-i-search)\`${search}': ${text}`;

interface Spots {
  readonly text: string;
  /** Where what stands before the line ends. */
  readonly lead: Spot;
  /** Where the line begins (a search in place of the prompt), where its cursor is, and where it ends. */
  readonly begin: Spot;
  readonly cursor: Spot;
  readonly end: Spot;
}

const top: Spot = { row: 0, column: 0 };

function spotsOf(line: EditedLine, lead: string, columns: number): Spots {
  const text = shownText(line);
  const leadEnd = spotAfter(plainText(lead), columns, top);
  const begin = line.search === undefined ? leadEnd : top;
  const before = text.slice(0, text.length - line.text.length + line.cursor);
  return {
    text,
    lead: leadEnd,
    begin,
    cursor: spotAfter(before, columns, begin),
    end: spotAfter(text, columns, begin),
  };
}

/** From one place to another that does not lie below it. */
function move(from: Spot, to: Spot): string {
  const up = from.row - to.row;
  return `${up > 0 ? `\x1b[${up}A` : ""}\r${to.column > 0 ? `\x1b[${to.column}C` : ""}`;
}

/** Draws a line; the terminal's cursor stands right behind `lead`. */
export function draw(line: EditedLine, lead: string, columns: number): string {
  const { text, lead: leadEnd, cursor, end } = spotsOf(line, lead, columns);
  if (text === "") return "";
  const wiped = line.search === undefined ? "" : wipe(leadEnd, top, columns);
  const filler = end.column >= columns ? " \b" : "";
  const [there, here] = [settled(end, columns), settled(cursor, columns)];
  const isThere = there.row === here.row && there.column === here.column;
  return `${wiped}${text}${filler}${isThere ? "" : move(there, here)}`;
}

/** Takes a line that was drawn away again. */
export function undraw(line: EditedLine, lead: string, columns: number): string {
  const { text, begin, cursor } = spotsOf(line, lead, columns);
  if (text === "") return "";
  const wiped = wipe(cursor, begin, columns);
  return line.search === undefined ? wiped : wiped + lead;
}

/** Takes away all that follows a place, from one that lies behind it. */
const wipe = (from: Spot, to: Spot, columns: number): string =>
  `${move(settled(from, columns), settled(to, columns))}\x1b[J`;

/** One line in place of another; where it only grew, what is new. */
export function redraw(before: EditedLine, after: EditedLine, lead: string, columns: number): string {
  if (!isGrown(before, after)) return `${undraw(before, lead, columns)}${draw(after, lead, columns)}`;
  const text = after.text.slice(before.text.length);
  return draw({ ...after, text, cursor: text.length }, lead + before.text, columns);
}

const isAtEnd = ({ text, cursor, search }: EditedLine): boolean =>
  search === undefined && cursor === text.length;

const isGrown = (before: EditedLine, after: EditedLine): boolean =>
  isAtEnd(before) && isAtEnd(after) && after.text.startsWith(before.text);
