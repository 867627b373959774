/**
 * Where the motions of vi lead: by characters, words, lines, and searches. Pure.
 */

import { type EditedText, lineAt, type Place } from "./text.ts";

/** Where a motion leads. `isLines`: an operator takes whole lines; `isInclusive`: the character there too. */
export interface Motion {
  readonly to: Place;
  readonly isLines: boolean;
  readonly isInclusive: boolean;
}

const exclusive = (row: number, column: number): Motion => ({
  to: { row, column },
  isLines: false,
  isInclusive: false,
});
const inclusive = (row: number, column: number): Motion => ({ ...exclusive(row, column), isInclusive: true });
const lineWise = (row: number, column: number): Motion => ({ ...exclusive(row, column), isLines: true });

const firstText = (line: string): number => /^\s*/.exec(line)?.[0].length ?? 0;

export interface HowFar {
  /** How often the motion is done. */
  readonly count?: number;
  /** Whether that was typed. */
  readonly isCounted?: boolean;
  /** Rows of a page. */
  readonly height?: number;
}

/** The motion of a key; `undefined` where the key is none. */
export function motionOf(
  text: EditedText,
  key: string,
  { count = 1, isCounted = false, height = 20 }: HowFar = {},
): Motion | undefined {
  const { row, column } = text.at;
  const line = lineAt(text, row);
  const last = text.lines.length - 1;
  switch (key) {
    case "h":
    case "\x1b[D":
    case "\x7f":
      return exclusive(row, Math.max(0, column - count));
    case "l":
    case "\x1b[C":
    case " ":
      return exclusive(row, Math.min(line.length, column + count));
    case "j":
    case "\x1b[B":
      return lineWise(Math.min(last, row + count), column);
    case "k":
    case "\x1b[A":
      return lineWise(Math.max(0, row - count), column);
    case "\x06":
    case "\x1b[6~":
      return pages(text, count * (height - 2));
    case "\x02":
    case "\x1b[5~":
      return pages(text, -count * (height - 2));
    case "\x04":
      return pages(text, Math.floor(height / 2));
    case "\x15":
      return pages(text, -Math.floor(height / 2));
    case "%":
      return matching(text);
    case "+":
    case "\r":
      return lineWise(Math.min(last, row + count), firstText(lineAt(text, Math.min(last, row + count))));
    case "0":
    case "\x1b[H":
      return exclusive(row, 0);
    case "^":
      return exclusive(row, firstText(line));
    case "$":
    case "\x1b[F":
      return inclusive(
        Math.min(last, row + count - 1),
        Math.max(0, lineAt(text, row + count - 1).length - 1),
      );
    case "G":
      return lineWise(isCounted ? Math.min(last, count - 1) : last, 0);
    case "gg":
      return lineWise(isCounted ? Math.min(last, count - 1) : 0, 0);
    case "w":
    case "W":
      return repeated(text, count, (at) => nextWord(text, at, key === "W"), exclusive);
    case "b":
    case "B":
      return repeated(text, count, (at) => wordBefore(text, at, key === "B"), exclusive);
    case "e":
    case "E":
      return repeated(text, count, (at) => wordEnd(text, at, key === "E"), inclusive);
  }
  return /^[fFtT]./s.test(key) ? toCharacter(text, key, count) : undefined;
}

function pages({ at, lines }: EditedText, by: number): Motion {
  const row = Math.max(0, Math.min(lines.length - 1, at.row + by));
  return lineWise(row, firstText(lines[row] ?? ""));
}

/** `f` and `t` with a character: to it or before it, in this line; with a capital backwards. */
function toCharacter(
  { at: { row, column }, lines }: EditedText,
  key: string,
  count: number,
): Motion | undefined {
  const line = lines[row] ?? "";
  const [how = "", char = ""] = [key.charAt(0), key.slice(1)];
  const isForward = how === "f" || how === "t";
  let at = column;
  for (let done = 0; done < count; done++) {
    at = isForward ? line.indexOf(char, at + 1) : at === 0 ? -1 : line.lastIndexOf(char, at - 1);
    if (at < 0) return undefined;
  }
  if (how === "t") at--;
  if (how === "T") at++;
  return isForward ? inclusive(row, at) : exclusive(row, at);
}

const pairs = ["()", "[]", "{}"];

