/** The words around the terminals in English. */

import type { TerminalWords } from "../terminal-words.ts";

export const terminal: TerminalWords = {
  another: (node) => `Another terminal of ${node}`,
  undo: "Take the last command back (u)",
  close: "Close the terminals",
  busy: "a command runs",
  input: (name) => `Terminal of ${name}`,
  keys: "Keys",
  hints: {
    branches: "Past: Enter begins a new branch",
    reads: "The command reads what you type; Ctrl+D ends it",
    vi: "i types · Esc :wq saves · Esc :q! leaves",
    nano: "Ctrl+O saves · Ctrl+X leaves",
    runs: "Ctrl+C stops the command",
    leave: "Shift+Tab leaves the terminal",
  },
};
