/**
 * An editor, vi and vim or nano, with its file: what a key does to it, and what it shows. Pure.
 */

import type { OpenEditor } from "../shown.ts";
import { type Picture, type Size, textRows, topFor } from "./draw.ts";
import { type Nano, nanoOf, nanoPicture, pressNano } from "./nano.ts";
import { type EditedText, fileOf, textOf } from "./text.ts";
import { press } from "./vi.ts";
import { type Vi, viOf } from "./vi-state.ts";
import { selectionOf } from "./vi-visual.ts";

export type EditorState = { readonly top: number; readonly height: number } & (
  | { readonly kind: "vi"; readonly vi: Vi }
  | { readonly kind: "nano"; readonly nano: Nano }
);

/** What is wanted of the lab. */
export type EditorWish =
  | { readonly kind: "write"; readonly path?: string | undefined; readonly thenQuit: boolean }
  | { readonly kind: "quit" }
  | undefined;

type EditedFile = OpenEditor["opened"];
type Errno = NonNullable<OpenEditor["wrote"]>["errno"] & string;

/** Rows of text until the editor is drawn for the first time. */
const usualHeight = 20;

/** The editor as it is right after its file was opened, or written last. */
export function stateOf({ opened, wrote, saves }: OpenEditor): EditorState {
  const text = textOf(wrote?.text ?? opened.text);
  const saved = wrote === undefined ? undefined : savedMessage({ opened, wrote, saves });
  const place = { top: 0, height: usualHeight };
  return opened.program === "nano"
    ? { ...place, kind: "nano", nano: nanoOf(text, saved ?? nanoGreeting(opened)) }
    : { ...place, kind: "vi", vi: viOf(text, saved ?? viGreeting(opened)) };
}

export const textIn = (state: EditorState): EditedText =>
  state.kind === "vi" ? state.vi.text : state.nano.text;

/** The editor after a save that has gone well or not. */
export function afterWrite(state: EditorState, open: OpenEditor): EditorState {
  const { wrote } = open;
  if (wrote === undefined) return state;
  const message = savedMessage(open);
  const isSaved = wrote.errno === undefined && fileOf(textIn(state)) === wrote.text;
  if (state.kind === "vi") {
    return { ...state, vi: { ...state.vi, message, isDirty: state.vi.isDirty && !isSaved } };
  }
  return { ...state, nano: { ...state.nano, message, isDirty: state.nano.isDirty && !isSaved } };
}

/** Takes one key, as a terminal sends it. */
export function pressed(
  state: EditorState,
  key: string,
  file: EditedFile,
): { readonly state: EditorState; readonly wish: EditorWish } {
  if (state.kind === "vi") {
    const { vi, wish } = press(state.vi, key, { height: state.height, isReadOnly: file.isReadOnly });
    return { state: { ...state, vi }, wish };
  }
  const { nano, wish } = pressNano(state.nano, key, { height: state.height, name: file.name });
  return { state: { ...state, nano }, wish };
}

function viGreeting({ path, name, isNew, isReadOnly, errno, text }: EditedFile): string {
  if (errno === "EISDIR") return `"${name}" is a directory`;
  if (path === "") return "";
  if (isNew) return errno === "ENOENT" ? `"${name}" [New DIRECTORY]` : `"${name}" [New]`;
  return `"${name}" ${isReadOnly ? "[readonly] " : ""}${sizeOf(text)}`;
}

function nanoGreeting({ path, name, isNew, isReadOnly, errno, text }: EditedFile): string {
  if (errno === "EISDIR") return `[ "${name}" is a directory ]`;
  if (isNew) return path === "" ? "" : "[ New File ]";
  const count = `Read ${nanoCount(text)}`;
  return isReadOnly ? `[ ${count} (warning: no write permission) ]` : `[ ${count} ]`;
}

const linesIn = (text: string): number => (text === "" ? 0 : textOf(text).lines.length);
const sizeOf = (text: string): string => `${linesIn(text)}L, ${new TextEncoder().encode(text).length}B`;
const nanoCount = (text: string): string => `${linesIn(text)} line${linesIn(text) === 1 ? "" : "s"}`;

function savedMessage({ opened, wrote, saves }: OpenEditor): string {
  if (wrote === undefined) return "";
  const { path, text, errno } = wrote;
  const name = path === opened.path ? opened.name : path;
  if (opened.program === "nano") {
    return errno === undefined
      ? `[ Wrote ${nanoCount(text)} ]`
      : `[ Error writing ${name}: ${errnoWords[errno] ?? errno} ]`;
  }
  if (path === "") return "E32: No file name";
  if (errno === "EISDIR") return `E502: "${name}" is a directory`;
  if (errno !== undefined) return `"${name}" E212: Can't open file for writing`;
  return `"${name}" ${opened.isNew && saves === 1 ? "[New] " : ""}${sizeOf(text)} written`;
}

const errnoWords: Partial<Record<Errno, string>> = {
  EACCES: "Permission denied",
  EINVAL: "Invalid argument",
  EISDIR: "Is a directory",
  ENOENT: "No such file or directory",
  ENOTDIR: "Not a directory",
  EROFS: "Read-only file system",
};

/** What the editor shows, and its state with the text moved so that the cursor is seen. */
export function pictureOf(
  state: EditorState,
  file: EditedFile,
  size: Size,
): Picture & { readonly state: EditorState } {
  const height = Math.max(1, size.rows - (state.kind === "vi" ? 1 : 4));
  const top = topFor(textIn(state), state.top, height);
  const moved = { ...state, top, height };
  const picture =
    moved.kind === "vi"
      ? viPicture(moved.vi, size, { top, height })
      : nanoPicture(moved.nano, file.name, { size, top, height });
  return { ...picture, state: moved };
}

interface Place {
  readonly top: number;
  readonly height: number;
}

function viPicture(vi: Vi, { columns }: Size, { top, height }: Place): Picture {
  const selection = vi.mode === "visual" ? selectionOf(vi) : undefined;
  const window = { columns, rows: height, top, hasNumbers: vi.hasNumbers, filler: "~", selection };
  const picture = textRows(vi.text, window);
  const { row, column } = vi.text.at;
  if (vi.mode === "command") {
    return { rows: [...picture.rows, vi.command], cursor: { row: height, column: vi.command.length } };
  }
  const said = modeText(vi);
  const line = vi.message.startsWith("E") && vi.mode === "normal" ? `\x1b[31m${said}\x1b[0m` : said;
  const ruler = `${row + 1},${column + 1}`;
  const room = Math.max(0, columns - 14);
  const status =
    said.length > room ? said.slice(0, columns) : `${line}${" ".repeat(room - said.length)}${ruler}`;
  return { rows: [...picture.rows, status], cursor: picture.cursor };
}

function modeText({ mode, message, takesLines }: Vi): string {
  switch (mode) {
    case "insert":
      return "-- INSERT --";
    case "replace":
      return "-- REPLACE --";
    case "visual":
      return takesLines ? "-- VISUAL LINE --" : "-- VISUAL --";
    case "normal":
    case "command":
      return message;
  }
}
