/**
 * What the doctor finds about the ways of packets: routes, gateways, source validation, tunnels, rules; in
 * Chinese.
 */

import type { SettingFact } from "#doctor/finding-facts";
import type { FindingTellers } from "#words/finding-words";
import { setting } from "./setting.ts";

const filtered = (
  { src, device, back, setting: filter }: { src: string; device: string; back: string; setting: SettingFact },
  node: string,
): string => {
  const way = back === "" ? "没有回到它的路由" : `回到它的路由走 ${back}`;
  return `来自 ${src} 的报文从 ${node} 的 ${device} 进来，而${way}。${setting(filter)}，这些报文会被悄悄丢弃。`;
};

const unfiltered = ({ device, back }: { device: string; back: string }, node: string): string =>
  back === ""
    ? `${node} 不再检查 ${device} 上的源地址`
    : `${node} 的 ${device} 改为宽松模式：只要有路由能回到源地址`;

export const ways = {
  "next-hop-silent": {
    title: "网关不存在",
    consequence: ({ address, device, target }, node) =>
      `${node} 把发给 ${target} 的报文从 ${device} 交给 ${address}，而没有机器持有这个地址。`,
    cure: (_, node) => `${node} 改用真实存在的网关`,
  },
  "client-without-route": {
    title: "客户端没有到虚拟地址的路由",
    consequence: ({ vip }, node) => `${node} 没有到 ${vip} 的路由：连第一个报文都发不出去。`,
    cure: (_, node) => `给 ${node} 加上网关`,
  },
  "server-without-route": {
    title: "真实服务器没有回程路由",
    consequence: ({ client, target }, node) =>
      `${node} 收得到 ${client} 的请求，却没有到 ${target} 的路由，应答发不出去。`,
    cure: ({ target }, node) => `${node} 有了到 ${target} 的路`,
  },
  "director-without-route": {
    title: "调度器没有到客户端的路由",
    consequence: ({ client, target }, node) =>
      `给 ${client} 的应答回到 ${node}，而它没有到 ${target} 的路由，报文就此结束。`,
    cure: ({ target }, node) => `${node} 有了到 ${target} 的路`,
  },
  "router-without-route": {
    title: "路由器没有路由",
    consequence: ({ src, target }, node) =>
      `${src} 发给 ${target} 的报文走到 ${node}，而它没有到 ${target} 的路由。`,
    cure: ({ target }, node) => `${node} 有了到 ${target} 的路`,
  },
  "nat-wrong-way-back": {
    title: "NAT 模式下应答不经过调度器",
    consequence: ({ destination, gateway, director, client }, node) =>
      [
        `${node}（${destination}）把给 ${client} 的应答交给 ${gateway}，而不是 ${director}；只有调度器能把源地址换回虚拟地址。`,
        `${client} 收到陌生地址的应答，会重置连接。`,
      ].join(""),
    cure: ({ director }, node) => `${node} 回客户端的路经过 ${director}`,
  },
  "nat-client-next-door": {
    title: "NAT 模式下客户端与真实服务器在同一链路上",
    consequence: ({ destination, client, address, device }, node) =>
      [
        `${client}（${address}）与 ${node}（${destination}）在同一链路上，${node} 从 ${device} 直接应答，不经过调度器，源地址是它自己的。`,
        `${client} 会重置连接。`,
      ].join(""),
    cure: ({ client }, node) => `${node} 给 ${client} 的应答经过调度器，调度器也不再告知更短的路`,
  },
  "ip-forward-off": {
    title: "没有打开 ip_forward",
    consequence: ({ device, src, dst, forward, own, role }, node) => {
      const why = role === "director" ? "请求倒是能过去，因为那是 IPVS 自己发出的：只有一半的路是通的。" : "";
      return [
        `${src} 发给 ${dst} 的报文要经过 ${node}，却在它的 ${device} 结束：ip_forward 为 ${forward}，`,
        `conf.${device}.forwarding 为 ${own}。${why}`,
      ].join("");
    },
    cure: (_, node) => `${node} 开始转发报文`,
  },
  "rp-filter-tunnel": {
    title: "严格的 rp_filter 丢弃从隧道里出来的报文",
    consequence: (evidence, node) => filtered(evidence, node),
    cure: (evidence, node) => unfiltered(evidence, node),
  },
  "rp-filter-strict": {
    title: "严格的 rp_filter 丢弃往返路径不一致的报文",
    consequence: (evidence, node) => filtered(evidence, node),
    cure: (evidence, node) => unfiltered(evidence, node),
  },
  "director-as-gateway": {
    title: "调度器是真实服务器的网关",
    consequence: ({ vip, device, gateway, setting: local }, node) =>
      [
        `${node} 把应答交给 ${gateway}，也就是调度器。这些应答的源地址 ${vip} 正是调度器自己的地址：`,
        `从 ${device} 进来的这种报文不合情理，因为 ${setting(local)}，会被丢弃。这与 rp_filter 无关。`,
      ].join(""),
    cure: (_, node) => `${node} 的应答不经过调度器，或者让调度器接受它们`,
  },
  "not-on-link": {
    title: "DR 模式隔着路由器",
    consequence: ({ destination, gateway, router, vip }, node) =>
      [
        `${node} 只能经由 ${gateway}${router === "" ? "" : `（${router}）`}到达 ${destination}。报文的目的地址仍是 ${vip}，`,
        `路由器会把它送回 ${node}：报文来回打转，直到 TTL 耗尽。`,
      ].join(""),
    cure: ({ destination }) => `改用隧道到达 ${destination}，路由器会照常转发`,
  },
  "two-box-loop": {
    title: "真实服务器把分到的请求又调度出去",
    consequence: ({ service, director, backupOnly }, node) =>
      [
        `${director} 把 ${service} 的客户端分给 ${node}，而 ${node} 也有同一个服务，又把它们分给别人（backup_only 为 ${backupOnly}）：`,
        "连接可能在两台机器之间来回传递，直到 TTL 耗尽。",
      ].join(""),
    cure: (_, node) => `${node} 作为备份时只处理分给它的请求，不再调度`,
  },
  "tunnel-mtu": {
    title: "满长的报文装不进隧道，又没有人告诉客户端",
    consequence: ({ overhead, mtu, room, length, client, rule, destination }, node) => {
      const word =
        rule === ""
          ? `${node} 没有到 ${client} 的路由，无法告知`
          : `${node} 的规则 ${rule} 又丢弃了相应的 ICMP 消息`;
      return [
        `去往 ${destination} 的路上，外层首部占去 ${mtu} 字节中的 ${overhead} 字节，只剩 ${room}，`,
        `而 ${client} 的报文可长达 ${length} 字节。${word}：页面打得开，上传会卡住。`,
      ].join("");
    },
    cure: ({ client, rule }, node) =>
      rule === "" ? `${node} 有了到 ${client} 的路` : `${node} 放行“需要分片”消息`,
  },
  "tunnel-not-taken": {
    title: "没有设备接收隧道里的报文",
    consequence: ({ type, device, why, port, destination }, node) => {
      const reasons = {
        module: `${node} 不认识这个协议：模块没有加载`,
        port: `${node} 没有接收 ${type.toUpperCase()} 的端口 ${port}`,
        down: `${node} 的 ${device} 没有启用`,
        checksum: `${node} 的 ${device} 与调度器对校验和的设置不一致`,
        none: `${node} 没有与之对应的设备`,
      };
      return `发往 ${destination} 的报文装在隧道（${type}）里到达，而 ${reasons[why]}，报文就此结束。`;
    },
    cure: ({ device }, node) => `${node} 的 ${device} 从隧道里取出报文`,
  },
  "firewall-eats": {
    title: "iptables 规则丢弃了服务的报文",
    consequence: ({ table, chain, rule, src, dst }, node) =>
      `从 ${src} 到 ${dst} 的报文在 ${node} 结束：${table} 表，${chain} 链，${rule}。`,
    cure: ({ chain, rule }) =>
      rule === "policy DROP" ? `${chain} 的默认策略改为放行` : `从 ${chain} 中删去这条规则`,
  },
} satisfies Partial<FindingTellers>;
