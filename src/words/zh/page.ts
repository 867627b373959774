/** The words of the page's frame in Chinese. */

import type { PageWords } from "../page-words.ts";

export const page: PageWords = {
  title: "LVS Lab",
  scenarios: "场景",
  openScenario: "打开场景",
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
  loading: "正在配置各台机器……",
  failed: (message) => `实验已停止：${message}`,
  addressing: { roles: "显示角色（CIP、VIP、DIP、RIP）", numbers: "显示地址" },
};
