/** The words around the terminals, loaded with them. */

import type { LanguageCode } from "./languages.ts";

export interface TerminalWords {
  /** The button that opens another terminal of a machine. */
  readonly another: (node: string) => string;
  /** What the button says of itself. */
  readonly undo: string;
  readonly close: string;
  /** Of a tab: a command runs in this terminal. */
  readonly busy: string;
  /** Of the field that takes what is typed. */
  readonly input: (terminal: string) => string;
  /** Keys that a phone's keyboard lacks. */
  readonly keys: string;
  /** What the row of tabs says: one of these at a time. */
  readonly hints: {
    /** The shown moment is past. */
    readonly branches: string;
    /** A command reads the keyboard. */
    readonly reads: string;
    readonly vi: string;
    readonly nano: string;
    /** Something was typed ahead or runs: how to stop it. */
    readonly runs: string;
    /** How somebody without a mouse gets out. */
    readonly leave: string;
  };
}

export async function loadTerminalWords(code: LanguageCode): Promise<TerminalWords> {
  switch (code) {
    case "en":
      return (await import("./en/terminal.ts")).terminal;
    case "zh":
      return (await import("./zh/terminal.ts")).terminal;
  }
}
