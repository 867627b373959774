/** What stands beside the course, in Chinese: experiments, and claims of tutorials with what is found. */

import type { LessonPanelWords } from "#words/lesson-words";

export const shelves: LessonPanelWords["shelves"] = {
  experiments: {
    placeOf: (number, of) => `小实验 ${number} / ${of}`,
    finished: "这个实验做完了。",
    next: (title) => `下一个实验：${title}`,
    last: "这是最后一个实验。",
  },
  claims: {
    placeOf: (number, of) => `常见说法 ${number} / ${of}`,
    asked: "你来判断。",
    finished: "这一条弄清楚了。",
    next: (title) => `下一条：${title}`,
    last: "这是最后一条。",
  },
};

export const verdicts: LessonPanelWords["verdicts"] = {
  untrue: "不对",
  "wrong-reason": "理由不对",
  "not-always": "不一定",
  "no-difference": "没有区别",
};

export const experiments: LessonPanelWords["experiments"] = {
  title: "小实验",
  about: (count) => `共 ${count} 个：先预测，再动手，再看结果。`,
};
