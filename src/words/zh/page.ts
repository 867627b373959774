/** The words of the page's frame in Chinese. */

import type { PageWords } from "../page-words.ts";

export const page: PageWords = {
  title: "LVS Lab",
  scenarios: "场景",
  openScenario: "打开场景",
  seek: "搜索：nat、arp、wlc、持久化……",
  nothingFound: "没有同时含有这些词的场景。",
  otherLanguage: "English",
  theme: { toLight: "浅色主题", toDark: "深色主题" },
  projector: { on: "投影", off: "退出投影模式" },
  share: "分享",
  export: "导出",
  help: "帮助",
  close: "关闭",
  panels: {
    scenario: "场景说明",
    stage: "舞台",
    inspector: "检视",
    ladder: "时序图",
    terminals: "终端",
    player: "播放",
  },
  resize: {
    scenario: "场景栏宽度",
    inspector: "检视栏宽度",
    bottom: "时序图与终端的高度",
    terminals: "终端宽度",
  },
  forking: "正在回到这一刻……",
  silent: {
    text: "模拟器几秒钟没有响应：可能有命令陷入死循环。",
    stop: "停止它，并撤销最后一条命令",
  },
  restarted: "模拟器已停止，最后一条命令已撤销。",
  undone: "已撤销。",
  nothingToUndo: "还没有输入过可以撤销的命令。",
  problems: (count) => `初始配置有 ${count} 处报错：`,
  script: {
    title: "输入的命令",
    none: "还没有命令。请在下方的终端里输入。",
    hint: "任何时刻都可以在任何终端里输入命令，回到过去也可以。点击一行即可跳到那一刻。",
    ofScript: "由场景输入",
    ofPerson: "由您输入",
  },
  full: "记录已满。请回到过去某一刻，或重新打开场景。",
  badScenario: (name) => `没有名为“${name}”的场景，请在这里选择。`,
  sheets: "面板",
  loading: "正在配置各台机器……",
  failed: (message) => `实验已停止：${message}`,
  addressing: { roles: "显示角色（CIP、VIP、DIP、RIP）", numbers: "显示地址" },
};
