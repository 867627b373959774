/** The load balancer explained in Chinese. */

import type { IpvsEvent } from "#sim/ipvs/ipvs-events";
import type { EventOf } from "#words/caption-words";
import type { TellersOf } from "#words/explain-words";
import type { Names } from "#words/names";
import { changeText, connectionText, entryText, packet, secondsText } from "../captions/terms.ts";
import { serversText } from "./reasons-ipvs.ts";
import { noteText, schedulerRule } from "./schedulers.ts";

const choosers: Readonly<Record<EventOf<"connection-created">["because"], string>> = {
  scheduler: "服务器由调度算法选出。",
  template: "服务器由这个客户端的模板决定：持久化生效，没有再问调度算法。",
  "template-made": "由刚建立的模板决定；这个客户端接下来的连接都跟随它。",
  bypass: "没有服务器可用，cache_bypass 让它去原来要去的地方。",
  sync: "由另一台调度器告知。",
};

const methods: Readonly<Record<string, string>> = {
  nat: "目的地址改成服务器；应答必须回到这台调度器，才能换回虚拟地址。",
  direct: "除 TTL 外报文不变，只是帧发给服务器：服务器要自己拥有虚拟地址，并直接应答客户端。",
  tunnel: "报文装在另一个报文里送到服务器；服务器要拆开它、拥有虚拟地址，并直接应答客户端。",
  fullnat: "源地址和目的地址都改：服务器无论在哪里，都应答给调度器。",
  local: "服务器就是本机。",
  bypass: "它去往自己的目的地。",
};

const occasions: Readonly<Record<EventOf<"connection-told">["because"], string>> = {
  state: "它的状态变了",
  packets: "自上次告知以来已过了足够多的报文（sync_threshold）",
  refresh: "到了刷新的时候（sync_refresh_period）",
};

const rowChanges: Readonly<Record<EventOf<"ipvs-table-changed">["change"], string>> = {
  added: "已新增",
  edited: "已修改",
  removed: "已删除",
};

/** How many ports of a local address are taken. */
const portsHeld = (held: { readonly address: string; readonly connections: number }, names: Names): string =>
  `${names.endpoint(held.address)} 有 ${held.connections} 个连接`;

