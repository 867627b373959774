/**
 * nano: every key goes into the text but those with Ctrl, which its last lines tell. Pure.
 *
 * Leaves out searching backwards, replacing, justifying, and writing under another name.
 */

import { found, motionOf } from "./motions.ts";
import { type EditedText, lineAt, within, withLines, without, withoutLines, withText } from "./text.ts";

export interface Nano {
  readonly text: EditedText;
  /** Lines that were cut, one after another. */
  readonly cut: readonly string[];
  readonly isDirty: boolean;
  readonly message: string;
  /** What is asked on the last line: whether to save, or what to look for. */
  readonly asking: "save" | "search" | undefined;
  readonly answer: string;
}

export type NanoWish =
  | { readonly kind: "write"; readonly thenQuit: boolean }
  | { readonly kind: "quit" }
  | undefined;

export interface NanoStep {
  readonly nano: Nano;
  readonly wish: NanoWish;
}

export const nanoOf = (text: EditedText, message: string): Nano => ({
  ...{ text, cut: [], isDirty: false, message, asking: undefined, answer: "" },
});

const plain = (nano: Nano): NanoStep => ({ nano, wish: undefined });

/** Takes one key, as a terminal sends it. */
export function pressNano(nano: Nano, key: string): NanoStep {
  const quiet = { ...nano, message: "" };
  if (nano.asking === "save") return saving(quiet, key);
  if (nano.asking === "search") return plain(searching(quiet, key));
  switch (key) {
    case "\x0f":
      return { nano: quiet, wish: { kind: "write", thenQuit: false } };
    case "\x18":
      return nano.isDirty ? plain({ ...quiet, asking: "save" }) : { nano: quiet, wish: { kind: "quit" } };
    case "\x17":
      return plain({ ...quiet, asking: "search", answer: "" });
  }
  return plain(edited(quiet, key));
}

function saving(nano: Nano, key: string): NanoStep {
  if (/^[yY]$/.test(key))
    return { nano: { ...nano, asking: undefined }, wish: { kind: "write", thenQuit: true } };
  if (/^[nN]$/.test(key)) return { nano, wish: { kind: "quit" } };
  return plain(
    key === "\x03" || key === "\x1b" ? { ...nano, asking: undefined, message: "Cancelled" } : nano,
  );
}

function searching(nano: Nano, key: string): Nano {
  const done = { ...nano, asking: undefined };
  if (key === "\x03" || key === "\x1b") return { ...done, message: "Cancelled" };
  if (key === "\x7f" || key === "\b") return { ...nano, answer: nano.answer.slice(0, -1) };
  if (key !== "\r") return key.length > 1 ? nano : { ...nano, answer: nano.answer + key };
  const to = found(nano.text, nano.answer, true);
  if (to === undefined) return { ...done, message: `"${nano.answer}" not found` };
  return { ...done, text: { ...nano.text, at: to } };
}

const movingKeys: Readonly<Record<string, string>> = {
  "\x01": "0",
  "\x05": "\x1b[F",
  "\x10": "k",
  "\x0e": "j",
};

function edited(nano: Nano, key: string): Nano {
  const { text } = nano;
  const { row, column } = text.at;
  const line = lineAt(text, row);
  const put = (next: EditedText): Nano => ({ ...nano, text: within(next, true), isDirty: true });
  switch (key) {
    case "\x7f":
    case "\b":
      if (column > 0) return put(without(text, { row, column: column - 1 }, text.at));
      return row === 0
        ? nano
        : put(without(text, { row: row - 1, column: lineAt(text, row - 1).length }, text.at));
    case "\x1b[3~":
    case "\x04":
      if (column < line.length) return put(without(text, text.at, { row, column: column + 1 }));
      return row >= text.lines.length - 1 ? nano : put(without(text, text.at, { row: row + 1, column: 0 }));
    case "\r":
      return put(withText(text, "\n"));
    case "\x0b":
      return {
        ...put({ ...withoutLines(text, row, row), at: { row, column: 0 } }),
        cut: [...nano.cut, line],
      };
    case "\x15": {
      if (nano.cut.length === 0) return nano;
      const back = withLines(text, row, nano.cut);
      return { ...put({ ...back, at: { row: row + nano.cut.length, column: 0 } }), cut: [] };
    }
    case "\x1b[F":
    case "\x05":
      return { ...nano, text: { ...text, at: { row, column: line.length } } };
  }
  if (key.startsWith("\x1b") || movingKeys[key] !== undefined) {
    const motion = motionOf(text, movingKeys[key] ?? key, 1, false);
    return motion === undefined ? nano : { ...nano, text: within({ ...text, at: motion.to }, true) };
  }
  return (key.codePointAt(0) ?? 0) < 0x20 && key !== "\t" ? nano : put(withText(text, key));
}
