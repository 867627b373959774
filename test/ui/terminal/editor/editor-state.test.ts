/** What the editors show, nano's keys, and what they say of files and saves. */

import { describe, expect, test } from "vitest";
import {
  afterWrite,
  type EditorState,
  type EditorWish,
  pictureOf,
  pressed,
  stateOf,
  textIn,
} from "#ui/terminal/editor/editor-state";
import { keysOf } from "#ui/terminal/line-editor";
import { plainText } from "#ui/terminal/paint";
import type { OpenEditor } from "#ui/terminal/shown";

const size = { columns: 40, rows: 8 };

type Opened = OpenEditor["opened"];

const openOf = (fields: Partial<Opened> = {}): OpenEditor => ({
  opened: {
    ...{ kind: "editor-opened", at: 0, position: 0, terminal: { node: "a", number: 0 } },
    ...{ program: "vi", path: "/root/f", name: "f", text: "one\ntwo\n", errno: undefined },
    ...{ isNew: false, isReadOnly: false, ...fields },
  } as Opened,
  wrote: undefined,
  saves: 0,
});

const nano = openOf({ program: "nano" });

const wroteOf = (open: OpenEditor, text: string, more: Record<string, unknown> = {}): OpenEditor => ({
  ...open,
  saves: open.saves + 1,
  wrote: { ...open.opened, kind: "editor-wrote", path: open.opened.path, text, ...more } as never,
});

/** The rows of the screen, without what makes them bright. */
const rowsOf = (state: EditorState, { opened }: OpenEditor): string[] =>
  pictureOf(state, opened, size).rows.map((row) => plainText(row).trimEnd());

/** Presses keys; answers where that led, and everything that was wished for. */
function led(open: OpenEditor, data: string): { state: EditorState; wishes: EditorWish[] } {
  let state = stateOf(open);
  const wishes: EditorWish[] = [];
  for (const key of keysOf(data)) {
    const step = pressed(state, key, open.opened);
    state = step.state;
    if (step.wish !== undefined) wishes.push(step.wish);
  }
  return { state, wishes };
}

const textAfter = (open: OpenEditor, data: string): string => textIn(led(open, data).state).lines.join("|");
const said = (open: OpenEditor): string =>
  rowsOf(stateOf(open), open)
    .at(-1)
    ?.replace(/ +1,1$/, "") ?? "";

describe("vi says of its file", () => {
  test.each([
    [{}, '"f" 2L, 8B'],
    [{ text: "" }, '"f" 0L, 0B'],
    [{ text: "", isNew: true }, '"f" [New]'],
    [{ text: "", isNew: true, errno: "ENOENT" }, '"f" [New DIRECTORY]'],
    [{ isReadOnly: true }, '"f" [readonly] 2L, 8B'],
    [{ text: "", errno: "EISDIR" }, '"f" is a directory'],
    [{ text: "", path: "", name: "", isNew: true }, ""],
  ] as const)("%j: %s", (fields, message) => {
    expect(said(openOf(fields))).toBe(message);
  });

  test.each([
    [{}, {}, '"f" 1L, 2B written'],
    [{ isNew: true }, {}, '"f" [New] 1L, 2B written'],
    [{}, { path: "/tmp/g" }, '"/tmp/g" 1L, 2B written'],
    [{}, { errno: "EROFS" }, `"f" E212: Can't open file for writing`],
    [{ path: "", name: "" }, { path: "", errno: "ENOENT" }, "E32: No file name"],
  ] as const)("%j saved with %j: %s", (fields, wrote, message) => {
    expect(said(wroteOf(openOf(fields), "x\n", wrote))).toBe(message);
  });
});

test("vi shows its text, where it has ended, and what mode it is in", () => {
  const open = openOf();
  expect(rowsOf(led(open, "").state, open).slice(0, 4)).toEqual(["one", "two", "~", "~"]);
  expect(rowsOf(led(open, "i").state, open).at(-1)).toMatch(/^-- INSERT -- +1,1$/);
  expect(rowsOf(led(open, "V").state, open).at(-1)).toMatch(/^-- VISUAL LINE -- +1,1$/);
  expect(rowsOf(led(open, ":se").state, open).at(-1)).toBe(":se");
  expect(rowsOf(led(open, ":set nu\r").state, open)[1]).toBe("  2 two");
});

