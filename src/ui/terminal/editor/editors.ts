/**
 * The editor that is open in a terminal, on the terminal's other screen. What it writes goes to the lab as an
 * act, and so does leaving it.
 *
 * The lab knows of saves only. What was typed since belongs to the piece of the recording it was typed after,
 * so that whoever looks at another moment and comes back finds it again.
 */

import type { Terminal } from "@xterm/xterm";
import type { TerminalPiece } from "#lab/batch";
import type { LabAct, TerminalName } from "#lab/lab-command";
import type { OpenEditor } from "../shown.ts";
import { afterWrite, type EditorState, pictureOf, pressed, stateOf, textIn } from "./editor-state.ts";
import { fileOf } from "./text.ts";

export interface Editors {
  readonly isOpen: () => boolean;
  /** Shows the editor that is open now. `goesOn`: what was on the screen before still is. */
  readonly follow: (open: OpenEditor | undefined, goesOn: boolean) => void;
  readonly press: (key: string) => Promise<void>;
  readonly draw: () => void;
}

interface Parts {
  readonly terminal: Terminal;
  readonly name: TerminalName;
  readonly act: (act: LabAct) => Promise<void>;
  readonly refresh: () => void;
}

interface Current {
  readonly open: OpenEditor;
  state: EditorState;
}

interface Editing {
  readonly parts: Parts;
  /** What was typed after which piece. */
  readonly kept: WeakMap<TerminalPiece, EditorState>;
  current: Current | undefined;
}

const enter = "\x1b[?1049h\x1b[2J";
const leave = "\x1b[?1049l";

/** Editors of a terminal, none open yet. */
export function createEditors(parts: Parts): Editors {
  const editing: Editing = { parts, kept: new WeakMap(), current: undefined };
  return {
    isOpen: () => editing.current !== undefined,
    follow: (open, goesOn) => follow(editing, open, goesOn),
    press: (key) => press(editing, key),
    draw: () => draw(editing),
  };
}

const pieceOf = ({ opened, wrote }: OpenEditor): TerminalPiece => wrote ?? opened;

function follow(editing: Editing, open: OpenEditor | undefined, goesOn: boolean): void {
  const { parts, kept, current } = editing;
  if (goesOn && current?.open === open) return;
  if (current !== undefined) kept.set(pieceOf(current.open), current.state);
  if (open === undefined) {
    if (goesOn) parts.terminal.write(leave);
    editing.current = undefined;
    return;
  }
  const isSame = goesOn && current?.open.opened === open.opened;
  const state = isSame ? afterWrite(current.state, open) : (kept.get(pieceOf(open)) ?? stateOf(open));
  editing.current = { open, state };
  if (!isSame) parts.terminal.write(enter);
  draw(editing);
}

function draw({ parts: { terminal }, current }: Editing): void {
  if (current === undefined) return;
  const { rows, cursor, state } = pictureOf(current.state, current.open.opened, {
    columns: terminal.cols,
    rows: terminal.rows,
  });
  current.state = state;
  const lines = rows.map((row, at) => `\x1b[${at + 1};1H\x1b[2K${row}`).join("");
  terminal.write(`${lines}\x1b[${cursor.row + 1};${cursor.column + 1}H`);
}

async function press(editing: Editing, key: string): Promise<void> {
  const { parts, current } = editing;
  if (current === undefined) return;
  const { opened } = current.open;
  const { state, wish } = pressed(current.state, key, opened);
  current.state = state;
  draw(editing);
  if (wish === undefined) return;
  if (wish.kind === "write" && !(await write(editing, opened, wish.path))) return;
  if (wish.kind === "write" && !wish.thenQuit) return;
  await parts.act({ kind: "edit", terminal: parts.name, text: undefined });
  parts.refresh();
}

/** Writes the text; answers whether that went well. */
async function write(editing: Editing, opened: TerminalPiece, path: string | undefined): Promise<boolean> {
  const { parts, current } = editing;
  if (current === undefined) return false;
  const text = fileOf(textIn(current.state));
  await parts.act({ kind: "edit", terminal: parts.name, text, ...(path === undefined ? {} : { path }) });
  parts.refresh();
  const now = editing.current?.open;
  return now?.opened === opened && now.wrote !== undefined && now.wrote.errno === undefined;
}
