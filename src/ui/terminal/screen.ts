/**
 * One terminal on the screen: shows what the recording has of it up to the shown moment, and lets a person
 * edit the line after the prompt. What is typed goes to whoever made it; nothing is run here.
 */

import type { TerminalPiece } from "#lab/batch";
import type { TerminalName } from "#lab/lab-command";
import { createEditors, type Editors } from "./editor/editors.ts";
import { emptyLine } from "./line-editor.ts";
import { draw, undraw } from "./paint.ts";
import type { ScreenParts, ScreenState } from "./screen-state.ts";
import { nothingShown, take, textOfPiece } from "./shown.ts";
import { createTypist, type Typist } from "./typist.ts";

export interface Screen {
  readonly name: TerminalName;
  /** Shows so many of the terminal's own pieces. */
  show(pieces: readonly TerminalPiece[], count: number): void;
  /**
   * The end of what it shows after so many of its pieces, the edited line included; `undefined` where an
   * editor is open.
   */
  textAt(pieces: readonly TerminalPiece[], count: number): string | undefined;
  /** Puts a line after the prompt, in place of what is there; `enter` sends it. */
  put(text: string, enter: boolean): void;
  /** Takes what a key sends, as if it was pressed. */
  press(data: string): void;
  /** The program of the editor that is open, if one is. */
  editor(): string | undefined;
  /** The terminal has another size. */
  resize(): void;
  focus(): void;
  close(): void;
}

export function createScreen(parts: ScreenParts): Screen {
  const { terminal, name, firstPrompt } = parts;
  const state: ScreenState = {
    ...{ parts, shown: nothingShown(firstPrompt), last: undefined, count: 0 },
    ...{ line: emptyLine([]), isSent: false },
  };
  const editors = createEditors(parts);
  const typist = createTypist(state, editors);
  terminal.write(firstPrompt);
  const heard = terminal.onData((data) => typist.type(data));
  return {
    name,
    show: (pieces, count) => show({ state, editors, typist }, pieces, count),
    textAt: (pieces, count) => textAt(state, pieces, count),
    put: (text, enter) => typist.type(`\x05\x15${text}${enter ? "\r" : ""}`),
    press: (data) => typist.type(data),
    editor: () => state.shown.editor?.opened.program,
    resize: () => editors.draw(),
    focus: () => terminal.focus(),
    close: () => {
      heard.dispose();
      terminal.dispose();
    },
  };
}

interface Showing {
  readonly state: ScreenState;
  readonly editors: Editors;
  readonly typist: Typist;
}

/** A full reset, scrollback and all, in its place among what is written. */
const reset = "\x1bc";
/** What is written again after a reset at most: more than the emulator keeps of it. */
const longestReplay = 400_000;

function show({ state, editors, typist }: Showing, pieces: readonly TerminalPiece[], count: number): void {
  const goesOn = count >= state.count && (state.count === 0 || pieces[state.count - 1] === state.last);
  if (!goesOn) showAnew(state, editors, pieces.slice(0, count));
  else if (count > state.count) showMore(state, editors, pieces.slice(state.count, count));
  state.count = count;
  state.last = pieces[count - 1];
  typist.goOn();
}

/** Another past: everything is written once more. */
function showAnew(state: ScreenState, editors: Editors, pieces: readonly TerminalPiece[]): void {
  const { terminal, firstPrompt } = state.parts;
  state.shown = nothingShown(firstPrompt);
  const written = firstPrompt + pieces.map((piece) => take(state.shown, piece)).join("");
  terminal.write(reset + written.slice(-longestReplay));
  editors.follow(state.shown.editor, false);
  state.line = { ...state.line, place: state.shown.history.length };
  terminal.write(drawn(state));
}

function showMore(state: ScreenState, editors: Editors, pieces: readonly TerminalPiece[]): void {
  const { terminal } = state.parts;
  const { line, shown } = state;
  const wiped = undrawn(state);
  const isNew = line.place >= shown.history.length;
  // An editor leaves its screen before anything is written to the other one.
  if (pieces.some(({ kind }) => kind === "editor-closed")) editors.follow(undefined, true);
  terminal.write(wiped + pieces.map((piece) => take(shown, piece)).join(""));
  editors.follow(shown.editor, true);
  const place = isNew ? shown.history.length : line.place;
  state.line = state.isSent ? emptyLine(shown.history, line.killed) : { ...line, place };
  state.isSent = false;
  terminal.write(drawn(state));
}

/** More than any screen has room for. */
const longestStill = 10_000;

function textAt(state: ScreenState, pieces: readonly TerminalPiece[], count: number): string | undefined {
  const { firstPrompt, terminal } = state.parts;
  const isEditors = ({ kind }: TerminalPiece): boolean =>
    kind === "editor-opened" || kind === "editor-closed";
  const editor = pieces.findLastIndex((piece, at) => at < count && isEditors(piece));
  if (pieces[editor]?.kind === "editor-opened") return undefined;
  let text = "";
  let at = count;
  while (at > 0 && text.length < longestStill) {
    at--;
    text = textOfPiece(pieces[at] as TerminalPiece) + text;
  }
  if (at === 0) text = firstPrompt + text;
  const lead = text.slice(text.lastIndexOf("\n") + 1);
  return text + draw(state.line, lead, terminal.cols);
}

const undrawn = ({ parts, shown, line }: ScreenState): string =>
  shown.editor === undefined ? undraw(line, shown.lead, parts.terminal.cols) : "";

const drawn = ({ parts, shown, line }: ScreenState): string =>
  shown.editor === undefined ? draw(line, shown.lead, parts.terminal.cols) : "";
