/**
 * What the parts of a terminal on the screen share: what it shows, and the line that is being edited.
 */

import type { Terminal } from "@xterm/xterm";
import type { TerminalPiece } from "#lab/batch";
import type { LabAct, TerminalName } from "#lab/lab-command";
import type { Completion } from "./completion.ts";
import type { EditedLine } from "./line-editor.ts";
import { draw, redraw, undraw } from "./paint.ts";
import type { Shown } from "./shown.ts";

export interface ScreenParts {
  readonly terminal: Terminal;
  readonly name: TerminalName;
  readonly act: (act: LabAct) => Promise<void>;
  readonly complete: (name: TerminalName, line: string, cursor: number) => Promise<Completion>;
  /** What is shown before anything was typed. */
  readonly firstPrompt: string;
  /** Shows the terminal as it is at the shown moment now, and not with the next frame of the page. */
  readonly refresh: () => void;
  /** Whether a command in it waits for the keyboard now. */
  readonly isAsked: () => boolean;
}

/** What the parts of a screen share. */
export interface ScreenState {
  readonly parts: ScreenParts;
  shown: Shown;
  /** The last piece that is on the screen, and how many are. */
  last: TerminalPiece | undefined;
  count: number;
  line: EditedLine;
  /** The line was sent: it goes when its echo comes. */
  isSent: boolean;
}

/** Shows another line in place of the one that is edited. */
export function changeLine(state: ScreenState, line: EditedLine): void {
  const { parts, shown, line: before } = state;
  parts.terminal.write(redraw(before, line, shown.lead, parts.terminal.cols));
  state.line = line;
}

/** Writes something between the edited line and the next prompt, which is the same again. */
export function writeAbove(state: ScreenState, text: string): void {
  const { parts, shown, line } = state;
  const end = undraw(line, shown.lead, parts.terminal.cols) + line.text;
  parts.terminal.write(`${end}${text}${shown.lead}${draw(line, shown.lead, parts.terminal.cols)}`);
}
