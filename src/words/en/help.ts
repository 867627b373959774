/** The words of the help in English. */

import type { HelpWords } from "../help-words.ts";

export const help: HelpWords = {
  title: "Help",
  paragraphs: [
    "Every machine here has a network stack that behaves as Linux 6.1 does, held to recordings of a real " +
      "kernel: each frame, each table, each line of output.",
    "Type the commands you type at work, in any terminal, at any moment. Click a machine, a frame, an " +
      "arrow of the ladder or a tick of the timeline, and the inspector says why it happened.",
    "The past is kept. Going back shows what was; a command typed then begins a new branch.",
    "On the stage, Tab goes from machine to frame, Enter chooses, the arrow keys move a machine. In the " +
      "ladder, up and down go from arrow to arrow and Enter goes to that moment.",
  ],
  keys: "Keys",
  acts: {
    play: "play or pause",
    "event-on": "next event",
    "event-back": "event before",
    "hop-on": "next hop",
    "hop-back": "hop before",
    "decision-on": "next pick of a server",
    "decision-back": "pick before",
    "drop-on": "next drop",
    "drop-back": "drop before",
    "request-on": "end of the request",
    "request-back": "end of the request before",
    start: "to the start",
    end: "to the end",
    faster: "faster",
    slower: "slower",
    explain: "why the last event happened",
    why: "inspector: why",
    packet: "inspector: packet",
    node: "inspector: node",
    terminal: "to the terminal",
    roles: "roles or addresses",
    projector: "projector mode",
    theme: "light or dark",
    language: "中文",
    picker: "scenarios",
    doctor: "the doctor: what will go wrong",
    compare: "compare two runs",
    share: "share",
    export: "export",
    undo: "take the last command back",
    help: "this help",
  },
  terminal: "In a terminal",
  terminalKeys: {
    Tab: "complete; once more: list",
    ArrowUp: "the line before",
    "Ctrl+R": "search the history",
    "Ctrl+C": "stop the command; copy where text is selected",
    "Ctrl+D": "end of input; at a prompt: leave the shell",
    "Ctrl+L": "clear the screen",
    "Alt+Backspace": "delete a word (browsers keep Ctrl+W)",
    "Ctrl+V": "paste; several lines are typed one by one",
    "Shift+Tab": "leave the terminal",
  },
  limitsTitle: "What is simplified",
  limits: [
    "IPv4 only; IPv6 is off, as on a machine where it is disabled.",
    "Frames are as on the wire: offloads such as GSO and GRO show in captures only where Linux shows them.",
    "Machines have one processor each, and programs take the time that was measured on a small server.",
    "Type “help” in a terminal for the commands that are there.",
  ],
};
