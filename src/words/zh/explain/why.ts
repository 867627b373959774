/** The words around an explanation in Chinese. */

import type { WhyWords } from "#words/explain-words";

export const why: WhyWords = {
  event: (id) => `事件 ${id}`,
  inside: (node) => `${node} 内部的路径`,
  causedBy: (node, cause) => `起因：${node} 的“${cause}”`,
  effective: (value) => `生效值 ${value}`,
  remedyTitle: "如何改变这个结果",
  typeAt: (node) => `输入到 ${node}`,
  compare: "对比有无这一行",
  followed: "接下来",
  goTo: (event) => `转到事件 ${event}`,
  openSetting: (node, name) => `查看 ${node} 的 ${name}`,
  deciding: "结果由此决定",
  tones: { good: "正常", bad: "有误" },
  nothingYet: "还什么都没有发生。",
  nowTitle: "刚刚发生的事",
  howToSelect: "每个事件都有原因。在时序图、时间线或舞台上选一个帧、一次丢弃或一次决定，就能看到它。",
  explainThis: "解释这件事",
  gone: "记录中没有这个事件。",
};
