/** The words of the help in Chinese. */

import type { HelpWords } from "../help-words.ts";

export const help: HelpWords = {
  title: "帮助",
  paragraphs: [
    "这里每台机器的网络协议栈都按 Linux 6.1 的行为工作，并与真实内核的录制结果逐帧、逐表、逐行核对。",
    "平时工作中用的命令，可以在任何时刻、任何一台机器的终端里输入。点击机器、帧、时序图上的箭头或时间轴上的刻度，检视栏就会说明它为什么发生。",
    "过去都被保留。往回走，看到的就是当时的情形；在那里输入命令，就从那一刻分出一条新的时间线。",
    "在舞台上，Tab 键依次选到各台机器和各个帧，回车选中，方向键移动机器。在时序图里，上下键逐个箭头移动，回车跳到那一刻。",
  ],
  keys: "按键",
  acts: {
    play: "播放或暂停",
    "event-on": "下一个事件",
    "event-back": "上一个事件",
    "hop-on": "下一跳",
    "hop-back": "上一跳",
    "decision-on": "下一次调度",
    "decision-back": "上一次调度",
    "drop-on": "下一次丢弃",
    "drop-back": "上一次丢弃",
    "request-on": "到请求结束",
    "request-back": "到上一个请求结束",
    start: "回到开头",
    end: "到末尾",
    faster: "加快",
    slower: "放慢",
    why: "检视：为什么",
    packet: "检视：报文",
    node: "检视：节点",
    terminal: "转到终端",
    roles: "角色或地址",
    projector: "投影模式",
    theme: "浅色或深色",
    language: "English",
    picker: "场景列表",
    undo: "撤销最后一条命令",
    help: "本帮助",
  },
  limitsTitle: "哪些地方作了简化",
  limits: [
    "只有 IPv4；IPv6 处于关闭状态，如同禁用了 IPv6 的机器。",
    "帧与线路上的一致：GSO、GRO 等卸载只在 Linux 会显示出来的抓包长度里体现。",
    "每台机器只有一个处理器，程序所花的时间取自一台小型服务器上的实测。",
    "在终端里输入 help，可以看到有哪些命令。",
  ],
};
