/**
 * The terminals of a lab, with everything that they show as pieces of its recording.
 */

import type { EditorEvent } from "#shell/editor";
import { firstPrompt } from "#shell/prompt";
import type { Shell } from "#shell/shell";
import type { PieceContent } from "./batch.ts";
import type { Lab } from "./lab.ts";
import type { TerminalName } from "./lab-command.ts";
import { type Terminals, terminalsOf } from "./terminals.ts";

export type OnPiece = (terminal: TerminalName, piece: PieceContent) => void;

/** Terminals, none open yet, that tell what they show. */
export const toldTerminals = (lab: Lab, onPiece: OnPiece): Terminals =>
  terminalsOf(lab, {
    onTyped: ({ terminal, text, isScript }) => onPiece(terminal, { kind: "typed", text, isScript }),
    onOutput: ({ terminal }, text, stream) => {
      if (text !== "") onPiece(terminal, { kind: "output", text, stream });
    },
    onEcho: (terminal, text) => onPiece(terminal, { kind: "output", text, stream: "echo" }),
    onEnded: ({ terminal, running }, shell) => onPiece(terminal, endedPiece(shell, running.exitCode ?? 0)),
    onPrompt: (terminal, shell) => onPiece(terminal, endedPiece(shell, shell.state.status)),
    onEditor: (terminal, event) => onPiece(terminal, editorPiece(event)),
  });

/** After the end of a shell the next line opens another in its place. */
const endedPiece = (shell: Shell, exitCode: number): PieceContent => ({
  ...{ kind: "ended", exitCode, hasExited: shell.hasExited, isUnfinished: shell.isUnfinished },
  prompt: shell.hasExited ? firstPrompt(shell.state.machine) : shell.prompt,
});

function editorPiece(event: EditorEvent): PieceContent {
  switch (event.kind) {
    case "opened":
      return { kind: "editor-opened", ...event.file };
    case "wrote":
      return { kind: "editor-wrote", path: event.path, text: event.text, errno: event.errno };
    case "closed":
      return { kind: "editor-closed", path: event.path };
  }
}
