/**
 * nano: every key goes into the text but those with Ctrl, which its last lines tell. Pure.
 *
 * Leaves out searching backwards, replacing, justifying, undoing, and marking.
 */

import { widthOf } from "../paint.ts";
import { type Picture, reverse, type Size, textRows } from "./draw.ts";
import { found, motionOf } from "./motions.ts";
import { type EditedText, lineAt, within, withLines, without, withoutLines, withText } from "./text.ts";

export interface Nano {
  readonly text: EditedText;
  /** Lines that were cut, one after another. */
  readonly cut: readonly string[];
  readonly isDirty: boolean;
  readonly message: string;
  /** What is asked on the last line: whether to save, under which name, or what to look for. */
  readonly asking: "save" | "name" | "search" | undefined;
  readonly answer: string;
  /** Whether it is left after the save that is asked about. */
  readonly thenQuit: boolean;
}

export type NanoWish =
  | { readonly kind: "write"; readonly path?: string | undefined; readonly thenQuit: boolean }
  | { readonly kind: "quit" }
  | undefined;

export interface NanoStep {
  readonly nano: Nano;
  readonly wish: NanoWish;
}

export const nanoOf = (text: EditedText, message: string): Nano => ({
  ...{ text, cut: [], isDirty: false, message, asking: undefined, answer: "" },
  thenQuit: false,
});

const plain = (nano: Nano): NanoStep => ({ nano, wish: undefined });

/** What is around: rows of text on the screen, and the file's name. */
interface Around {
  readonly height: number;
  readonly name: string;
}

/** Takes one key, as a terminal sends it. */
export function pressNano(nano: Nano, key: string, around: Around): NanoStep {
  const quiet = { ...nano, message: "" };
  switch (nano.asking) {
    case "save":
      return saving(quiet, key, around);
    case "name":
      return naming(quiet, key, around);
    case "search":
      return plain(searching(quiet, key));
  }
  switch (key) {
    case "\x0f":
      return plain({ ...quiet, asking: "name", answer: around.name, thenQuit: false });
    case "\x13":
      return { nano: quiet, wish: { kind: "write", thenQuit: false } };
    case "\x18":
      return nano.isDirty ? plain({ ...quiet, asking: "save" }) : { nano: quiet, wish: { kind: "quit" } };
    case "\x17":
      return plain({ ...quiet, asking: "search", answer: "" });
  }
  return plain(edited(quiet, key, around.height));
}

const isCancel = (key: string): boolean => key === "\x03" || key === "\x1b";
const cancelled = (nano: Nano): Nano => ({ ...nano, asking: undefined, message: "[ Cancelled ]" });

function saving(nano: Nano, key: string, { name }: Around): NanoStep {
  if (/^[yY]$/.test(key)) return plain({ ...nano, asking: "name", answer: name, thenQuit: true });
  if (/^[nN]$/.test(key)) return { nano, wish: { kind: "quit" } };
  return plain(isCancel(key) ? cancelled(nano) : nano);
}

function naming(nano: Nano, key: string, { name }: Around): NanoStep {
  if (isCancel(key)) return plain(cancelled(nano));
  if (key !== "\r") return plain({ ...nano, answer: answered(nano.answer, key) });
  const { answer, thenQuit } = nano;
  const done = { ...nano, asking: undefined };
  if (answer === "") return plain(cancelled(nano));
  return { nano: done, wish: { kind: "write", path: answer === name ? undefined : answer, thenQuit } };
}

const answered = (answer: string, key: string): string =>
  key === "\x7f" || key === "\b"
    ? answer.slice(0, -1)
    : (key.codePointAt(0) ?? 0) < 0x20
      ? answer
      : answer + key;

function searching(nano: Nano, key: string): Nano {
  const done = { ...nano, asking: undefined };
  if (isCancel(key)) return cancelled(nano);
  if (key !== "\r") return { ...nano, answer: answered(nano.answer, key) };
  const to = found(nano.text, nano.answer, true);
  if (to === undefined) return { ...done, message: `[ "${nano.answer}" not found ]` };
  return { ...done, text: { ...nano.text, at: to } };
}

const movingKeys: Readonly<Record<string, string>> = {
  "\x01": "0",
  "\x05": "\x1b[F",
  "\x10": "k",
  "\x0e": "j",
  "\x02": "\x1b[D",
  "\x06": "\x1b[C",
  "\x16": "\x1b[6~",
  "\x19": "\x1b[5~",
};

function edited(nano: Nano, key: string, height: number): Nano {
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
    const motion = motionOf(text, movingKeys[key] ?? key, { height });
    return motion === undefined ? nano : { ...nano, text: within({ ...text, at: motion.to }, true) };
  }
  return (key.codePointAt(0) ?? 0) < 0x20 && key !== "\t" ? nano : put(withText(text, key));
}

interface Room {
  readonly size: Size;
  readonly top: number;
  readonly height: number;
}

/** The whole screen: a title, the text, a line for messages, two that tell the keys. */
export function nanoPicture(nano: Nano, name: string, { size, top, height }: Room): Picture {
  const { columns } = size;
  const window = { columns, rows: height, top, hasNumbers: false, filler: "" };
  const { rows, cursor } = textRows(nano.text, window);
  const called = `${name === "" ? "New Buffer" : name}${nano.isDirty ? " *" : ""}`;
  const indent = Math.max(12, Math.floor((columns - called.length) / 2));
  const title = `${"  GNU nano".padEnd(indent)}${called}`.padEnd(columns).slice(0, columns);
  const asked = { save: "Save modified buffer? ", name: `File Name to Write: ${nano.answer}` };
  const question =
    nano.asking === undefined ? undefined : { ...asked, search: `Search: ${nano.answer}` }[nano.asking];
  const middle = Math.max(0, Math.floor((columns - nano.message.length) / 2));
  const said = nano.message === "" ? "" : " ".repeat(middle) + reverse(nano.message);
  const status = question === undefined ? said : reverse(question.padEnd(columns).slice(0, columns));
  const keys = keyLines(nano.asking).map((line) => line.slice(0, columns));
  const text = { row: cursor.row + 1, column: cursor.column };
  const answer = { row: height + 1, column: Math.min(columns - 1, widthOf(question ?? "")) };
  return {
    rows: [reverse(title), ...rows, status, ...keys],
    cursor: question === undefined ? text : answer,
  };
}

function keyLines(asking: Nano["asking"]): readonly [string, string] {
  if (asking === "save") return [" Y Yes", " N No           ^C Cancel"];
  if (asking !== undefined) return ["Enter Confirm   ^C Cancel", ""];
  return [
    "^O Write Out   ^W Where Is    ^K Cut       ^A Start of line",
    "^X Exit        ^V ^Y Page     ^U Paste     ^E End of line",
  ];
}
