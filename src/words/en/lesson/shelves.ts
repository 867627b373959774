/** What stands beside the course, in English: experiments, and claims of tutorials with what is found. */

import type { LessonPanelWords } from "#words/lesson-words";

export const shelves: LessonPanelWords["shelves"] = {
  experiments: {
    placeOf: (number, of) => `Experiment ${number} of ${of}`,
    finished: "This experiment is done.",
    next: (title) => `Next experiment: ${title}`,
    last: "That was the last experiment.",
  },
  claims: {
    placeOf: (number, of) => `Said about LVS, ${number} of ${of}`,
    asked: "What do you say?",
    finished: "This one is settled.",
    next: (title) => `Next: ${title}`,
    last: "That was the last of them.",
  },
};

export const verdicts: LessonPanelWords["verdicts"] = {
  untrue: "not so",
  "wrong-reason": "for another reason",
  "not-always": "not always",
  "no-difference": "no difference",
};

export const experiments: LessonPanelWords["experiments"] = {
  title: "Short experiments",
  about: (count) => `${count} things to find out by trying: predict, do, see.`,
};
