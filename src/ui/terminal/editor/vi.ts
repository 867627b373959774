/**
 * vi: keys to a new state, and what is wanted of the terminal. Pure.
 *
 * Has motions with counts, the operators d c y > <, insert and replace, undo and redo, searches, and the
 * usual commands behind `:`. Leaves out: visual mode, macros, marks, named registers, windows, regular
 * expressions in searches (`:s` takes one).
 */

import { type ColonWish, colon } from "./colon.ts";
import { found, type Motion, motionOf } from "./motions.ts";
import { between, type EditedText, lineAt, within, withLines, without, withoutLines } from "./text.ts";
import { back, forth, joined, pasted, replaced, swappedCase, typed } from "./vi-acts.ts";
import { changed, ended, moved, type Vi } from "./vi-state.ts";

export type ViWish = ColonWish | undefined;

export interface ViStep {
  readonly vi: Vi;
  readonly wish: ViWish;
}

/** What is around the text: rows of it on the screen, and whether the file may be written. */
export interface Around {
  readonly height: number;
  readonly isReadOnly: boolean;
}

const usual: Around = { height: 20, isReadOnly: false };

/** Takes one key, as a terminal sends it. */
export function press(vi: Vi, key: string, around: Around = usual): ViStep {
  if (isIdle(vi) && key === ".") return plain(repeated(vi, around));
  const before = isIdle(vi) ? { ...vi, keys: [] } : vi;
  const { vi: after, wish } = taken({ ...before, keys: [...before.keys, key], message: "" }, key, around);
  if (!isIdle(after)) return { vi: after, wish };
  const isChange = after.past.length > before.past.length || before.mode === "insert";
  const isRepeated = isChange && !notRepeated.has(after.keys[0] ?? "");
  return { vi: isRepeated ? { ...after, lastChange: after.keys } : after, wish };
}

/** Commands that change the text and are not repeated. */
const notRepeated = new Set([":", "/", "?", "\x12"]);

const isIdle = ({ mode, pending }: Vi): boolean => mode === "normal" && pending === "";

/** `.`: the last change once more. */
const repeated = (vi: Vi, around: Around): Vi =>
  vi.lastChange.reduce((state, key) => press(state, key, around).vi, vi);

function taken(vi: Vi, key: string, around: Around): ViStep {
  switch (vi.mode) {
    case "insert":
    case "replace":
      return plain(typed(vi, key));
    case "command":
      return commanded(vi, key, around);
    case "normal":
      return normal(vi, key, around);
  }
}

const plain = (vi: Vi): ViStep => ({ vi, wish: undefined });

function commanded(vi: Vi, key: string, { isReadOnly }: Around): ViStep {
  if (key === "\x1b" || key === "\x03") return plain({ ...vi, mode: "normal", command: "" });
  if (key === "\x7f" || key === "\b") {
    const command = vi.command.slice(0, -1);
    return plain({ ...vi, command, mode: command === "" ? "normal" : "command" });
  }
  if (key !== "\r") return plain(key.length > 1 ? vi : { ...vi, command: vi.command + key });
  const { command } = vi;
  const back: Vi = { ...vi, mode: "normal", command: "" };
  if (!command.startsWith(":")) return plain(search(back, command.slice(1) || vi.sought, command[0] === "/"));
  const done = colon(vi.text, command.slice(1), { isDirty: vi.isDirty, isReadOnly });
  const text = done.text === undefined ? back : changed(back, done.text);
  const hasNumbers = done.hasNumbers ?? vi.hasNumbers;
  return { vi: { ...text, hasNumbers, message: done.message }, wish: done.wish };
}

function search(vi: Vi, sought: string, isForward: boolean): Vi {
  const to = found(vi.text, sought, isForward);
  if (to === undefined) return { ...vi, sought, isForward, message: `E486: Pattern not found: ${sought}` };
  return { ...moved(vi, to), sought, isForward };
}

const partial = /^(?:[1-9]\d*)?(?:[dcy<>](?:[1-9]\d*)?)?(?:g|[fFtT])?$|^(?:[1-9]\d*)?[rZ]$/;

