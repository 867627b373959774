/** The words of the comparison in Chinese. */

import type { CompareWords } from "../compare-words.ts";

export const compare: CompareWords = {
  title: "对比两次运行",
  intro: "把当前这次运行与另一次放在一起看。您的实验不会有任何改变。",
  choose: {
    line: "只改一处设置",
    lineHint: "同一实验再运行一遍，只在最开头多输入一行命令。",
    machine: "机器",
    command: "要输入的命令",
    example: (line) => `例如 ${line}`,
    without: "少输入一行",
    withoutHint: "同一实验再运行一遍，只去掉场景脚本里的一行。",
    script: "要去掉的一行",
    branch: "与留下的分支对比",
    oneBranch: "一条分支",
    otherBranch: "另一条分支",
    twoBranches: "两条分支互相对比",
    noBranch: "还没有分支。回到过去输入别的命令，离开的那个“未来”就会留在这里。",
    scenario: "与另一个场景对比",
    scenarioHint: "例如 NAT 与 DR：同样的请求，两条不同的路。",
    go: "对比",
    goWith: (what) => `对比：${what}`,
  },
  working: "正在把两次运行都放到最后……",
  failed: (message) => `另一次运行没能完成：${message}`,
  again: "换一个对比",
  runName: (name, moment) => {
    switch (name.kind) {
      case "this":
        return "当前运行";
      case "branch":
        return (
          `分支 ${name.number}，在 ${moment(name.leftAt)} 处离开：` +
          (name.typed === undefined ? "没有输入命令" : `${name.typed.node}# ${name.typed.line}`)
        );
      case "scenario":
        return name.title.zh;
      case "line":
        return `多一行 ${name.node}# ${name.line}`;
      case "without":
        return `少一行 ${name.node}# ${name.line}`;
    }
  },
  first: {
    title: "最先不同之处",
    none: "发生的事情没有任何不同，不同的只有手工所做的设置。",
    after: (sentence) => `在此之前两边相同；两边都有：${sentence}`,
    nothing: "这一边没有发生这样的事。",
    goThere: "跳到这一刻",
    why: "为什么？",
    whyIn: (run) => `为什么？${run}`,
  },
  stageOf: (run) => `舞台：${run}`,
  player: {
    name: "两次运行的播放器",
    toStart: "回到开头",
    back: "后退一个事件",
    play: "同时播放",
    pause: "暂停",
    forward: "前进一个事件",
    toEnd: "跳到结尾",
    previous: "上一处不同",
    next: "下一处不同",
    noMore: "这个方向上没有更多不同了。",
    clock: "两次运行的时刻",
    speed: "速度",
    lock: "两次运行怎样对齐",
    modes: { time: "按时间对齐", events: "按事件对齐" },
    standing: (step, of) => `第 ${step} 步，共 ${of} 步`,
  },
  tabs: { why: "为什么", hops: "逐跳表", tables: "各表" },
  tabsName: "对比的细节",
  marks: {
    machine: "有不同",
    frame: "只在这次运行中",
    none: "此刻没有哪台机器不同。",
    list: "此刻的不同",
    rows: (count) => `${count} 行`,
    frames: (count) => `${count} 个帧只在这次运行中传输`,
  },
  hops: {
    none: "此刻这里没有报文。",
    alone: "仅此一边",
    differs: "不同",
    hint: "带 ≠ 的格子在另一次运行中是别的值。",
    request: "看第一个请求",
    sum: (cells, hops) => `${cells} 个格子不同，${hops} 跳只在一次运行中出现。`,
  },
  tables: {
    none: "此刻所有的表都相同。",
    key: "行",
    missing: "没有",
    more: (count) => `还有 ${count} 行`,
  },
};
