/** What the doctor finds about virtual services and their servers, in Chinese. */

import type { FindingTellers } from "#words/finding-words";
import { list } from "./setting.ts";

export const services = {
  "port-not-mapped": {
    title: "这种转发方式不能改端口",
    consequence: ({ destination, port, listening, method }, node) =>
      [
        `${method === "direct" ? "DR" : "TUN"} 模式不改写端口：发给 ${node}（${destination}）的请求仍是端口 ${port}，`,
        `而它监听的是 ${list(listening)}，只会回以 RST。`,
      ].join(""),
    cure: ({ port, listening }, node) => `由 ${node} 自己把端口 ${port} 转到 ${listening[0]}`,
  },
  "nobody-listens": {
    title: "服务器的端口上没有程序监听",
    consequence: ({ destination, port, listening }, node) => {
      const others = listening.length === 0 ? "" : `，只监听 ${list(listening)}`;
      return `${destination} 指向 ${node}，而它没有程序监听端口 ${port}${others}。分到这里的客户端会被拒绝。`;
    },
    cure: ({ port }, node) => `${node} 上有程序监听端口 ${port}`,
  },
  "no-servers": {
    title: "虚拟服务没有服务器",
    consequence: ({ service }, node) =>
      `${node} 的 ${service} 没有服务器：每个客户端都会收到“端口不可达”而被拒绝。`,
    cure: ({ service }) => `${service} 有了服务器`,
  },
  "all-weights-zero": {
    title: "所有服务器的权重都是 0",
    consequence: ({ service, destinations }, node) =>
      `${service} 的 ${list(destinations)} 权重都是 0，${node} 不会把任何人分给它们：新来的客户端全部被拒绝。`,
    cure: () => "它们的权重都改为 1",
  },
  "thresholds-too-low": {
    title: "连接数上限太低，客户端会被拒绝",
    consequence: ({ service, capacity, needed, clients, thresholds }) => {
      const each = list(thresholds.map(({ destination, upper }) => `${destination} 为 ${upper}`));
      return [
        `${service} 的全部服务器一共只接受 ${capacity} 个连接（${each}），最近两分钟内关闭的也算在内。`,
        `${clients} 台客户端的浏览器会同时打开 ${needed} 个，多出来的会被拒绝。`,
      ].join("");
    },
    cure: ({ needed }) => `全部服务器一共至少接受 ${needed} 个连接`,
  },
  "persistence-behind-nat": {
    title: "持久化把整个办公室当成一个客户端",
    consequence: ({ service, timeout, address, translator, clients }) =>
      [
        `${list(clients)} 经 ${translator} 转换，都以 ${address} 的身份到来。对持久时间为 ${timeout} 秒的 ${service} 来说，`,
        "它们是同一个客户端：全部分给一台服务器，其余的闲着。",
      ].join(""),
    cure: ({ service }) => `${service} 的每个连接单独调度`,
  },
  "mark-never-set": {
    title: "没有规则打上服务所用的防火墙标记",
    consequence: ({ mark }, node) =>
      `${node} 按标记 ${mark} 定义了虚拟服务，而它的 mangle 表中没有规则打上这个标记：没有报文会属于这个服务。`,
    cure: ({ mark }) => `属于这个服务的报文打上标记 ${mark}`,
  },
  "fullnat-no-local-address": {
    title: "FULLNAT 没有本地地址",
    consequence: ({ service }, node) =>
      `${node} 没有给 ${service} 配置与服务器通信用的本地地址：每个 SYN 都会被悄悄丢弃。`,
    cure: ({ service }) => `${service} 有了本地地址`,
  },
  "fullnat-few-ports": {
    title: "FULLNAT 的本地端口太少",
    consequence: ({ service, ports, first, last, addresses, needed }) =>
      [
        `${service} 只能用 ${list(addresses)} 的端口 ${first} 到 ${last}：同时与一台服务器最多有 ${ports} 个连接，最近两分钟内关闭的也算在内，`,
        `而客户端会打开 ${needed} 个。再来的 SYN 会被悄悄丢弃。`,
      ].join(""),
    cure: () => "常用的端口都可以使用",
  },
  "fullnat-without-toa": {
    title: "FULLNAT 模式下服务器不知道客户端的地址",
    consequence: ({ destination, local }, node) =>
      `${node}（${destination}）没有加载 toa：它的程序和日志会把每个客户端都当作调度器的 ${local}。`,
    cure: (_, node) => `${node} 上的程序看到调度器告知的客户端`,
  },
  "one-packet-nat": {
    title: "单包调度不能与 NAT 同用",
    consequence: ({ service, destination }, node) =>
      `${service} 不为报文保留连接（ops），${node} 就无法把 ${destination} 应答的源地址换回虚拟地址：客户端收到的是陌生地址的应答。`,
    cure: ({ service }) => `${service} 为每次会话保留连接`,
  },
  "short-timeout": {
    title: "已建立的连接不到一分钟就被忘记",
    consequence: ({ seconds, usual }, node) =>
      `连接静默 ${seconds} 秒，${node} 就忘记它（通常是 ${usual} 秒）。客户端再开口会收到 RST，服务器则一直等着已经离开的客户端。`,
    cure: ({ usual }) => `连接可以静默 ${usual} 秒`,
  },
  "sync-id-differs": {
    title: "备份调度器听不到主调度器",
    consequence: ({ own, master, theirs }, node) =>
      `${node} 收听 syncid ${own}，而 ${master} 发送的是 ${theirs}：${node} 的连接表一直是空的，一旦接管，所有连接都会中断。`,
    cure: ({ theirs }, node) => `${node} 收听 syncid ${theirs}`,
  },
} satisfies Partial<FindingTellers>;
