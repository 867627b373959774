/** The words around the terminals in Chinese. */

import type { TerminalWords } from "../terminal-words.ts";

export const terminal: TerminalWords = {
  another: (node) => `再开一个 ${node} 的终端`,
  undo: "撤销最后一条命令（u）",
  close: "关闭终端",
  busy: "有命令正在运行",
  input: (name) => `${name} 的终端`,
  keys: "按键",
  hints: {
    branches: "过去：按回车将从此刻分出新时间线",
    reads: "命令正在读取输入，Ctrl+D 结束输入",
    vi: "i 输入 · Esc :wq 保存退出 · Esc :q! 放弃退出",
    nano: "Ctrl+O 保存 · Ctrl+X 退出",
    runs: "Ctrl+C 停止命令",
    leave: "Shift+Tab 离开终端",
  },
};
