/** How a machine routes, forwards, rewrites, fragments and tunnels, explained in Chinese. */

import type { RouteFacts } from "#sim/stack/route";
import type { StepText, TellersOf } from "#words/explain-words";
import type { About } from "#words/why-facts";
import { reasons } from "../captions/reasons.ts";
import { changeText, missingNames, packet } from "../captions/terms.ts";

const tableNames: ReadonlyMap<number, string> = new Map([
  [253, "default"],
  [254, "main"],
  [255, "local"],
]);

const tableName = (table: number): string => tableNames.get(table) ?? String(table);

/** `10.0.0.0/24 via 10.0.0.1 dev eth0，由规则 32766 在 main 表中找到` */
export function routeText(
  { type, destination, length, gateway, device, table, rule }: RouteFacts,
  { names }: About,
): string {
  const to =
    length === 0 ? "default" : length === 32 ? names.ip(destination) : `${names.ip(destination)}/${length}`;
  const via = gateway === undefined ? "" : ` via ${names.ip(gateway)}`;
  // What is delivered here passes lo: not the device that the table names.
  const by = type === "local" ? "" : ` dev ${device}`;
  return `${to}${via}${by}，由规则 ${rule} 在 ${tableName(table)} 表中找到`;
}

function routeTitle(dst: string, { type, gateway, device }: RouteFacts, about: About): string {
  switch (type) {
    case "local":
      return `${dst} 是本机的地址吗？是`;
    case "broadcast":
    case "multicast":
      return `${dst} 也是发给本机的吗？是，${type}`;
    case "unicast":
    case "unreachable":
    case "prohibit":
    case "blackhole":
    case "throw":
      return gateway === undefined
        ? `${dst} 在哪里？就在 ${device} 的链路上`
        : `${dst} 在哪里？经 ${about.names.ip(gateway)} 到达`;
  }
}

function routeDetail(chosen: RouteFacts, about: About): string {
  const route = `${routeText(chosen, about)}。`;
  const { wide } = about;
  if (wide !== undefined) {
    const { address, length, device } = wide;
    return (
      `${route}但这只是因为 ${device} 上的 ${about.names.endpoint(address)}/${length} ` +
      "把整个子网都变成了本机的地址：发往那里的报文再也出不去。"
    );
  }
  if (chosen.type === "local") return `${route}地址属于主机，不属于设备。`;
  return chosen.type === "unicast" ? `${route}前缀最长的路由优先。` : route;
}

const protocols: ReadonlyMap<number, string> = new Map([
  [1, "ICMP"],
  [2, "IGMP"],
  [4, "IPIP"],
  [6, "TCP"],
  [17, "UDP"],
  [47, "GRE"],
]);

const protocolName = (number: number): string => protocols.get(number) ?? `协议 ${number}`;

const rewriters = {
  dnat: "报文进来时，目的地址按规则或它所属的流改写。",
  snat: "报文出去时，源地址按规则或它所属的流改写。",
} as const;

export const stack: TellersOf<
  | "route-chosen"
  | "packet-delivered"
  | "packet-forwarded"
  | "packet-dropped"
  | "packet-rewritten"
  | "rule-matched"
  | "packet-fragmented"
  | "packet-reassembled"
  | "packet-encapsulated"
  | "packet-decapsulated"
  | "no-frame-left"
> = {
  "route-chosen": ({ packet: { dst }, chosen }, about): StepText => ({
    title: routeTitle(about.names.ip(dst), chosen, about),
    detail: routeDetail(chosen, about),
    headline: `${about.node} 为 ${about.names.ip(dst)} 选路：${chosen.device} 上的 ${chosen.type}`,
  }),
  "packet-delivered": (event, about) => ({
    title: `交给本机的 ${protocolName(event.packet.protocol)}`,
    detail: `IP 首部中的协议号是 ${event.packet.protocol}`,
    headline: `${about.node} 收下 ${packet(event.packet, about.names)}`,
  }),
  "packet-forwarded": (event, about) => ({
    title: `转发到 ${event.device}`,
    detail: `转发已打开，少了一跳：TTL 由 ${event.packet.ttl + 1} 减为 ${event.packet.ttl}`,
    headline: `${about.node} 把 ${packet(event.packet, about.names)} 转发到 ${event.device}`,
  }),
  "packet-dropped": (event, about) => ({
    title: "报文到此为止",
    detail: `${event.packet.length} 字节，TTL ${event.packet.ttl}`,
    headline: `${about.node} 丢弃 ${packet(event.packet, about.names)}：${reasons[event.reason]}`,
  }),
  "packet-rewritten": ({ by, before, after }, { names }) => ({
    title: `${by}：${packet(after, names)}`,
    detail: `${changeText(packet(before, names), packet(after, names))}。${rewriters[by]}`,
  }),
  "rule-matched": (event, about) => ({
    title: `${event.table} ${event.chain}：命中一条规则`,
    detail: `${event.rule} 符合 ${packet(event.packet, about.names)}`,
  }),
  "packet-fragmented": (event, about) => ({
    title: `切成 ${event.count} 个分片`,
    detail: `${packet(event.packet, about.names)} 有 ${event.packet.length} 字节，一整个过不去，又没有设置 DF`,
  }),
  "packet-reassembled": (event, about) => ({
    title: "分片到齐，重组完成",
    detail: `${packet(event.packet, about.names)}，${event.packet.length} 字节`,
  }),
  "packet-encapsulated": ({ inner, outer }, { names }) => ({
    title: `封装后发往 ${names.ip(outer.dst)}`,
    detail:
      `${packet(inner, names)} 前面加上新的首部 ${names.ip(outer.src)} → ` +
      `${names.ip(outer.dst)}，多出 ${outer.length - inner.length} 字节`,
  }),
  "packet-decapsulated": (event, about) => ({
    title: `${event.device} 解封装`,
    detail: `${packet(event.packet, about.names)} 如同从 ${event.device} 进来一样继续处理`,
  }),
  "no-frame-left": ({ missing, to, reason, answering }, about) => ({
    title: `没有发出 ${missingNames[missing]}`,
    detail:
      `目的 ${about.names.ip(to)}：${reasons[reason]}` +
      (answering === undefined ? "" : `；它本该回应 ${packet(answering, about.names)}`),
    headline: `${about.node} 没能向 ${about.names.ip(to)} 发出 ${missingNames[missing]}：${reasons[reason]}`,
  }),
};
