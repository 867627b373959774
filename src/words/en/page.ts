/** The words of the page's frame in English. */

import type { PageWords } from "../page-words.ts";

export const page: PageWords = {
  title: "LVS Lab",
  scenarios: "Scenarios",
  openScenario: "Open a scenario",
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
  loading: "Setting up the machines…",
  failed: (message) => `The lab has stopped: ${message}`,
  addressing: { roles: "Show roles (CIP, VIP, DIP, RIP)", numbers: "Show addresses" },
};
