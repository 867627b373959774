/** The words of the menu of breakpoints in Chinese. */

import type { StopWords, ValueKind } from "../stop-words.ts";

const values: Readonly<Record<ValueKind, string>> = {
  address: "地址（如 10.0.0.10）或网段（如 10.0.0.0/24）",
  mac: "MAC 地址（如 02:00:00:00:04:00）",
  number: "数字",
  flags: "TCP 标志（如 SYN 或 SYN+ACK）",
  protocol: "协议（tcp、udp、icmp 或协议号）",
};

export const stops: StopWords = {
  title: "播放到这些时刻停下",
  drop: "有报文或帧被丢弃",
  pick: "调度算法选中服务器",
  vip: (addresses) =>
    addresses.length === 0
      ? "有机器应答虚拟地址的 ARP 请求（目前还没有虚拟地址）"
      : `有机器应答 ${addresses.join("、")} 的 ARP 请求`,
  fields: "到达的帧满足",
  example: "tcp.dst == 80",
  add: "添加",
  remove: (condition) => `删除 ${condition}`,
  mistakes: {
    empty: "请写字段、比较符和值，例如 ip.dst == 10.0.0.10",
    notACondition: (text) => `“${text}”不是条件。请写字段、比较符和值，例如 ip.ttl < 64`,
    noSuchField: (field, known) => `没有字段 ${field}。可用的字段：${known.join("、")}。`,
    badValue: (field, value, expected) => `${field} 要与${values[expected]}比较，“${value}”不是。`,
    noOrder: (field, comparison) => `${field} 只能比较相等（==）或不等（!=），不能用 ${comparison}。`,
    known: "已经会在此停下。",
  },
};
