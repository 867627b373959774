/** The words of the comparison in English. */

import type { CompareWords } from "../compare-words.ts";

export const compare: CompareWords = {
  title: "Compare two runs",
  intro: "Hold this run against another. Nothing of your experiment changes.",
  choose: {
    line: "Flip one setting",
    lineHint: "The same run once more, with one line typed before everything else.",
    machine: "Machine",
    command: "Line to type",
    example: (line) => `such as ${line}`,
    without: "Leave one line out",
    withoutHint: "The same run once more, without one line of the scenario’s script.",
    script: "Line to leave out",
    branch: "Against a branch of its past",
    oneBranch: "One branch",
    otherBranch: "The other branch",
    twoBranches: "Two branches with each other",
    noBranch: "There is none yet. Go back and type something else: the future you leave is kept here.",
    scenario: "Against another scenario",
    scenarioHint: "NAT beside direct routing, for instance: the same request on two ways.",
    go: "Compare",
    goWith: (what) => `Compare: ${what}`,
  },
  working: "Playing both runs to their end…",
  failed: (message) => `The second run could not be played: ${message}`,
  again: "Compare something else",
  runName: (name, moment) => {
    switch (name.kind) {
      case "this":
        return "This run";
      case "branch":
        return (
          `Branch ${name.number}, left at ${moment(name.leftAt)}: ` +
          (name.typed === undefined ? "nothing typed" : `${name.typed.node}# ${name.typed.line}`)
        );
      case "scenario":
        return name.title.en;
      case "line":
        return `With ${name.node}# ${name.line}`;
      case "without":
        return `Without ${name.node}# ${name.line}`;
    }
  },
  first: {
    title: "What differs first",
    none: "Nothing that happens differs. Only what was set by hand does.",
    after: (sentence) => `Until then alike; in both: ${sentence}`,
    nothing: "Here nothing of this happens.",
    goThere: "Go to that moment",
    why: "Why?",
    whyIn: (run) => `Why? ${run}`,
  },
  stageOf: (run) => `Stage: ${run}`,
  player: {
    name: "Player of both runs",
    toStart: "To the start",
    back: "One event back",
    play: "Play both",
    pause: "Pause",
    forward: "One event forward",
    toEnd: "To the end",
    previous: "Previous difference",
    next: "Next difference",
    noMore: "No further difference in this direction.",
    clock: "Moment of both runs",
    speed: "Speed",
    lock: "What keeps both runs together",
    modes: { time: "Same time", events: "Same events" },
    standing: (step, of) => `step ${step} of ${of}`,
  },
  tabs: { why: "Why", hops: "Hop tables", tables: "Tables" },
  tabsName: "Compared in detail",
  marks: {
    machine: "differs",
    frame: "in this run only",
    none: "No machine differs at this moment.",
    list: "Differs now",
    rows: (count) => (count === 1 ? "1 row" : `${count} rows`),
    frames: (count) =>
      count === 1 ? "1 frame under way in this run only" : `${count} frames under way in this run only`,
  },
  hops: {
    none: "No packet here at this moment.",
    alone: "only here",
    differs: "differs",
    hint: "Cells with ≠ have another value in the other run.",
    request: "Show the first request",
    sum: (cells, hops) =>
      `${cells === 1 ? "1 cell differs" : `${cells} cells differ`}; ` +
      `${hops === 1 ? "1 hop is" : `${hops} hops are`} in one run only.`,
  },
  tables: {
    none: "All tables are the same at this moment.",
    key: "Row",
    missing: "not there",
    more: (count) => `and ${count} more`,
  },
};
