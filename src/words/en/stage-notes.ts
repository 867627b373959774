/** What the stage shows beside its machines and frames, in English. */

import type { StageNoteWords } from "../stage-note-words.ts";

export const stageNotes: StageNoteWords = {
  howTo:
    "Tab goes from machine to machine and to frames in flight, Enter selects, arrow keys move a machine.",
  onItsWay: (what, from, to) => `${what}, from ${from} to ${to}`,
  manyFrames: (count) => `${count} frames are on their way`,
  toolbar: {
    name: "Stage controls",
    zoomIn: "Zoom in",
    zoomOut: "Zoom out",
    fit: "Show everything",
    tidy: "Put the machines back in their places",
  },
  marks: {
    keepsSilent: "keeps silent",
    rewrites: (node) => `${node} rewrites`,
    wraps: (node) => `${node} wraps it`,
    passes: (node) => `${node}: same packet, new frame`,
  },
  tables: {
    neighbours: "neighbours",
    reckoning: (scheduler) => `${scheduler}'s reckoning`,
    connections: "connections",
    fdb: "MAC table",
    setting: "setting",
    picked: "picked",
    nobody: "nobody can be picked",
    rest: (count) => `and ${count} more`,
  },
  hover: {
    changedSettings: "settings that were changed",
    services: (count) => (count === 1 ? "1 virtual service" : `${count} virtual services`),
    connections: (count) => (count === 1 ? "1 connection" : `${count} connections`),
    empty: "knows no MAC address yet",
    cable: (end, delay) => `cable of ${end}: ${delay}`,
  },
  told: {
    drops: (node, reason) => `${node} drops it: ${reason}.`,
    silent: (node, why) => `${node} keeps silent${why === "" ? "" : `: ${why}`}.`,
  },
};