test("what is selected is bright", () => {
  const open = openOf({ text: "one two\nthree\n" });
  const [first, second] = pictureOf(led(open, "wvj").state, open.opened, size).rows;
  expect([first, second]).toEqual(["one \x1b[7mtwo\x1b[0m", "\x1b[7mthree\x1b[0m"]);
});

test("wide characters are not cut in two, and long lines are moved to where the cursor is", () => {
  const open = openOf({ text: `${"字".repeat(30)}\n${"x".repeat(60)}end\n` });
  expect(rowsOf(led(open, "").state, open)[0]).toBe("字".repeat(20));
  const picture = pictureOf(led(open, "j$").state, open.opened, size);
  expect(picture.rows[1]?.endsWith("end")).toBe(true);
  expect(picture.cursor.column).toBe(39);
});

test("a text longer than the screen is scrolled to the cursor, by pages too", () => {
  const open = openOf({ text: Array.from({ length: 30 }, (_, at) => `line ${at}\n`).join("") });
  const begun = pictureOf(stateOf(open), open.opened, size).state;
  const down = pressed(begun, "\x06", open.opened).state;
  expect(textIn(down).at.row).toBe(5);
  expect(rowsOf(pressed(down, "G", open.opened).state, open)[6]).toBe("line 29");
});

describe("nano", () => {
  test.each([
    ["X", "Xone|two"],
    ["\x05X", "oneX|two"],
    ["\x0b", "two"],
    ["\x0b\x15", "one|two"],
    ["\x0b\x0b\x15", "one|two|"],
    ["\x1b[B\x7f", "onetwo"],
    ["\x17two\rX", "one|Xtwo"],
    ["\x17none\rX", "Xone|two"],
    ["a\rb", "a|bone|two"],
  ])("%j makes %s", (keys, text) => {
    expect(textAfter(nano, keys)).toBe(text);
  });

  test.each([
    ["\x18", [{ kind: "quit" }]],
    ["X\x18n", [{ kind: "quit" }]],
    ["X\x18y\r", [{ kind: "write", path: undefined, thenQuit: true }]],
    ["X\x18\x03", []],
    ["\x0f\r", [{ kind: "write", path: undefined, thenQuit: false }]],
    ["\x0f.new\r", [{ kind: "write", path: "f.new", thenQuit: false }]],
    ["\x0f\x7fg\r", [{ kind: "write", path: "g", thenQuit: false }]],
    ["\x0f\x03", []],
    ["\x13", [{ kind: "write", thenQuit: false }]],
  ])("%j wishes for %j", (keys, wishes) => {
    expect(led(nano, keys).wishes).toEqual(wishes);
  });

  test("Enter after Ctrl-O goes into no text", () => {
    expect(textAfter(nano, "\x0f\rX")).toBe("Xone|two");
  });

  test("shows its title, its text, what it asks and its keys", () => {
    const rows = rowsOf(led(nano, "X").state, nano);
    expect(rows[0]).toMatch(/^ {2}GNU nano +f \*$/);
    expect(rows[1]).toBe("Xone");
    expect(rows.slice(-2).join(" ")).toContain("^X Exit");
    expect(rowsOf(led(nano, "X\x18").state, nano).at(-3)).toBe("Save modified buffer?");
    expect(rowsOf(led(nano, "\x0f").state, nano).at(-3)).toBe("File Name to Write: f");
  });
});

test("a text is unsaved until it is written as it stands", () => {
  const open = openOf();
  const { state } = led(open, "x");
  const isDirty = (now: EditorState): boolean => now.kind === "vi" && now.vi.isDirty;
  expect(isDirty(afterWrite(state, wroteOf(open, "ne\ntwo\n")))).toBe(false);
  expect(isDirty(afterWrite(state, wroteOf(open, "older\n")))).toBe(true);
  expect(isDirty(afterWrite(state, wroteOf(open, "ne\ntwo\n", { errno: "EROFS" })))).toBe(true);
});
