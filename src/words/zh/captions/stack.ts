/** The stack of a machine, an event a line, in Chinese. */

import type { RouteFacts } from "#sim/stack/route";
import type { StackEvent } from "#sim/stack/stack-events";
import type { CaptionsOf } from "#words/caption-words";
import { arpText, type Names } from "#words/names";
import { reasons } from "./reasons.ts";
import { changes, changeText, missingNames, packet, secondsText, tableNames, terms } from "./terms.ts";

function routeText({ type, gateway, device }: RouteFacts, names: Names): string {
  if (type !== "unicast") return `${type}，dev ${device}`;
  return gateway === undefined ? `直连，dev ${device}` : `via ${names.ip(gateway)} dev ${device}`;
}

export const stack: CaptionsOf<StackEvent["kind"]> = {
  "route-chosen": ({ packet: { dst }, chosen }, names) =>
    `为 ${names.ip(dst)} 选路：${routeText(chosen, names)}`,
  "packet-delivered": (event, names) => `收归本机：${packet(event.packet, names)}`,
  "packet-forwarded": (event, names) =>
    `转发到 ${event.device}：${packet(event.packet, names)}，TTL ${event.packet.ttl}`,
  "packet-dropped": (event, names) => `丢弃，${reasons[event.reason]}：${packet(event.packet, names)}`,
  "packet-rewritten": ({ by, before, after }, names) =>
    `${by}：${changeText(packet(before, names), packet(after, names))}`,
  "rule-matched": ({ table, chain, rule }) => `${table} ${chain} 命中：${rule}`,
  "packet-fragmented": (event, names) => `切成 ${event.count} 个分片：${packet(event.packet, names)}`,
  "packet-reassembled": (event, names) => `分片重组完成：${packet(event.packet, names)}`,
  "packet-encapsulated": ({ outer }, names) => `封装：${packet(outer, names)}`,
  "packet-decapsulated": (event, names) => `${event.device} 解封装：${packet(event.packet, names)}`,
  "arp-request-sent": ({ device, message }, names) =>
    `以 ${names.ip(message.senderIp)} 的名义在 ${device} 上问：${arpText(message, names, terms)}`,
  "arp-reply-sent": ({ device, message }, names) => `在 ${device} 上应答：${arpText(message, names, terms)}`,
  "arp-not-answered": ({ message, reason }, names) =>
    message.operation === 1
      ? `不应答“${arpText(message, names, terms)}”：${reasons[reason]}`
      : `没有从“${arpText(message, names, terms)}”学到什么：${reasons[reason]}`,
  "neighbour-changed": ({ device, address, mac, before, state }, names) =>
    `${device} 上的邻居 ${names.ip(address)}：${before} → ${state}` +
    (mac === 0 ? "" : `，${names.mac(mac)}`),
  "neighbour-update-refused": ({ address, mac, kept }, names) =>
    `${names.ip(address)} 仍记作 ${names.mac(kept)}，不采信 ${names.mac(mac)}`,
  "packet-queued": (event, names) =>
    `等待 ${names.ip(event.nextHop)} 的 MAC 地址：${packet(event.packet, names)}`,
  "neighbour-unanswered": ({ device, address, requests }, names) =>
    `在 ${device} 上问了 ${requests} 次，没有人应答 ${names.ip(address)}`,
  "icmp-suppressed": ({ type, code, about }, names) =>
    `不为 ${packet(about, names)} 发送 ${terms.icmp(type, code)}`,
  "path-mtu-learnt": ({ destination, mtu }, names) =>
    `学到：去 ${names.ip(destination)} 的路径能过 ${mtu} 字节`,
  "redirect-learnt": ({ destination, gateway }, names) =>
    `学到：去 ${names.ip(destination)} 走 ${names.ip(gateway)} 更近`,
  "redirect-ignored": ({ destination, gateway }, names) =>
    `不理会重定向：${names.ip(destination)} 改走 ${names.ip(gateway)}`,
  "no-frame-left": ({ missing, to, reason }, names) =>
    `没能向 ${names.ip(to)} 发出 ${missingNames[missing]}：${reasons[reason]}`,
  "tcp-state-changed": ({ local, remote, before, state }, names) =>
    `TCP ${names.endpoint(local)} ↔ ${names.endpoint(remote)}：${before} → ${state}`,
  "tcp-retransmitted": ({ remote, seq, attempt, timeout }, names) =>
    `第 ${attempt} 次向 ${names.endpoint(remote)} 重传序号 ${seq}，${secondsText(timeout / 1e9)}后再看`,
  "tcp-challenged": ({ local, remote }, names) =>
    `用质询 ACK 反问：${names.endpoint(local)} → ${names.endpoint(remote)}`,
  "socket-error": ({ local, remote, errno }, names) =>
    `套接字 ${names.endpoint(local)} → ${names.endpoint(remote)} 出错：${errno}`,
  "setting-changed": ({ name, before, value }) => `${name} = ${value}，原为 ${before}`,
  "table-changed": ({ table, row, change }) => `${tableNames[table]}${changes[change]}：${row}`,
};
