/** What a frame is, in Chinese. */

import type { PacketWords } from "../packet-words.ts";

export const packet: PacketWords = {
  whoHas: (address) => `谁有 ${address}？`,
  tell: (address) => `请告诉 ${address}`,
  isAt: (address, machine) => `${address} 在 ${machine}`,
  announces: (address, machine) => `${address} 在 ${machine}（主动通告）`,
  probes: (address) => `有人在用 ${address} 吗？`,
  ping: "ping 请求",
  pong: "ping 应答",
  unreachable: {
    net: "网络不可达",
    host: "主机不可达",
    protocol: "协议不可达",
    port: "端口不可达",
    prohibited: "禁止访问",
    other: "不可达",
  },
  tooBig: (mtu) => `报文太长，MTU 为 ${mtu}`,
  redirect: (gateway) => `重定向：请走 ${gateway}`,
  ttlExpired: "TTL 已耗尽",
  icmpOther: (type, code) => `ICMP 类型 ${type} 代码 ${code}`,
  fragment: (offset) => (offset === 0 ? "第一个分片" : `从第 ${offset} 字节起的分片`),
  bytes: (count) => `${count} 字节`,
  syncMessage: (records) => `同步 ${records} 条连接`,
  joinsGroups: "加入组播组",
  advertisement: (router, priority) => `VRRP ${router}，优先级 ${priority}`,
};
