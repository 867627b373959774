/** The load balancer and programs, an event a line, in Chinese. */

import type { AppEvent } from "#sim/app/app-events";
import type { IpvsEvent } from "#sim/ipvs/ipvs-events";
import type { CaptionsOf, EventOf } from "#words/caption-words";
import { changes, changeText, entryText, packet, secondsText } from "./terms.ts";

const choosers: Readonly<Record<EventOf<"connection-created">["because"], string>> = {
  scheduler: "由调度算法选定",
  template: "按模板选定",
  "template-made": "按刚建立的模板选定",
  bypass: "cache_bypass 直接放行",
  sync: "来自同步消息",
};

export const ipvs: CaptionsOf<IpvsEvent["kind"]> = {
  "destination-scheduled": ({ service, scheduler, chosen }, names) =>
    `${scheduler} 为 ${names.endpoint(service)} ` +
    `${chosen === undefined ? "没有选出服务器" : `选中 ${names.endpoint(chosen)}`}`,
  "connection-created": ({ connection, method, because }, names) =>
    `新建${entryText(connection, names)}，${method}，${choosers[because]}`,
  "connection-expired": ({ connection, state }, names) =>
    `${entryText(connection, names)} 在 ${state} 状态过期`,
  "template-prolonged": ({ connection, controlled }, names) =>
    `${entryText(connection, names)} 保留：还管着 ${controlled} 个连接`,
  "template-invalidated": ({ connection, because }, names) =>
    `${entryText(connection, names)} 作废：` +
    (because === "destination-gone" ? "对应的服务器已被删除" : "对应的服务器权重为 0"),
  "connection-state-changed": ({ connection, before, state, timeout }, names) =>
    `${entryText(connection, names)}：${before} → ${state}，${secondsText(timeout)}`,
  "connection-given-up": ({ connection, setting }, names) =>
    `${entryText(connection, names)} 因 ${setting.name} 而放弃`,
  "no-destination": (event, names) =>
    `${names.endpoint(event.service)} 没有服务器接 ${packet(event.packet, names)}`,
  "no-local-port": ({ service, connection }, names) =>
    `${names.endpoint(service)} 没有通往 ${names.endpoint(connection.destination)} 的空闲本地端口`,
  "request-forwarded": ({ connection, method, before, after }, names) =>
    `${method} 转给 ${names.endpoint(connection.destination)}：` +
    changeText(packet(before, names), packet(after, names)),
  "reply-rewritten": ({ before, after }, names) =>
    `应答：${changeText(packet(before, names), packet(after, names))}`,
  "error-translated": ({ towards, before, after }, names) =>
    `给${towards === "client" ? "客户端" : "服务器"}的 ICMP 差错：` +
    `${changeText(packet(before, names), packet(after, names))}`,
  "connection-told": ({ connection }, names) => `将把${entryText(connection, names)} 告诉其他调度器`,
  "connection-updated-by-sync": ({ connection, state, timeout }, names) =>
    `${entryText(connection, names)} 由同步更新：${state}，${secondsText(timeout)}`,
  "sync-message-sent": ({ connections, bytes }) => `发出同步消息：${connections} 个连接，${bytes} 字节`,
  "sync-message-received": ({ connections, syncId, isForUs }) =>
    `收到 syncid ${syncId} 的同步消息：${connections} 个连接${isForUs ? "" : "，与本机无关"}`,
  "ipvs-table-changed": ({ row, change }) => `IPVS 表${changes[change]}：${row}`,
};

export const app: CaptionsOf<AppEvent["kind"]> = {
  "request-answered": ({ to, port, status, bytes }, names) =>
    `收到 ${names.ip(to)}:${port} 的应答：${status}，${bytes} 字节`,
  "request-failed": ({ to, port, error }, names) => `没有得到 ${names.ip(to)}:${port} 的应答：${error}`,
};
