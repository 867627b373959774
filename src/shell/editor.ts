/**
 * The editor of a terminal: a command such as vi opens it with a file, the person's acts come back, and the
 * command writes what they say. The screen of it, its keys and its modes belong to whatever shows the
 * terminal.
 */

import type { Errno } from "./files/tree.ts";

/** A file as an editor opens it. */
export interface EditedFile {
  /** The name of the program, which decides the keys. */
  readonly program: string;
  /** Absolute; empty where none was named. */
  readonly path: string;
  /** As it was typed. */
  readonly name: string;
  /** Empty for a new file, and for one that cannot be read. */
  readonly text: string;
  readonly isNew: boolean;
  /** Whether its mode forbids writing; root can, but vi asks for `!`. */
  readonly isReadOnly: boolean;
  /** Why it cannot be read (a folder), or could not be written now (its folder is missing). */
  readonly errno: Errno | undefined;
}

/** What an editor shows, in the order it happens. */
export type EditorEvent =
  | { readonly kind: "opened"; readonly file: EditedFile }
  | {
      readonly kind: "wrote";
      readonly path: string;
      /** What the file holds now; or would, but for `errno`. */
      readonly text: string;
      readonly errno: Errno | undefined;
    }
  | { readonly kind: "closed"; readonly path: string };

/** What its person does: `text` is to be written, `undefined` leaves it. */
export interface EditorAct {
  readonly text: string | undefined;
  /** Where to, if not to the file that was opened. */
  readonly path?: string | undefined;
}

/** The side of the command. */
export interface Editor {
  readonly isOpen: boolean;
  open(file: EditedFile): void;
  /** As `Process.until` wants it: calls `wake` with the next act. */
  onAct(wake: (act: EditorAct) => void): () => void;
  wrote(path: string, text: string, errno: Errno | undefined): void;
  close(): void;
}

/** The side of the terminal. */
export interface EditorOfTerminal {
  readonly editor: Editor;
  /** Whether it waits for its person. */
  readonly isAwaited: boolean;
  /** Answers whether an editor is open. */
  act(act: EditorAct): boolean;
}

/** An editor that is not open yet and tells `onEvent` what happens in it. */
export function editorOf(onEvent: (event: EditorEvent) => void): EditorOfTerminal {
  const acts: EditorAct[] = [];
  const state = { path: undefined as string | undefined, onAct: undefined as (() => void) | undefined };
  const editor: Editor = {
    get isOpen() {
      return state.path !== undefined;
    },
    open(file) {
      state.path = file.path;
      acts.length = 0;
      onEvent({ kind: "opened", file });
    },
    onAct(wake) {
      const take = (): void => {
        const act = acts.shift();
        if (act !== undefined) wake(act);
      };
      state.onAct = take;
      take();
      return () => {
        state.onAct = undefined;
      };
    },
    wrote: (path, text, errno) => onEvent({ kind: "wrote", path, text, errno }),
    close() {
      const { path = "" } = state;
      state.path = undefined;
      onEvent({ kind: "closed", path });
    },
  };
  return {
    editor,
    get isAwaited() {
      return state.onAct !== undefined;
    },
    act: (act) => actOn(editor, acts, act, () => state.onAct?.()),
  };
}

function actOn(editor: Editor, acts: EditorAct[], act: EditorAct, tell: () => void): boolean {
  if (!editor.isOpen) return false;
  acts.push(act);
  tell();
  return true;
}
