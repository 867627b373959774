/** What the doctor finds about addresses and ARP, in Chinese. */

import type { FindingTellers } from "#words/finding-words";
import { list, setting } from "./setting.ts";

export const addresses = {
  "arp-answers-vip": {
    title: "真实服务器应答虚拟地址的 ARP 请求",
    consequence: ({ vip, holder, device, asker, director, setting: ignore, onLoopback }, node) => {
      const why =
        holder === device
          ? `${vip} 就在 ${device} 上，arp_ignore 为 ${ignore.value} 也不能让它沉默`
          : setting(ignore);
      const lo = onLoopback > 0 && ignore.value === 0 ? "，lo 的值在这里不起作用" : "";
      return [
        `${asker} 询问 ${vip} 的 MAC 地址时，${node} 和 ${director} 都会应答：${why}${lo}。一旦 ${node} 的应答生效，所有请求都直接发给它，`,
        "绕过调度器。",
      ].join("");
    },
    cure: ({ vip, holder, device }, node) =>
      holder === device
        ? `${node} 把 ${vip} 放在 lo 上，被问的设备上没有的地址一律不应答`
        : `${node} 只应答被问的设备自己的地址`,
  },
  "arp-announce-leak": {
    title: "真实服务器以虚拟地址的名义发出 ARP 请求",
    consequence: ({ vip, asked, believer, setting: announce }, node) =>
      [
        `为了应答客户端，${node} 要询问 ${asked} 的 MAC 地址，而发问者写的是 ${vip}，因为 ${setting(announce)}。${believer} 据此更新邻居表，`,
        `此后把发给 ${vip} 的请求都交给 ${node}。`,
      ].join(""),
    cure: (_, node) => `${node} 用发问的那个设备自己的地址发问`,
  },
  "director-keeps-silent": {
    title: "调度器不应答虚拟地址的 ARP 请求",
    consequence: ({ vip, holder, device, asker, setting: ignore }, node) =>
      [
        `${vip} 在 ${node} 的 ${holder} 上，而 ${setting(ignore)}：${asker} 从 ${device} 这边询问时，没有机器应答。`,
        "这个参数本来只该设在真实服务器上。",
      ].join(""),
    cure: ({ vip, device }) => `${vip} 放在被问的设备 ${device} 上`,
  },
  "arp-rule-eats": {
    title: "arptables 规则丢弃了 ARP 请求",
    consequence: ({ address, rule, asker }, node) =>
      `${asker} 询问 ${address} 的 MAC 地址；${node} 有这个地址，但它的规则 ${rule} 把请求丢弃了。没有机器应答，报文发不出去。`,
    cure: (_, node) => `${node} 能收到 ARP 请求`,
  },
  "vip-on-lo-wide": {
    title: "lo 上的虚拟地址没有用 /32",
    consequence: ({ prefix, swallowed }, node) => {
      const others = list(swallowed.map((other) => `${other.node}（${other.address}）`));
      return `在环回设备上，整个前缀都成为本机地址：lo 上配了 ${prefix}，${node} 就把 ${others} 当成自己，发给它们的报文出不了本机。`;
    },
    cure: ({ vip }, node) => `${node} 只把 ${vip} 这一个地址当作自己的`,
  },
  "vip-missing": {
    title: "真实服务器上没有虚拟地址",
    consequence: ({ vip, destination, method }, node) =>
      [
        `${method === "direct" ? "DR" : "TUN"} 模式不改写目的地址：到达 ${node}（${destination}）的报文仍然发给 ${vip}，`,
        `而 ${node} 没有这个地址，只会丢弃或转发出去。`,
      ].join(""),
    cure: ({ vip }, node) => `${node} 有了 ${vip}，并且不为它应答 ARP`,
  },
  "vip-not-on-director": {
    title: "没有调度器持有虚拟地址",
    consequence: ({ service, vip }, node) =>
      `${node} 定义了虚拟服务 ${service}，却没有 ${vip} 这个地址：没有机器为它应答 ARP，发给它的报文也不会交给本机。`,
    cure: ({ vip }, node) => `${node} 把发给 ${vip} 的报文当作自己的`,
  },
  "device-down": {
    title: "设备没有启用",
    consequence: ({ address, device, asker }, node) =>
      `${address} 在 ${node} 的 ${device} 上，而 ${device} 没有启用：${asker} 询问它的 MAC 地址，没有机器应答。`,
    cure: ({ device }, node) => `启用 ${node} 的 ${device}`,
  },
  "server-is-vip": {
    title: "虚拟地址被当作真实服务器",
    consequence: ({ service, destination }, node) =>
      `${service} 的服务器 ${destination} 就是 ${node} 自己，而它上面没有程序监听该端口。分到这里的客户端会被拒绝。`,
    cure: ({ service, destination }) => `从 ${service} 中去掉 ${destination}`,
  },
  "server-missing": {
    title: "服务器的地址不属于任何机器",
    consequence: ({ service, destination, address }, node) =>
      `${service} 有服务器 ${destination}，但没有机器持有 ${address}。${node} 照样把客户端分给它：IPVS 并不检查服务器是否存活。`,
    cure: ({ service, destination }) => `从 ${service} 中去掉 ${destination}`,
  },
  "duplicate-address": {
    title: "两台机器用了同一个地址",
    consequence: ({ address, other, device }, node) =>
      `${other} 和 ${node}（${device}）都为 ${address} 应答 ARP：别人相信哪一个全凭运气，而且会变。`,
    cure: ({ address }, node) => `${node} 不再有 ${address}`,
  },
  "wrong-netmask": {
    title: "子网掩码太短",
    consequence: ({ prefix, device, target, owner, length }, node) =>
      [
        `${device} 上配了 ${prefix}，${node} 便以为 ${target} 是邻居，直接在本链路上询问它的 MAC 地址。持有它的 ${owner} 在另一条链路上，听不到。`,
        `本链路上其他机器用的是 /${length}。`,
      ].join(""),
    cure: ({ length }, node) => `${node} 改用本链路的前缀长度 ${length}，并恢复网关`,
  },
} satisfies Partial<FindingTellers>;
