/**
 * The operators of vi, on what a motion or a text object covers, or on whole lines; and motions that depend
 * on what was done before.
 */

import { type Motion, motionOf, wordAt } from "./motions.ts";
import { between, type EditedText, lineAt, type Place, withLines, without, withoutLines } from "./text.ts";
import { changed, ended, moved, type Vi } from "./vi-state.ts";

const upAndDown = new Set(["j", "k", "\x1b[A", "\x1b[B"]);

/** A motion with its count. */
export interface Counted {
  readonly key: string;
  readonly times: number;
  readonly isCounted: boolean;
  /** Rows of a page. */
  readonly height: number;
}

/** Moves the cursor as a key says; `undefined` where it is no motion. */
export function movedBy(vi: Vi, { key, times, isCounted, height }: Counted): Vi | undefined {
  const motion = motionOf(fromWanted(vi, key), meant(vi, key), { count: times, isCounted, height });
  if (motion === undefined) return undefined;
  const sent = /^[fFtT]./s.test(key) ? key : vi.sent;
  return { ...moved(vi, motion.to), wanted: wantedAfter(vi, key), sent };
}

function wantedAfter({ wanted, text }: Vi, key: string): number | undefined {
  if (upAndDown.has(key)) return wanted ?? text.at.column;
  return key === "$" ? Number.POSITIVE_INFINITY : undefined;
}

/** Up and down begin from the column that they want to be in. */
function fromWanted({ text, wanted }: Vi, key: string): EditedText {
  if (wanted === undefined || !upAndDown.has(key)) return text;
  return { ...text, at: { ...text.at, column: wanted } };
}

/** `;` and `,` stand for the last search for a character. */
function meant({ sent }: Vi, key: string): string {
  if (key === ";" && sent !== "") return sent;
  if (key !== "," || sent === "") return key;
  const how = sent.charAt(0);
  return (how === how.toLowerCase() ? how.toUpperCase() : how.toLowerCase()) + sent.slice(1);
}

interface Operation extends Counted {
  readonly operator: string;
}

/** An operator with a motion, or doubled for whole lines. */
export function operate(vi: Vi, { operator, key, times, isCounted, height }: Operation): Vi {
  const { text } = vi;
  const { row, column } = text.at;
  if (key === operator) return onLines(vi, operator, row, Math.min(row + times - 1, text.lines.length - 1));
  if (/^[ia][wW]$/.test(key)) return onRange(vi, operator, ...wordAt(text, key === "aw" || key === "aW"));
  // As in vi, `cw` changes to the end of the word and leaves the blank.
  const shape = operator === "c" && (key === "w" || key === "W") ? (key === "w" ? "e" : "E") : key;
  const motion = motionOf(text, meant(vi, shape), { count: times, isCounted, height });
  if (motion === undefined) return ended(vi);
  if (motion.isLines || operator === "<" || operator === ">") {
    return onLines(vi, operator, Math.min(row, motion.to.row), Math.max(row, motion.to.row));
  }
  return onRange(vi, operator, { row, column }, endOf(text, key, motion));
}

/** An operator on what lies between two places, in whatever order. */
export function onRange(vi: Vi, operator: string, one: Place, other: Place): Vi {
  const { text } = vi;
  const register = { text: between(text, one, other), isLines: false };
  const rest = without(text, one, other);
  if (operator === "y") return moved({ ...vi, register }, rest.at);
  return { ...changed(vi, rest, operator === "c" ? "insert" : "normal"), register };
}

/** Where an operator ends: `dw` on the last word of a line does not take the line's end. */
function endOf(text: EditedText, key: string, { to, isInclusive }: Motion): EditedText["at"] {
  const { row } = text.at;
  if ((key === "w" || key === "W") && to.row > row) return { row, column: lineAt(text, row).length };
  return isInclusive ? { row: to.row, column: to.column + 1 } : to;
}

export function onLines(vi: Vi, operator: string, from: number, to: number): Vi {
  const { text } = vi;
  const lines = text.lines.slice(from, to + 1);
  const register = { text: lines.join("\n"), isLines: true };
  switch (operator) {
    case "y":
      return moved({ ...vi, register }, { row: from, column: text.at.column });
    case "d":
      return { ...changed(vi, withoutLines(text, from, to)), register };
    case "c": {
      const emptied = withLines(withoutLines(text, from, to), from, [""]);
      const isAll = lines.length === text.lines.length;
      return { ...changed(vi, isAll ? { lines: [""], at: emptied.at } : emptied, "insert"), register };
    }
    default: {
      const shift = (line: string): string =>
        operator === ">" ? `\t${line}` : line.replace(/^(?:\t| {1,8})/, "");
      const shifted = text.lines.map((line, row) =>
        row >= from && row <= to && line !== "" ? shift(line) : line,
      );
      return changed(vi, { lines: shifted, at: { row: from, column: 0 } });
    }
  }
}
