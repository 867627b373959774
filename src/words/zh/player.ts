/** The words of the player. */

import type { PlayerWords } from "../player-words.ts";

export const player: PlayerWords = {
  play: "播放",
  pause: "暂停",
  toStart: "回到开头",
  toEnd: "跳到记录末尾",
  unit: "步进单位",
  units: { event: "事件", hop: "一跳", decision: "调度", drop: "丢弃", request: "请求" },
  back: {
    event: "后退一个事件",
    hop: "后退一跳",
    decision: "退到上一次调度",
    drop: "退到上一次丢弃",
    request: "退到上一个请求结束",
  },
  forward: {
    event: "前进一个事件",
    hop: "前进一跳",
    decision: "进到下一次调度",
    drop: "进到下一次丢弃",
    request: "进到请求结束",
  },
  speed: "速度",
  times: (factor) => `${factor}×`,
  real: "实时",
  max: "不限速",
  stopOn: {
    name: "播放到哪里自动停下",
    button: (what) => (what.length === 0 ? "停在……" : `停在：${what.join("、")}`),
    drop: "丢弃",
    pick: "调度",
    vip: "VIP 的 ARP 应答",
  },
  timeline: {
    name: "时间轴",
    value: (time, position, total) => `${time}，第 ${position} 个事件之后，共 ${total} 个`,
  },
  now: "当前",
  past: "过去 · 输入即分叉",
  forks: "现在输入命令，会从这一刻另开一个分支。",
  allQuiet: "已无动静",
  full: "记录已满",
};
