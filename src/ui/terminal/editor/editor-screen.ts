/**
 * An editor in a terminal: vi and vim, or nano, on the terminal's other screen. What it writes goes to the
 * lab as an act, and so does leaving it.
 */

import type { Terminal } from "@xterm/xterm";
import type { TerminalPiece } from "#lab/batch";
import { keysOf } from "../line-editor.ts";
import { type Picture, textRows, topFor } from "./draw.ts";
import { type Nano, nanoOf, pressNano } from "./nano.ts";
import { fileOf, textOf } from "./text.ts";
import { press } from "./vi.ts";
import { type Vi, viOf } from "./vi-state.ts";

type PieceOf<Kind extends TerminalPiece["kind"]> = Extract<TerminalPiece, { readonly kind: Kind }>;

/** A file as the lab opens it in an editor. */
export type EditedFile = Omit<PieceOf<"editor-opened">, "kind" | "at" | "position" | "terminal">;
type Errno = PieceOf<"editor-wrote">["errno"];

export interface EditorScreen {
  /** Keys, as the terminal sends them. */
  keys(data: string): void;
  /** What became of a save. */
  wrote(errno: Errno): void;
  draw(): void;
  close(): void;
}

export interface EditorActs {
  /** `undefined`: the editor is left. */
  readonly edit: (text: string | undefined) => Promise<void>;
}

type Shown = { readonly kind: "vi"; readonly vi: Vi } | { readonly kind: "nano"; readonly nano: Nano };

const enter = "\x1b[?1049h";
const leave = "\x1b[?1049l";
const reverse = (text: string): string => `\x1b[7m${text}\x1b[0m`;

/** Opens the editor of a file on a terminal. */
export function openEditor(terminal: Terminal, file: EditedFile, acts: EditorActs): EditorScreen {
  const text = textOf(file.text);
  const isNano = file.program === "nano";
  const said = isNano ? nanoGreeting(file) : viGreeting(file);
  let shown: Shown = isNano
    ? { kind: "nano", nano: nanoOf(text, said) }
    : { kind: "vi", vi: viOf(text, said) };
  let top = 0;
  let queue: Promise<void> = Promise.resolve();
  const draw = (): void => {
    const bottom = isNano ? 4 : 1;
    const rows = Math.max(1, terminal.rows - bottom);
    top = topFor(textIn(shown), top, rows);
    const picture =
      shown.kind === "vi" ? viPicture(shown.vi, terminal, top) : nanoPicture(shown.nano, file, terminal, top);
    const lines = picture.rows.map((row, at) => `\x1b[${at + 1};1H\x1b[2K${row}`).join("");
    terminal.write(`${lines}\x1b[${picture.cursor.row + 1};${picture.cursor.column + 1}H`);
  };
  const pressed = async (key: string): Promise<void> => {
    const step = shown.kind === "vi" ? press(shown.vi, key) : pressNano(shown.nano, key);
    shown = "vi" in step ? { kind: "vi", vi: step.vi } : { kind: "nano", nano: step.nano };
    draw();
    if (step.wish === undefined) return;
    if (step.wish.kind === "write") await acts.edit(fileOf(textIn(shown)));
    if (step.wish.kind === "quit" || step.wish.thenQuit) await acts.edit(undefined);
  };
  terminal.write(`${enter}\x1b[2J`);
  draw();
  return {
    keys: (data) => {
      for (const key of keysOf(data)) queue = queue.then(() => pressed(key));
    },
    wrote: (errno) => {
      shown = withMessage(shown, savedMessage(file, textIn(shown).lines.length, errno), errno === undefined);
      draw();
    },
    draw,
    close: () => terminal.write(leave),
  };
}

const textIn = (shown: Shown) => (shown.kind === "vi" ? shown.vi.text : shown.nano.text);

function withMessage(shown: Shown, message: string, isSaved: boolean): Shown {
  if (shown.kind === "vi") {
    return { kind: "vi", vi: { ...shown.vi, message, isDirty: shown.vi.isDirty && !isSaved } };
  }
  return { kind: "nano", nano: { ...shown.nano, message, isDirty: shown.nano.isDirty && !isSaved } };
}

const linesOf = (count: number): string => `${count}L`;

function viGreeting({ path, isNew, isReadOnly, errno, text }: EditedFile): string {
  if (errno === "EISDIR") return `"${path}" is a directory`;
  if (path === "") return "";
  if (isNew) return errno === "ENOENT" ? `"${path}" [New DIRECTORY]` : `"${path}" [New]`;
  const size = `${linesOf(textOf(text).lines.length)}, ${new TextEncoder().encode(text).length}B`;
  return `"${path}" ${isReadOnly ? "[readonly] " : ""}${size}`;
}

const nanoGreeting = ({ isNew, text }: EditedFile): string =>
  isNew ? "[ New File ]" : `[ Read ${textOf(text).lines.length} lines ]`;

function savedMessage({ program, path }: EditedFile, lines: number, errno: Errno): string {
  if (errno === undefined)
    return program === "nano" ? `[ Wrote ${lines} lines ]` : `"${path}" ${linesOf(lines)} written`;
  if (path === "") return "E32: No file name";
  return program === "nano" ? `[ Error writing ${path} ]` : `"${path}" E212: Can't open file for writing`;
}

interface Room {
  readonly cols: number;
  readonly rows: number;
}

function viPicture(vi: Vi, { cols, rows }: Room, top: number): Picture {
  const window = { columns: cols, rows: rows - 1, top, hasNumbers: vi.hasNumbers, filler: "~" };
  const picture = textRows(vi.text, window);
  const { row, column } = vi.text.at;
  const mode = vi.mode === "insert" ? "-- INSERT --" : vi.mode === "replace" ? "-- REPLACE --" : vi.message;
  if (vi.mode === "command") {
    return { rows: [...picture.rows, vi.command], cursor: { row: rows - 1, column: vi.command.length } };
  }
  const ruler = `${row + 1},${column + 1}`;
  const status = `${mode.slice(0, cols - 14).padEnd(Math.max(0, cols - 14))}${ruler}`;
  return { rows: [...picture.rows, status], cursor: picture.cursor };
}

function nanoPicture(nano: Nano, file: EditedFile, { cols, rows }: Room, top: number): Picture {
  const window = { columns: cols, rows: rows - 4, top, hasNumbers: false, filler: "" };
  const picture = textRows(nano.text, window);
  const name = file.path === "" ? "New Buffer" : file.path;
  const title = `  GNU nano${" ".repeat(4)}${name}${nano.isDirty ? "  *" : ""}`.padEnd(cols).slice(0, cols);
  const asked =
    nano.asking === "save" ? "Save modified buffer?  Y Yes  N No  ^C Cancel" : `Search: ${nano.answer}`;
  const status = nano.asking === undefined ? nano.message : reverse(asked.padEnd(cols).slice(0, cols));
  const keys = ["^O Write Out   ^W Where Is   ^K Cut", "^X Exit        ^U Paste      ^E End of line"];
  return {
    rows: [reverse(title), ...picture.rows, status, ...keys],
    cursor: { row: picture.cursor.row + 1, column: picture.cursor.column },
  };
}
