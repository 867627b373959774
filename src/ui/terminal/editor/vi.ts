/**
 * vi: keys to a new state, and what is wanted of the terminal. Pure.
 *
 * Has motions with counts, the operators d c y > <, insert and replace, selecting with v and V, undo, redo
 * and repeating, searches, and the usual commands behind `:`. Leaves out: blocks, macros, marks, named
 * registers, windows, regular expressions in searches (`:s` takes one).
 */

import { type ColonWish, colon } from "./colon.ts";
import { found } from "./motions.ts";
import { lineAt, within, withLines } from "./text.ts";
import { back, forth, joined, pasted, replaced, swappedCase, typed } from "./vi-acts.ts";
import { movedBy, operate } from "./vi-operators.ts";
import { changed, ended, moved, type Vi } from "./vi-state.ts";
import { visual } from "./vi-visual.ts";

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
  // Alt with a character is Escape and that character.
  if (key.length > 1 && key.startsWith(escapeKey) && !/^[[O]/.test(key.slice(1))) {
    return press(press(vi, escapeKey, around).vi, key.slice(1), around);
  }
  if (isIdle(vi) && key === ".") return plain(repeated(vi, around));
  const before = isIdle(vi) ? { ...vi, keys: [] } : vi;
  const { vi: after, wish } = taken({ ...before, keys: [...before.keys, key], message: "" }, key, around);
  if (!isIdle(after)) return { vi: after, wish };
  const isChange = after.past.length > before.past.length || before.mode === "insert";
  const isRepeated = isChange && !notRepeated.has(after.keys[0] ?? "");
  return { vi: isRepeated ? { ...after, lastChange: after.keys } : after, wish };
}

const escapeKey = "\x1b";

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
    case "visual":
      return plain(visual(vi, key, around.height));
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

const partial = /^(?:[1-9]\d*)?(?:[dcy<>](?:[1-9]\d*)?)?(?:g|[fFtT])?$|^(?:[1-9]\d*)?(?:[rZ]|[dcy][ia])$/;

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
  const there = movedBy(vi, { key: rest, times, isCounted, height });
  return plain(there ?? { ...simple(ended(vi), rest, times), wanted: undefined });
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
    case "v":
    case "V":
      return { ...vi, mode: "visual", mark: text.at, takesLines: key === "V" };
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
