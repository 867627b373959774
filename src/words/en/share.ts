/** The words of sharing and exporting in English. */

import type { ShareWords } from "../share-words.ts";

export const share: ShareWords = {
  title: "Share this experiment",
  what:
    "This link holds all of it: the scenario, what you typed and when, the moment you look at, the " +
    "language. Whoever opens it sees the same frames.",
  link: "The link",
  copy: "Copy the link",
  copied: "Copied",
  length: (characters) => `${characters} characters`,
  privacy: "The experiment is in the part after “#”, which browsers send to no server.",
  mistakes: {
    unreadable:
      "This link is damaged and cannot be read; a part of it may be missing. Choose a scenario here.",
    newer: "A newer version of the lab made this link. Load the page again to get it, or choose a scenario.",
    "too-large": "This link holds more than an experiment can. It was not opened. Choose a scenario here.",
    nonsense:
      "This link holds something other than an experiment. It was not opened. Choose a scenario here.",
  },
  noSuchScenario: (name) =>
    `The link names the scenario “${name}”, which this lab does not have. Choose one here.`,
  noSuchNode: (name) => `The link types something at “${name}”, a machine that its scenario does not have.`,
  badScenario: "The scenario in the link has mistakes:",
  fileOfLink: "scenario of the link",
  exportTitle: "Export",
  exports: {
    capture: "Capture (pcapng)",
    captureOf: "Frames of",
    all: "all machines",
    svg: "Stage as SVG",
    png: "Stage as PNG",
    yaml: "Scenario (YAML)",
    yamlTyped: "with what was typed added to its script",
    save: "Save",
    saved: (name) => `Saved as ${name}`,
    hints: {
      capture: "Opens in Wireshark; every device is an interface of the file, times count from time zero.",
      picture: "As the stage stands now.",
      yaml: "Runs with “lvs-lab run FILE”, and opens in an editor with the lab's schema.",
    },
  },
};