export const ipvs: TellersOf<IpvsEvent["kind"]> = {
  "destination-scheduled": ({ service, scheduler, chosen, candidates, state }, { names, node }) => {
    const seen = state.map((note) => noteText(note, names)).join("；");
    const whom = chosen === undefined ? "无人可选" : names.endpoint(chosen);
    return {
      title: `${scheduler} 选谁？${whom}`,
      detail:
        `${names.endpoint(service)} 有 ${candidates.length} 台服务器可选。${schedulerRule(scheduler)}` +
        (seen === "" ? "" : `此时：${seen}。`),
      headline: `${node} 上的 ${scheduler} ${chosen === undefined ? "没有选出服务器" : `选中 ${whom}`}`,
    };
  },
  "connection-created": ({ service, connection, method, because, timeout }, { names, node }) => ({
    title: `记下${entryText(connection, names)}`,
    detail: `${names.endpoint(service)}，${method}。${choosers[because]}起初保留 ${secondsText(timeout)}。`,
    headline: `${node} 登记 ${connectionText(connection, names)}`,
  }),
  "connection-expired": ({ connection, state }, { names }) => ({
    title: `忘掉${entryText(connection, names)}`,
    detail: `在 ${state} 状态允许的时间里一个报文也没有来；今后再来的就当作陌生报文。`,
  }),
  "template-prolonged": ({ connection, controlled }, { names }) => ({
    title: "模板再保留 60 秒",
    detail: `${entryText(connection, names)} 的时间已到，但它名下还有 ${controlled} 个连接活着。`,
  }),
  "template-invalidated": ({ connection, because, setting }, { names }) => ({
    title: "模板作废",
    detail:
      `${entryText(connection, names)}：` +
      (because === "destination-gone" ? "对应的服务器已被删除。" : "对应的服务器权重为 0。") +
      (setting === undefined ? "" : `${setting.name} 为 ${setting.value}，所以客户端会换一台服务器。`),
  }),
  "connection-state-changed": ({ connection, direction, before, state, timeout }, { names }) => ({
    title: `连接表项：${before} → ${state}`,
    detail:
      `${connectionText(connection, names)}，由${direction === "input" ? "客户端" : "服务器"}的报文引起；` +
      `${secondsText(timeout)}之内没有报文就会被忘掉`,
  }),
  "connection-given-up": ({ connection, setting }, { names }) => ({
    title: "放弃旧的表项",
    detail: `${entryText(connection, names)}：${setting.name} 为 ${setting.value}，所以为客户端重新调度。`,
  }),
  "no-destination": (event, about) => ({
    title: `${about.names.endpoint(event.service)} 有服务器接它吗？没有`,
    detail: `${packet(event.packet, about.names)} 无人可接。${serversText(about)}`,
  }),
  "no-local-port": ({ service, connection, addresses, lowest, highest }, { names }) => ({
    title: `${names.endpoint(service)} 还有空闲的本地端口吗？没有`,
    detail:
      addresses.length === 0
        ? `这个服务没有本地地址；去 ${names.endpoint(connection.destination)} 本可用 ${lowest} 到 ${highest} 的端口。`
        : `去 ${names.endpoint(connection.destination)} 的端口 ${lowest} 到 ${highest} 都已占用：` +
          `${addresses.map((each) => portsHeld(each, names)).join("，")}。`,
  }),
  "request-forwarded": ({ connection, method, before, after, device }, { names, node }) => ({
    title:
      `用 ${method} 送往 ${names.endpoint(connection.destination)}` +
      `${device === undefined ? "" : `，经 ${device}`}`,
    detail:
      `${changeText(packet(before, names), packet(after, names))}；TTL ${before.ttl} → ` +
      `${after.ttl}。${methods[method] ?? ""}`,
    headline: `${node} 把 ${packet(before, names)} 送往 ${names.endpoint(connection.destination)}`,
  }),
  "reply-rewritten": ({ connection, before, after }, { names, node }) => ({
    title: "应答换回虚拟地址",
    detail:
      `${changeText(packet(before, names), packet(after, names))}：对应的表项是 ` +
      `${connectionText(connection, names)}。客户端必须看到自己访问的那个地址。`,
    headline: `${node} 把应答变成 ${names.endpoint(connection.virtual)} 的应答`,
  }),
  "error-translated": ({ connection, towards, before, after }, { names }) => ({
    title: `把 ICMP 差错改得让${towards === "client" ? "客户端" : "服务器"}认得`,
    detail:
      `${changeText(packet(before, names), packet(after, names))}：它事关表项 ` +
      `${connectionText(connection, names)}。`,
  }),
  "connection-told": ({ connection, because }, { names }) => ({
    title: "要告知其他调度器",
    detail: `${entryText(connection, names)}：${occasions[because]}。`,
  }),
  "connection-updated-by-sync": ({ connection, state, timeout }, { names }) => ({
    title: `另一台调度器告知：${state}`,
    detail: `${entryText(connection, names)}，保留 ${secondsText(timeout)}`,
  }),
  "sync-message-sent": ({ connections, bytes }) => ({
    title: `同步消息：${connections} 个连接`,
    detail: `${bytes} 字节，用组播发给在收听的调度器`,
  }),
  "sync-message-received": ({ connections, syncId, isForUs }) => ({
    title: `同步消息与本调度器有关吗？${isForUs ? "有关" : "无关"}`,
    detail: `它的 syncid 是 ${syncId}，含 ${connections} 个连接；${isForUs ? "本调度器正收听这个编号" : "本调度器收听的是别的编号"}。`,
  }),
  "ipvs-table-changed": ({ row, change }) => ({
    title: row,
    detail: `这一条${rowChanges[change]}：今后的调度以它为准。`,
    headline: `IPVS：${row} ${rowChanges[change]}`,
  }),
};
