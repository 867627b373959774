/** What the stage shows beside its machines and frames, in Chinese. */

import type { StageNoteWords } from "../stage-note-words.ts";

export const stageNotes: StageNoteWords = {
  howTo: "按 Tab 键依次到达各台机器和途中的帧，回车键选定，方向键移动机器。",
  onItsWay: (what, from, to) => `${what}，从 ${from} 到 ${to}`,
  manyFrames: (count) => `有 ${count} 个帧在途中`,
  toolbar: {
    name: "舞台控制",
    zoomIn: "放大",
    zoomOut: "缩小",
    fit: "显示全部",
    tidy: "让机器回到原位",
  },
  marks: {
    keepsSilent: "不应答",
    rewrites: (node) => `${node} 改写首部`,
    wraps: (node) => `${node} 套上外层首部`,
    passes: (node) => `${node}：报文不变，只换帧首部`,
  },
  tables: {
    neighbours: "邻居表",
    reckoning: (scheduler) => `${scheduler} 的计算`,
    connections: "连接表",
    fdb: "MAC 地址表",
    setting: "设置",
    picked: "选中",
    nobody: "没有可选的服务器",
    rest: (count) => `另有 ${count} 行`,
  },
  hover: {
    changedSettings: "改过的设置",
    services: (count) => `${count} 个虚拟服务`,
    connections: (count) => `${count} 条连接`,
    empty: "还不知道任何 MAC 地址",
    cable: (end, delay) => `${end} 的网线：${delay}`,
  },
  told: {
    drops: (node, reason) => `${node} 丢弃了它：${reason}。`,
    silent: (node, why) => `${node} 不应答${why === "" ? "" : `：${why}`}。`,
  },
};
