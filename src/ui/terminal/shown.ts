/**
 * What a terminal shows after the pieces of its recording, one after another: what is to be written to the
 * emulator, and what a person may do now.
 */

import type { TerminalPiece } from "#lab/batch";

type PieceOf<Kind extends TerminalPiece["kind"]> = Extract<TerminalPiece, { readonly kind: Kind }>;

/** An editor that is open: the file as it was opened, and the last time it was written. */
export interface OpenEditor {
  readonly opened: PieceOf<"editor-opened">;
  readonly wrote: PieceOf<"editor-wrote"> | undefined;
  /** How often it was written. */
  readonly saves: number;
}

export interface Shown {
  /** What stands on the last line, with its control sequences: the prompt, or output that has no end yet. */
  lead: string;
  /** Whether a command runs. */
  isRunning: boolean;
  /** Whether the prompt asks for the rest of a command. */
  isUnfinished: boolean;
  /** Whether the shell was left and none has been opened since. */
  hasExited: boolean;
  readonly history: string[];
  editor: OpenEditor | undefined;
}

/** A terminal in which nothing was typed yet. */
export const nothingShown = (prompt: string): Shown => ({
  ...{ lead: prompt, isRunning: false, isUnfinished: false, hasExited: false },
  ...{ history: [], editor: undefined },
});

/** Takes the next piece; answers what the terminal writes for it. */
export function take(shown: Shown, piece: TerminalPiece): string {
  switch (piece.kind) {
    case "typed":
      remember(shown, piece.text);
      Object.assign(shown, { isRunning: true, isUnfinished: false, hasExited: false });
      break;
    case "output":
      break;
    case "ended":
      shown.isRunning = false;
      shown.isUnfinished = piece.isUnfinished;
      shown.hasExited = piece.hasExited;
      break;
    case "editor-opened":
      shown.editor = { opened: piece, wrote: undefined, saves: 0 };
      break;
    case "editor-wrote":
      if (shown.editor !== undefined) {
        const saves = shown.editor.saves + (piece.errno === undefined ? 1 : 0);
        shown.editor = { ...shown.editor, wrote: piece, saves };
      }
      break;
    case "editor-closed":
      shown.editor = undefined;
  }
  return written(shown, textOfPiece(piece));
}

/** What a terminal writes for a piece. Editors have a screen of their own. */
export function textOfPiece(piece: TerminalPiece): string {
  switch (piece.kind) {
    case "typed":
      return `${piece.text}\n`;
    case "output":
      return piece.text;
    case "ended":
      return piece.prompt;
    case "editor-opened":
    case "editor-wrote":
    case "editor-closed":
      return "";
  }
}

/** Longer than any line that a person edits behind; what is before it has long left the last row. */
const longestLead = 4_000;

function written(shown: Shown, text: string): string {
  if (text === "") return text;
  const all = shown.lead + text;
  const line = all.slice(all.lastIndexOf("\n") + 1);
  // From the last return on, where something was written over the line.
  const over = line.slice(line.replace(/\r+$/, "").lastIndexOf("\r") + 1);
  const wiped = Math.max(over.lastIndexOf("\x1b[2J"), over.lastIndexOf("\x1b[H"));
  shown.lead = (wiped < 0 ? over : over.slice(wiped)).slice(-longestLead);
  return text;
}

/** The history, as bash keeps it: the lines of one command are one entry, and none follows itself. */
function remember({ history, isUnfinished }: Shown, text: string): void {
  const last = history.at(-1);
  if (isUnfinished && last !== undefined) {
    history[history.length - 1] = joined(last, text);
    return;
  }
  if (text.trim() !== "" && text !== last) history.push(text);
}

/** Here documents and quoted text keep their lines; else they become one, with semicolons between them. */
function joined(before: string, line: string): string {
  if (before.includes("<<") || isInQuotes(before)) return `${before}\n${line}`;
  if (before.endsWith("\\")) return before.slice(0, -1) + line;
  const needsNone = /(?:^|[\s;&|({])(?:do|then|else|in)\s*$|[;&|({]\s*$|^\s*$/.test(before);
  return `${before.trimEnd()}${needsNone ? " " : "; "}${line.trimStart()}`;
}

function isInQuotes(text: string): boolean {
  let open = "";
  for (const [token] of text.matchAll(/\\.|['"]/gs)) {
    if (open === "") open = token.startsWith("\\") ? "" : token;
    else if (token === open) open = "";
  }
  return open !== "";
}