/** `%`: from a bracket, the first at or behind the cursor, to the one that belongs to it. */
function matching(text: EditedText): Motion | undefined {
  const { row, column } = text.at;
  const line = lineAt(text, row);
  const from = line.slice(column).search(/[()[\]{}]/);
  if (from < 0) return undefined;
  const char = line.charAt(column + from);
  const [open = "", close = ""] = pairs.find((pair) => pair.includes(char)) ?? "";
  const step = char === open ? 1 : -1;
  let depth = 0;
  for (
    let at = { row, column: column + from };
    text.lines[at.row] !== undefined;
    at = beside(text, at, step)
  ) {
    const here = lineAt(text, at.row).charAt(at.column);
    if (here === open) depth += step;
    if (here === close) depth -= step;
    if (depth === 0) return inclusive(at.row, at.column);
  }
  return undefined;
}

/** The character after or before a place, of the next or last line at an end. */
function beside(text: EditedText, { row, column }: Place, step: 1 | -1): Place {
  const to = column + step;
  if (to < 0) return { row: row - 1, column: lineAt(text, row - 1).length - 1 };
  return to >= lineAt(text, row).length ? { row: row + 1, column: 0 } : { row, column: to };
}

function repeated(
  text: EditedText,
  count: number,
  step: (at: Place) => Place,
  make: (row: number, column: number) => Motion,
): Motion {
  let at = text.at;
  for (let done = 0; done < count; done++) at = step(at);
  return make(at.row, at.column);
}

/** Blank, word, or other: a word of vi goes as far as its characters are of one kind. */
function kindOf(char: string, isBig: boolean): "blank" | "word" | "other" {
  if (char === "" || /\s/.test(char)) return "blank";
  return isBig || /[\p{L}\p{N}_]/u.test(char) ? "word" : "other";
}

function nextWord(text: EditedText, { row, column }: Place, isBig: boolean): Place {
  const line = lineAt(text, row);
  let at = column;
  const kind = kindOf(line.charAt(at), isBig);
  while (at < line.length && kind !== "blank" && kindOf(line.charAt(at), isBig) === kind) at++;
  while (at < line.length && kindOf(line.charAt(at), isBig) === "blank") at++;
  if (at < line.length) return { row, column: at };
  if (row >= text.lines.length - 1) return { row, column: line.length };
  return { row: row + 1, column: firstText(lineAt(text, row + 1)) };
}

function wordBefore(text: EditedText, { row, column }: Place, isBig: boolean): Place {
  const line = lineAt(text, row);
  let at = column - 1;
  while (at >= 0 && kindOf(line.charAt(at), isBig) === "blank") at--;
  if (at < 0) return row === 0 ? { row, column: 0 } : { row: row - 1, column: lineAt(text, row - 1).length };
  const kind = kindOf(line.charAt(at), isBig);
  while (at > 0 && kindOf(line.charAt(at - 1), isBig) === kind) at--;
  return { row, column: at };
}

function wordEnd(text: EditedText, place: Place, isBig: boolean): Place {
  let { row } = place;
  let at = place.column + 1;
  while (kindOf(lineAt(text, row).charAt(at), isBig) === "blank") {
    if (at < lineAt(text, row).length) at++;
    else if (row < text.lines.length - 1) [row, at] = [row + 1, 0];
    else return { row, column: Math.max(0, lineAt(text, row).length - 1) };
  }
  const line = lineAt(text, row);
  const kind = kindOf(line.charAt(at), isBig);
  while (kindOf(line.charAt(at + 1), isBig) === kind) at++;
  return { row, column: at };
}

/** The next place where a text is found, around the end; `undefined` where there is none. */
export function found(text: EditedText, sought: string, isForward: boolean): Place | undefined {
  if (sought === "") return undefined;
  const { row, column } = text.at;
  const count = text.lines.length;
  for (let step = 0; step <= count; step++) {
    const here = (((isForward ? row + step : row - step) % count) + count) % count;
    const line = lineAt(text, here);
    const hit = isForward
      ? line.indexOf(sought, step === 0 ? column + 1 : 0)
      : line.lastIndexOf(sought, step === 0 ? column - 1 : line.length);
    if (hit >= 0 && !(step === 0 && !isForward && column === 0)) return { row: here, column: hit };
  }
  return undefined;
}

/** The word, or the blanks, that a place is in; `isAll`: with the blanks behind it. */
export function wordAt(text: EditedText, isAll: boolean): readonly [Place, Place] {
  const { row, column } = text.at;
  const line = lineAt(text, row);
  const kind = kindOf(line.charAt(column), false);
  const isIn = (at: number): boolean =>
    at >= 0 && at < line.length && kindOf(line.charAt(at), false) === kind;
  let [from, to] = [column, column + 1];
  while (isIn(from - 1)) from--;
  while (isIn(to)) to++;
  while (isAll && kindOf(line.charAt(to), false) === "blank" && to < line.length) to++;
  return [
    { row, column: from },
    { row, column: Math.min(to, line.length) },
  ];
}
