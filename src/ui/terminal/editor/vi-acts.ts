/**
 * What single keys of vi do to the text: what is typed, replaced, pasted, joined, taken back.
 */

import { motionOf } from "./motions.ts";
import { type EditedText, lineAt, within, withLines, without, withText } from "./text.ts";
import { changed, moved, type Vi } from "./vi-state.ts";

/** While text goes in, all of it is one change: the text before it was remembered when it began. */
export function typed(vi: Vi, key: string): Vi {
  const { text } = vi;
  const { row, column } = text.at;
  const put = (next: EditedText): Vi => ({ ...vi, text: next, isDirty: true });
  switch (key) {
    case "\x1b":
    case "\x03":
      return { ...vi, mode: "normal", text: within({ ...text, at: { row, column: column - 1 } }, false) };
    case "\x7f":
    case "\b":
      if (column > 0) return put(without(text, { row, column: column - 1 }, text.at));
      return row === 0
        ? vi
        : put(without(text, { row: row - 1, column: lineAt(text, row - 1).length }, text.at));
    case "\x1b[3~":
      return put(without(text, text.at, { row, column: Math.min(column + 1, lineAt(text, row).length) }));
    case "\r":
      return put(withText(text, "\n"));
    case "\t":
      return put(withText(text, "\t"));
  }
  if (key.startsWith("\x1b")) {
    const motion = motionOf(text, key);
    return motion === undefined ? vi : moved(vi, motion.to);
  }
  if ((key.codePointAt(0) ?? 0) < 0x20) return vi;
  const room = vi.mode === "replace" ? without(text, text.at, { row, column: column + key.length }) : text;
  return put(withText(room, key));
}

export function replaced(vi: Vi, char: string, times: number): Vi {
  const { row, column } = vi.text.at;
  const line = lineAt(vi.text, row);
  if (char.startsWith("\x1b") || column + times > line.length) return vi;
  const next = withText(without(vi.text, vi.text.at, { row, column: column + times }), char.repeat(times));
  return changed(vi, { ...next, at: { row: next.at.row, column: next.at.column - 1 } });
}

export function pasted(vi: Vi, isAfter: boolean, times: number): Vi {
  const { text, register } = vi;
  const { row, column } = text.at;
  if (register.isLines) {
    const lines = Array.from({ length: times }).flatMap(() => register.text.split("\n"));
    return changed(vi, withLines(text, isAfter ? row + 1 : row, lines));
  }
  const from = isAfter && lineAt(text, row) !== "" ? column + 1 : column;
  const put = withText({ ...text, at: { row, column: from } }, register.text.repeat(times));
  return changed(vi, { ...put, at: { row: put.at.row, column: put.at.column - 1 } });
}

export function joined(vi: Vi): Vi {
  const { text } = vi;
  const { row } = text.at;
  if (row >= text.lines.length - 1) return vi;
  const line = lineAt(text, row);
  const next = lineAt(text, row + 1).replace(/^\s+/, "");
  const glue = line === "" || next === "" || /\s$/.test(line) ? "" : " ";
  const lines = [...text.lines.slice(0, row), line + glue + next, ...text.lines.slice(row + 2)];
  return changed(vi, { lines, at: { row, column: line.length } });
}

export function swappedCase(vi: Vi, times: number): Vi {
  const { row, column } = vi.text.at;
  const part = lineAt(vi.text, row).slice(column, column + times);
  const swapped = [...part]
    .map((char) => (char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase()))
    .join("");
  if (part === "") return vi;
  return changed(vi, withText(without(vi.text, vi.text.at, { row, column: column + part.length }), swapped));
}

export function back(vi: Vi): Vi {
  const before = vi.past.at(-1);
  if (before === undefined) return { ...vi, message: "Already at oldest change" };
  return { ...vi, text: within(before, false), past: vi.past.slice(0, -1), future: [vi.text, ...vi.future] };
}

export function forth(vi: Vi): Vi {
  const [next, ...future] = vi.future;
  if (next === undefined) return { ...vi, message: "Already at newest change" };
  return { ...vi, text: within(next, false), past: [...vi.past, vi.text], future };
}
