/** The words of sharing and exporting in Chinese. */

import type { ShareWords } from "../share-words.ts";

export const share: ShareWords = {
  title: "分享这次实验",
  what: "这个链接包含整个实验：场景、您在什么时刻输入了什么、正在看的时刻以及语言。打开它的人看到的是同样的帧。",
  link: "链接",
  copy: "复制链接",
  copied: "已复制",
  length: (characters) => `${characters} 个字符`,
  privacy: "实验内容在“#”之后，浏览器不会把这一部分发给任何服务器。",
  mistakes: {
    unreadable: "这个链接已损坏，无法读取，可能缺了一段。请在这里选择一个场景。",
    newer: "这个链接由更新版本的实验室生成。请重新加载页面以更新，或选择一个场景。",
    "too-large": "这个链接的内容超出了一次实验的范围，没有打开。请在这里选择一个场景。",
    nonsense: "这个链接里不是实验，没有打开。请在这里选择一个场景。",
  },
  noSuchScenario: (name) => `链接指定的场景“${name}”在这里不存在，请选择一个。`,
  noSuchNode: (name) => `链接要在“${name}”上输入命令，但它的场景里没有这台机器。`,
  badScenario: "链接中的场景有错误：",
  fileOfLink: "链接中的场景",
  exportTitle: "导出",
  exports: {
    capture: "抓包文件（pcapng）",
    captureOf: "抓取",
    all: "所有机器",
    svg: "舞台（SVG）",
    png: "舞台（PNG）",
    yaml: "场景（YAML）",
    yamlTyped: "把输入过的命令加进它的脚本",
    save: "保存",
    saved: (name) => `已保存为 ${name}`,
    hints: {
      capture: "可用 Wireshark 打开；每个网络设备是文件里的一个接口，时间从零时刻起算。",
      picture: "即舞台现在的样子。",
      yaml: "可用 lvs-lab run FILE 运行，也可在支持 schema 的编辑器里打开。",
    },
  },
};