function normal(vi: Vi, key: string, { height }: Around): ViStep {
  if (key === "\x1b" || key === "\x03") return plain(ended(vi));
  const keys = vi.pending + key;
  if (partial.test(keys) && keys !== "") return plain({ ...vi, pending: keys });
  const [, count = "", operator = "", inner = "", rest = ""] =
    /^([1-9]\d*)?([dcy<>])?([1-9]\d*)?([\s\S]*)$/.exec(keys) ?? [];
  const times = Number(count || 1) * Number(inner || 1);
  const isCounted = count !== "" || inner !== "";
  if (operator !== "") return plain(operate(vi, { operator, key: rest, times, isCounted, height }));
  if (rest === "ZZ") return { vi: ended(vi), wish: { kind: "write", thenQuit: true } };
  if (rest === "ZQ") return { vi: ended(vi), wish: { kind: "quit" } };
  const motion = motionOf(fromWanted(vi, rest), meant(vi, rest), { count: times, isCounted, height });
  if (motion === undefined) return plain({ ...simple(ended(vi), rest, times), wanted: undefined });
  const wanted = upAndDown.has(rest)
    ? (vi.wanted ?? vi.text.at.column)
    : rest === "$"
      ? Number.POSITIVE_INFINITY
      : undefined;
  const sent = /^[fFtT]./s.test(rest) ? rest : vi.sent;
  return plain({ ...moved(vi, motion.to), wanted, sent });
}

const upAndDown = new Set(["j", "k", "\x1b[A", "\x1b[B"]);

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

interface Operation {
  readonly operator: string;
  readonly key: string;
  readonly times: number;
  readonly isCounted: boolean;
  readonly height: number;
}

/** An operator with a motion, or doubled for whole lines. */
function operate(vi: Vi, { operator, key, times, isCounted, height }: Operation): Vi {
  const { text } = vi;
  const { row, column } = text.at;
  if (key === operator) return onLines(vi, operator, row, Math.min(row + times - 1, text.lines.length - 1));
  // As in vi, `cw` changes to the end of the word and leaves the blank.
  const shape = operator === "c" && (key === "w" || key === "W") ? (key === "w" ? "e" : "E") : key;
  const motion = motionOf(text, meant(vi, shape), { count: times, isCounted, height });
  if (motion === undefined) return ended(vi);
  if (motion.isLines || operator === "<" || operator === ">") {
    return onLines(vi, operator, Math.min(row, motion.to.row), Math.max(row, motion.to.row));
  }
  const to = endOf(text, key, motion);
  const register = { text: between(text, { row, column }, to), isLines: false };
  if (operator === "y") return moved({ ...vi, register }, to.column < column ? to : text.at);
  return { ...changed(vi, without(text, text.at, to), operator === "c" ? "insert" : "normal"), register };
}

/** Where an operator ends: `dw` on the last word of a line does not take the line's end. */
function endOf(text: EditedText, key: string, { to, isInclusive }: Motion): EditedText["at"] {
  const { row } = text.at;
  if ((key === "w" || key === "W") && to.row > row) return { row, column: lineAt(text, row).length };
  return isInclusive ? { row: to.row, column: to.column + 1 } : to;
}

function onLines(vi: Vi, operator: string, from: number, to: number): Vi {
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

const insertAt = (vi: Vi, row: number, column: number): Vi => ({
  ...vi,
  mode: "insert",
  past: [...vi.past, vi.text],
  future: [],
  text: within({ ...vi.text, at: { row, column } }, true),
});

/** Commands of one key. */
function simple(vi: Vi, key: string, times: number): Vi {
  const { text, register } = vi;
  const { row, column } = text.at;
  const line = lineAt(text, row);
  const again = (keys: string): Vi => [...keys].reduce((state, one) => press(state, one).vi, vi);
  if (/^r[\s\S]/.test(key)) return replaced(vi, key.slice(1), times);
  switch (key) {
    case "i":
      return insertAt(vi, row, column);
    case "a":
      return insertAt(vi, row, column + 1);
    case "I":
      return insertAt(vi, row, /^\s*/.exec(line)?.[0].length ?? 0);
    case "A":
      return insertAt(vi, row, line.length);
    case "o":
      return changed(vi, withLines(text, row + 1, [""]), "insert");
    case "O":
      return changed(vi, withLines(text, row, [""]), "insert");
    case "R":
      return { ...insertAt(vi, row, column), mode: "replace" };
    case "x":
    case "\x1b[3~":
      return line === "" ? vi : again(`${times}dl`);
    case "X":
      return column === 0 ? vi : again(`${times}dh`);
    case "D":
      return line === "" ? vi : again("d$");
    case "C":
      return line === "" ? insertAt(vi, row, 0) : again("c$");
    case "s":
      return line === "" ? insertAt(vi, row, 0) : again(`${times}cl`);
    case "S":
      return again("cc");
    case "Y":
      return again("yy");
    case "p":
    case "P":
      return register.text === "" ? vi : pasted(vi, key === "p", times);
    case "J":
      return joined(vi);
    case "~":
      return swappedCase(vi, times);
    case "u":
      return back(vi);
    case "\x12":
      return forth(vi);
    case "n":
      return search(vi, vi.sought, vi.isForward);
    case "N":
      return { ...search(vi, vi.sought, !vi.isForward), isForward: vi.isForward };
    case ":":
    case "/":
    case "?":
      return { ...vi, mode: "command", command: key };
  }
  return vi;
}
