/**
 * One terminal on the screen: shows what the recording has of it up to the shown moment, and lets a person
 * edit the line after the prompt. What is typed goes to whoever made it; nothing is run here.
 */

import type { IDisposable, Terminal } from "@xterm/xterm";
import type { TerminalPiece } from "#lab/batch";
import type { LabAct, TerminalName } from "#lab/lab-command";
import type { Recording } from "#lab/recording";
import type { Moment } from "../store.ts";
import { columnsOf } from "./candidates.ts";
import type { Completion } from "./completion.ts";
import { type EditorScreen, openEditor } from "./editor/editor-screen.ts";
import { type EditedLine, edit, emptyLine, insert, keysOf, replaceWord } from "./line-editor.ts";
import { paint, repaint } from "./paint.ts";

export interface ScreenParts {
  readonly terminal: Terminal;
  readonly name: TerminalName;
  readonly act: (act: LabAct) => Promise<void>;
  readonly complete: (name: TerminalName, line: string, cursor: number) => Promise<Completion>;
  /** What is shown before anything was typed. */
  readonly firstPrompt: string;
}

export interface Screen {
  readonly name: TerminalName;
  /** Shows the terminal as it was at a moment. */
  show(recording: Recording, moment: Moment): void;
  /** Puts a line after the prompt, in place of what is there; `enter` sends it. */
  put(text: string, enter: boolean): void;
  /** The terminal has another size. */
  resize(): void;
  /** Whether a command runs at the shown moment. */
  isRunning(): boolean;
  focus(): void;
  close(): void;
}

interface State {
  recording: Recording | undefined;
  /** The terminal's own pieces among those of the recording, and how many of all were looked through. */
  readonly own: TerminalPiece[];
  looked: number;
  /** How many of its own are on the screen. */
  shown: number;
  prompt: string;
  running: boolean;
  line: EditedLine;
  history: string[];
  /** Keys that wait until what came before them is done. */
  readonly keys: string[];
  isBusy: boolean;
  /** Whether the last key was Tab: a second one lists. */
  wasTab: boolean;
  /** The editor that is open at the shown moment. */
  editor: EditorScreen | undefined;
}

export function createScreen(parts: ScreenParts): Screen {
  const { terminal, name, firstPrompt } = parts;
  const state: State = {
    recording: undefined,
    own: [],
    looked: 0,
    shown: 0,
    prompt: firstPrompt,
    running: false,
    line: emptyLine([]),
    history: [],
    keys: [],
    isBusy: false,
    wasTab: false,
    editor: undefined,
  };
  terminal.write(firstPrompt);
  const heard: IDisposable = terminal.onData((data) => {
    if (state.editor !== undefined) {
      state.editor.keys(data);
      return;
    }
    state.keys.push(...keysOf(data.replaceAll("\r\n", "\r")));
    void takeKeys(parts, state);
  });
  return {
    name,
    show: (recording, moment) => show(parts, state, recording, moment),
    put: (text, enter) => {
      state.keys.push("\x05", "\x15", ...(text === "" ? [] : [text]), ...(enter ? ["\r"] : []));
      void takeKeys(parts, state);
    },
    resize: () => state.editor?.draw(),
    isRunning: () => state.running,
    focus: () => terminal.focus(),
    close: () => {
      heard.dispose();
      terminal.dispose();
    },
  };
}

function show(parts: ScreenParts, state: State, recording: Recording, moment: Moment): void {
  const { terminal, name, firstPrompt } = parts;
  if (state.recording !== recording) {
    state.recording = recording;
    state.own.length = 0;
    state.looked = 0;
  }
  for (; state.looked < recording.pieces.length; state.looked++) {
    const piece = recording.pieces[state.looked];
    if (piece?.terminal.node === name.node && piece.terminal.number === name.number) state.own.push(piece);
  }
  const count = countAt(state.own, moment);
  if (count === state.shown && state.own.length >= count) return;
  if (count < state.shown) {
    state.editor = undefined;
    terminal.reset();
    Object.assign(state, { shown: 0, prompt: firstPrompt, running: false, history: [] });
    terminal.write(firstPrompt);
  } else terminal.write(repaint.away(state.line, state.prompt, terminal.cols));
  for (const piece of state.own.slice(state.shown, count)) take(parts, state, piece);
  state.shown = count;
  if (state.editor !== undefined) return;
  state.line = { ...state.line, place: state.history.length };
  terminal.write(repaint.between(state.line, state.line, state.prompt, terminal.cols));
}

