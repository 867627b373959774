/** How schedulers choose, and what their reckoning says, in Chinese. */

import type { Candidate, Outcome, SchedulerNote } from "#sim/ipvs/ipvs-events";
import type { Names } from "#words/names";

const rules: Readonly<Record<string, string>> = {
  rr: "取上次选中者之后的下一台；权重只要不是 0 就不起作用。",
  wrr: "取列表中下一台权重达到门槛的；每轮过后门槛下降一步。",
  lc: "取 活动连接数 · 256 + 非活动连接数 最小的。",
  wlc: "取 (活动连接数 · 256 + 非活动连接数) / 权重 最小的；相等时取靠前的。",
  sed: "取 (活动连接数 + 1) / 权重 最小的：新连接预期的等待。",
  nq: "取第一台没有活动连接的；都有时取 (活动连接数 + 1) / 权重 最小的。",
  sh: "把客户端地址散列到 256 个桶之一，每个桶归一台服务器。",
  dh: "把所访问的地址散列到 256 个桶之一，每个桶归一台服务器。",
  mh: "把客户端地址散列到 Maglev 表的一个槽，每个槽归一台服务器。",
  lblc: "取为所访问的地址记住的那台，除非它过载；否则取负载最小的。",
  lblcr: "取为所访问的地址记住的几台中负载最小的；它若过载，就让全体中负载最小的加入。",
  fo: "取权重最大的。",
  ovf: "在活动连接数不超过权重的服务器中取权重最大的。",
  twos: "按权重随机抽两台，取其中按权重计负载较小的。",
};

/** The rule of a scheduler in a sentence. */
export const schedulerRule = (scheduler: string): string => rules[scheduler] ?? "";

const notes: Readonly<Record<string, (value: string) => string>> = {
  last: (value) => (value === "head" ? "此前还没有选过" : `上次选中的是 ${value}`),
  current: (value) => `门槛原为 ${value}`,
  largest: (value) => `最大权重是 ${value}`,
  step: (value) => `步长是 ${value}`,
  needed: (value) => `这次需要权重 ${value}`,
  idle: (value) => `空闲的是 ${value}`,
  key: (value) => `散列的键是 ${value}`,
  bucket: (value) => `桶号是 ${value}`,
  slot: (value) => `槽号是 ${value}`,
  holder: (value) => `归 ${value} 所有`,
  probes: (value) => `又试了 ${value} 次`,
  probed: (value) => `依次试了 ${value}`,
  found: (value) => `找到的是 ${value}`,
  total: (value) => `权重总和是 ${value}`,
  drawn: (value) => `抽到的数是 ${value}`,
  choice: (value) => `抽中的是 ${value}`,
  remembered: (value) => `记住的是 ${value}`,
  best: (value) => `其中最好的是 ${value}`,
  busy: (value) => `是否繁忙：${value}`,
  dropped: (value) => `${value} 退出集合`,
};

const words: ReadonlyMap<string, string> = new Map([
  ["nobody", "无"],
  ["yes", "是"],
  ["no", "否"],
]);

/** A value of a scheduler's state. */
export function noteText({ name, value }: SchedulerNote, names: Names): string {
  const listed = typeof value === "object" ? value : [value];
  const said = listed.length === 0 ? "无" : listed.map((each) => inWords(String(each), names)).join("、");
  return notes[name]?.(said) ?? `${name} ${said}`;
}

const inWords = (value: string, names: Names): string => words.get(value) ?? names.endpoint(value);

const outcomes: Readonly<Record<Outcome, string>> = {
  chosen: "选中",
  quiesced: "权重为 0，不接新连接",
  overloaded: "过载",
  full: "已满",
  "below-current-weight": "权重不够门槛",
  "not-in-bucket": "不占这个位置",
  "not-remembered": "没有被记住",
  "not-drawn": "没有抽中",
  "not-idle": "不空闲",
  "not-reached": "没有轮到",
  "more-loaded": "更大",
  "less-weight": "权重更小",
  tie: "相等，但排在后面",
  "no-scheduler": "没有调度算法",
  unexplained: "没有说明",
};

/** A candidate with its numbers and what became of it. */
export function candidateText(candidate: Candidate, sum: string | undefined, names: Names): string {
  const { destination, weight, activeConnections, inactiveConnections, outcome } = candidate;
  const load = `权重 ${weight}，活动 ${activeConnections}，非活动 ${inactiveConnections}`;
  const isToldBySum = sum !== undefined && (outcome === "more-loaded" || outcome === "chosen");
  const became = isToldBySum ? "" : ` · ${outcomes[outcome]}`;
  return `${names.endpoint(destination)}：${sum ?? load}${became}`;
}
