/** The words of the ladder in Chinese. */

import type { MissingFrame } from "#sim/stack/stack-events";
import type { LadderWords } from "../ladder-words.ts";

const withSetting = (text: string, setting: string | undefined): string =>
  setting === undefined ? text : `${text}（${setting}）`;

const missingFrames: Readonly<Record<MissingFrame, string>> = {
  SYN: "SYN",
  "SYN-ACK": "SYN+ACK",
  segment: "报文段",
  reset: "RST",
  datagram: "数据报",
  "ICMP reply": "ICMP 应答",
  "ICMP error": "ICMP 差错报文",
};

export const ladder: LadderWords = {
  name: "时序图：机器之间的每一帧，每台机器一条泳道，按事件先后排列",
  empty: "还没有发生任何事。请按播放，或输入一条命令。",
  nothingShown: "筛选之后没有内容。",
  backToNow: "回到当前时刻",
  lane: (machine) => `${machine}：单击查看，拖动或按 Alt+方向键移动泳道`,
  filter: {
    open: "筛选",
    name: "时序图显示的内容",
    flow: "流",
    allFlows: "所有流",
    thisFlow: (flow) => `所选：${flow}`,
    machine: "机器",
    allMachines: "所有机器",
    otherProtocols: "其他",
    drops: "只看丢弃",
    clear: "显示全部",
  },
  inTunnel: (label, kind) => `${label}（${kind} 隧道内）`,
  notes: {
    about: (note, packet) => `${note}：${packet}`,
    picks: (scheduler, server) => `${scheduler} 选中 ${server}`,
    picksNobody: (scheduler) => `${scheduler} 选不出服务器`,
    byTemplate: (server) => `持久化：仍选 ${server}`,
    bypasses: "没有服务器，直接放行",
    noAnswer: (why) => `不应答（${why}）`,
    learnsNothing: (why) => `不学习（${why}）`,
    keeps: (mac, setting) => `保留 ${mac}（${setting}）`,
    noIcmp: (setting) => withSetting("不发 ICMP 差错报文", setting),
    ignoresRedirect: (setting) => withSetting("不理会重定向", setting),
    sendsNo: (missing, reason) => `发不出 ${missingFrames[missing]}：${reason}`,
    unanswered: (address, requests) => `${address} 无应答（已询问 ${requests} 次）`,
    fails: (error) => `放弃：${error}`,
    answered: (status) => `收到应答：${status}`,
    sendsAgain: (attempt) => `重传（第 ${attempt} 次）`,
    fragments: (count) => `切成 ${count} 个分片`,
    learnsMtu: (mtu) => `得知路径 MTU 为 ${mtu}`,
    learnsRedirect: (gateway) => `改走 ${gateway}`,
    templateEnds: "持久化模板作废",
    givesUp: (setting) => `放弃原有连接表项（${setting}）`,
    notForMe: "不是发给本机的",
  },
  told: {
    frame: (label, from, to, time) =>
      to.length === 0
        ? `${label}，从 ${from} 发出，${time}`
        : `${label}，${from} 到 ${to.join("、")}，${time}`,
    note: (text, machine, time) => `${machine}：${text}，${time}`,
    typed: (line, machine, time) => `在 ${machine} 上输入：${line}，${time}`,
  },
};
