/** The words of the help, loaded when it is opened. */

import type { LanguageCode } from "./languages.ts";

export interface HelpWords {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly keys: string;
  /** What each key does. */
  readonly acts: {
    readonly [act in
      | "play"
      | "event-on"
      | "event-back"
      | "hop-on"
      | "hop-back"
      | "decision-on"
      | "decision-back"
      | "drop-on"
      | "drop-back"
      | "request-on"
      | "request-back"
      | "start"
      | "end"
      | "faster"
      | "slower"
      | "explain"
      | "why"
      | "packet"
      | "node"
      | "terminal"
      | "roles"
      | "projector"
      | "theme"
      | "language"
      | "picker"
      | "doctor"
      | "compare"
      | "share"
      | "export"
      | "undo"
      | "help"]: string;
  };
  /** The title of the keys within a terminal, and what each of those does. */
  readonly terminal: string;
  readonly terminalKeys: {
    readonly [key in
      | "Tab"
      | "ArrowUp"
      | "Ctrl+R"
      | "Ctrl+C"
      | "Ctrl+D"
      | "Ctrl+L"
      | "Alt+Backspace"
      | "Ctrl+V"
      | "Shift+Tab"]: string;
  };
  readonly limitsTitle: string;
  readonly limits: readonly string[];
}

export async function loadHelpWords(code: LanguageCode): Promise<HelpWords> {
  switch (code) {
    case "en":
      return (await import("./en/help.ts")).help;
    case "zh":
      return (await import("./zh/help.ts")).help;
  }
}