/** How many pieces had been shown at a moment. */
export function countAt(pieces: readonly TerminalPiece[], { at, position }: Moment): number {
  let [low, high] = [0, pieces.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const piece = pieces[middle];
    const isThere = piece !== undefined && piece.at <= at && piece.position <= position;
    if (isThere) low = middle + 1;
    else high = middle;
  }
  return low;
}

function take({ terminal, name, act }: ScreenParts, state: State, piece: TerminalPiece): void {
  switch (piece.kind) {
    case "typed":
      terminal.write(`${withReturns(piece.text)}\r\n`);
      state.history.push(piece.text);
      state.running = true;
      state.prompt = "";
      return;
    case "output":
      terminal.write(withReturns(piece.text));
      return;
    case "ended":
      terminal.write(piece.prompt);
      state.prompt = piece.prompt.slice(piece.prompt.lastIndexOf("\n") + 1);
      state.running = false;
      return;
    case "editor-opened":
      state.editor = openEditor(terminal, piece, {
        edit: (text) => act({ kind: "edit", terminal: name, text }),
      });
      return;
    case "editor-wrote":
      state.editor?.wrote(piece.errno);
      return;
    case "editor-closed":
      state.editor?.close();
      state.editor = undefined;
      return;
  }
}

/** A terminal goes back to the left only when it is told. */
const withReturns = (text: string): string => text.replaceAll("\r\n", "\n").replaceAll("\n", "\r\n");

/** Takes the keys that wait, one after another; those that send something wait for it to be taken. */
async function takeKeys(parts: ScreenParts, state: State): Promise<void> {
  if (state.isBusy) return;
  state.isBusy = true;
  try {
    for (let key = state.keys.shift(); key !== undefined; key = state.keys.shift())
      await takeKey(parts, state, key);
  } finally {
    state.isBusy = false;
  }
}

async function takeKey(parts: ScreenParts, state: State, key: string): Promise<void> {
  const { terminal, name, act } = parts;
  const before = state.line;
  const { line, wish } = edit(before, key, state.running ? [] : state.history);
  const redraw = (next: EditedLine): void => {
    terminal.write(repaint.between(before, next, state.prompt, terminal.cols));
    state.line = next;
  };
  const fresh = (): EditedLine => emptyLine(state.history, line.killed);
  const wasTab = state.wasTab;
  state.wasTab = wish === "complete";
  switch (wish) {
    case "enter": {
      redraw(fresh());
      const text = line.text;
      await act(
        state.running
          ? { kind: "input", terminal: name, text: `${text}\n` }
          : { kind: "type", terminal: name, text },
      );
      return;
    }
    case "interrupt":
      redraw(fresh());
      await act({ kind: "signal", terminal: name, signal: "INT" });
      return;
    case "end":
      await act({ kind: "input", terminal: name, text: undefined });
      return;
    case "clear":
      terminal.clear();
      terminal.write(`\x1b[H\x1b[2J${state.prompt}${paint(line, state.prompt, terminal.cols)}`);
      return;
    case "complete":
      await completeHere(parts, state, wasTab);
      return;
    case "bell":
      return;
    case undefined:
      redraw(line);
  }
}

/** Tab: adds what all candidates share; a second Tab lists them. */
async function completeHere(
  { terminal, name, complete }: ScreenParts,
  state: State,
  lists: boolean,
): Promise<void> {
  const before = state.line;
  if (state.running) {
    const next = insert(before, "\t");
    terminal.write(repaint.between(before, next, state.prompt, terminal.cols));
    state.line = next;
    return;
  }
  const { start, candidates, common } = await complete(name, before.text, before.cursor);
  if (candidates.length === 0) return;
  const word = before.text.slice(start, before.cursor);
  if (common.length > word.length || candidates.length === 1) {
    const isWhole = candidates.length === 1 && candidates[0]?.goesOn === false;
    const next = replaceWord(before, start, isWhole ? `${common} ` : common);
    terminal.write(repaint.between(before, next, state.prompt, terminal.cols));
    state.line = next;
    return;
  }
  if (!lists) return;
  terminal.write(
    `\r\n${columnsOf(
      candidates.map(({ shown }) => shown),
      terminal.cols,
    ).join("\r\n")}\r\n${state.prompt}`,
  );
  terminal.write(paint(before, state.prompt, terminal.cols));
}
