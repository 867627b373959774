/**
 * How an edited line is drawn after its prompt, over as many rows of the screen as it takes: texts with the
 * control sequences of a terminal.
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
  [0x3041, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1faff],
  [0x20000, 0x3fffd],
];

function charWidth(code: number): number {
  if (code < 0x20 || (code >= 0x300 && code <= 0x36f) || code === 0x200b) return 0;
  return wide.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}

/** What stands on the line: the text, or the search and what it found. */
const shownText = ({ text, search }: EditedLine): string =>
  search === undefined ? text : `(reverse-i-search)\`${search}': ${text}`;

function shownCursor(line: EditedLine): number {
  const lead = line.search === undefined ? 0 : shownText(line).length - line.text.length;
  return widthOf(shownText(line).slice(0, lead + line.cursor));
}

/** Draws the line; the cursor stands right after the prompt, which is `prompt` wide. */
export function paint(line: EditedLine, prompt: string, columns: number): string {
  const text = shownText(line);
  const begin = widthOf(prompt);
  const end = begin + widthOf(text);
  const cursor = begin + shownCursor(line);
  // At the right edge a terminal waits with the new row until the next character.
  const filler = end > 0 && end % columns === 0 ? " \b" : "";
  const up = Math.floor(end / columns) - Math.floor(cursor / columns);
  const column = cursor % columns;
  return `${text}${filler}${up > 0 ? `\x1b[${up}A` : ""}\r${column > 0 ? `\x1b[${column}C` : ""}`;
}

/** From the cursor in the line back to the first column of the prompt, everything behind it cleared. */
function back(line: EditedLine, prompt: string, columns: number): string {
  const row = Math.floor((widthOf(prompt) + shownCursor(line)) / columns);
  return `${row > 0 ? `\x1b[${row}A` : ""}\r\x1b[J`;
}

export const repaint = {
  /** One line in place of another. */
  between: (before: EditedLine, after: EditedLine, prompt: string, columns: number): string =>
    `${back(before, prompt, columns)}${prompt}${paint(after, prompt, columns)}`,
  /** The line taken away, the prompt left. */
  away: (line: EditedLine, prompt: string, columns: number): string =>
    line.text === "" && line.search === undefined ? "" : `${back(line, prompt, columns)}${prompt}`,
};
