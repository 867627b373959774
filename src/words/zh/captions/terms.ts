/** What Chinese calls parts of packets, connections and tables. */

import type { ConnectionName } from "#sim/ipvs/ipvs-events";
import type { StackEvent } from "#sim/stack/stack-events";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import { endOfPort, type Names, type PacketTerms, packetText } from "#words/names";

const icmpNames: ReadonlyMap<number, string> = new Map([
  [0, "回显应答"],
  [4, "源抑制"],
  [5, "重定向"],
  [8, "回显请求"],
  [11, "超时"],
  [12, "参数错误"],
  [13, "时间戳请求"],
  [14, "时间戳应答"],
]);

const unreachableNames: ReadonlyMap<number, string> = new Map([
  [0, "网络不可达"],
  [1, "主机不可达"],
  [2, "协议不可达"],
  [3, "端口不可达"],
  [4, "需要分片"],
  [9, "网络被禁止"],
  [10, "主机被禁止"],
  [13, "被管理策略禁止"],
]);

export const terms: PacketTerms = {
  whoHas: (target) => `谁有 ${target}？`,
  isAt: (address, mac) => `${address} 在 ${mac}`,
  icmp: (type, code) => {
    const name = type === 3 ? unreachableNames.get(code) : icmpNames.get(type);
    return name === undefined ? `ICMP ${type}/${code}` : `ICMP ${name}`;
  },
  fragment: (offset) => `偏移 ${offset} 处的分片`,
  protocol: (number) => (number === 2 ? "IGMP" : `协议 ${number}`),
  otherFrame: (etherType) => `以太网类型 ${etherType}`,
};

export const packet = (value: Ipv4Packet, names: Names): string => packetText(value, names, terms);

export function connectionText(
  { protocol, client, virtual, local, destination }: ConnectionName,
  names: Names,
) {
  const ends = [client, virtual, ...(local === undefined ? [] : [local]), destination];
  return `${protocol} ${ends.map(names.endpoint).join(" → ")}`;
}

export const isTemplate = ({ client }: ConnectionName): boolean => client.endsWith(":0");

export const entryText = (connection: ConnectionName, names: Names): string =>
  `${isTemplate(connection) ? "模板" : "连接"} ${connectionText(connection, names)}`;

export const secondsText = (seconds: number): string =>
  seconds > 0 && seconds < 1
    ? `${Number((seconds * 1000).toFixed(3))} 毫秒`
    : `${Number(seconds.toFixed(3))} 秒`;

export const changeText = (before: string, after: string): string =>
  before === after ? `${after}，未改动` : `${before} 变为 ${after}`;

type EventOf<Kind extends StackEvent["kind"]> = Extract<StackEvent, { readonly kind: Kind }>;

export const missingNames: Readonly<Record<EventOf<"no-frame-left">["missing"], string>> = {
  SYN: "SYN",
  "SYN-ACK": "SYN-ACK",
  segment: "TCP 报文段",
  reset: "RST",
  datagram: "数据报",
  "ICMP reply": "ICMP 应答",
  "ICMP error": "ICMP 差错报文",
};

export const tableNames: Readonly<Record<EventOf<"table-changed">["table"], string>> = {
  addresses: "地址",
  interfaces: "网络设备",
  routes: "路由表",
  rules: "策略路由规则",
};

export const changes = { added: "新增", removed: "删除", changed: "修改", edited: "修改" } as const;

/** A device; a port of a switch by what it is for. */
export function deviceText(device: string): string {
  const end = endOfPort(device);
  return end === undefined ? device : `通往 ${end} 的交换机端口`;
}

/** The same within a sentence: apart from what is Chinese, as far as it is not. */
export const spaced = (device: string): string =>
  endOfPort(device) === undefined ? ` ${device} ` : deviceText(device);
