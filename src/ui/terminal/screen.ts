/**
 * One terminal on the screen: shows what the recording has of it up to the shown moment, and lets a person
 * edit the line after the prompt. What is typed goes to whoever made it; nothing is run here.
 */

import type { TerminalName } from "#lab/lab-command";
import type { TerminalPiece } from "#lab/recording";
import { createEditors, type Editors } from "./editor/editors.ts";
import { emptyLine } from "./line-editor.ts";
import { draw, undraw } from "./paint.ts";
import type { ScreenParts, ScreenState } from "./screen-state.ts";
import { nothingShown, take } from "./shown.ts";
import { createTypist, type Typist } from "./typist.ts";

export interface Screen {
  readonly name: TerminalName;
  /** Shows so many of the terminal's own pieces. */
  show(pieces: readonly TerminalPiece[], count: number): void;
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
  if (!goesOn || count > state.count) {
    const { terminal, firstPrompt } = state.parts;
    const wiped = undrawn(state);
    const wasNew = state.line.place >= state.shown.history.length;
    if (state.isSent) state.line = emptyLine(state.shown.history, state.line.killed);
    state.isSent = false;
    const from = goesOn ? state.count : 0;
    if (!goesOn) state.shown = nothingShown(firstPrompt);
    const written = pieces.slice(from, count).map((piece) => take(state.shown, piece));
    const text = goesOn
      ? wiped + written.join("")
      : reset + firstPrompt + written.join("").slice(-longestReplay);
    state.count = count;
    state.last = pieces[count - 1];
    state.line = {
      ...state.line,
      place: placeIn(state.shown.history, wasNew ? undefined : state.line.place),
    };
    terminal.write(text);
    editors.follow(state.shown.editor, goesOn);
    terminal.write(drawn(state));
  }
  typist.goOn();
}

const undrawn = ({ parts, shown, line }: ScreenState): string =>
  shown.editor === undefined ? undraw(line, shown.lead, parts.terminal.cols) : "";

const drawn = ({ parts, shown, line }: ScreenState): string =>
  shown.editor === undefined ? draw(line, shown.lead, parts.terminal.cols) : "";

/** Where in the history the line is: at its end, or where somebody was looking. */
const placeIn = ({ length }: readonly string[], place = length): number => Math.min(place, length);
