/** The words of the page's frame in English. */

import type { PageWords } from "../page-words.ts";

export const page: PageWords = {
  title: "LVS Lab",
  scenarios: "Scenarios",
  openScenario: "Open a scenario",
  seek: "Search: nat, arp, wlc, persistence…",
  nothingFound: "No scenario has all of these words.",
  otherLanguage: "中文",
  theme: { toLight: "Light theme", toDark: "Dark theme" },
  projector: { on: "Projector", off: "Leave projector mode" },
  share: "Share",
  export: "Export",
  help: "Help",
  close: "Close",
  panels: {
    scenario: "About this scenario",
    stage: "Stage",
    inspector: "Inspector",
    ladder: "Ladder",
    terminals: "Terminals",
    player: "Player",
  },
  resize: {
    scenario: "Width of the scenario panel",
    inspector: "Width of the inspector",
    bottom: "Height of the ladder and the terminals",
    terminals: "Width of the terminals",
  },
  forking: "Going back to this moment…",
  silent: {
    text: "The simulator has not answered for some seconds: a command may run for ever.",
    stop: "Stop it and take back the last command",
  },
  restarted: "The simulator was stopped; the last command is taken back.",
  undone: "Taken back.",
  nothingToUndo: "Nothing has been typed that could be taken back.",
  problems: (count) => (count === 1 ? "A setup complained:" : `Setups complained ${count} times:`),
  script: {
    title: "What is typed",
    none: "Nothing yet. Type in a terminal below.",
    hint: "Type in any terminal at any moment, in the past too. Click a line to go there.",
    ofScript: "Typed by the scenario",
    ofPerson: "Typed by you",
  },
  full: "The recording is full. Go back, or open the scenario again.",
  badScenario: (name) => `There is no scenario called “${name}”. Choose one here.`,
  sheets: "Panels",
  loading: "Setting up the machines…",
  failed: (message) => `The lab has stopped: ${message}`,
  addressing: { roles: "Show roles (CIP, VIP, DIP, RIP)", numbers: "Show addresses" },
};
