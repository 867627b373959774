/** What the topics of scenarios are called. */

import type { TopicWords } from "../topic-words.ts";

export const topics: TopicWords = {
  nat: "NAT 模式",
  dr: "DR 模式（直接路由）",
  arp: "ARP 问题",
  tunnel: "TUN 模式（隧道）",
  fullnat: "FULLNAT 模式",
  scheduling: "调度算法",
  persistence: "持久化与防火墙标记",
  connections: "连接及其超时",
  servers: "真实服务器的上线与下线",
  failover: "主备调度器切换",
  build: "自己动手搭建",
  others: "其他",
};
