/** Why the load balancer did not go on with a packet, with the values that decided, in Chinese. */

import type { DestinationRow } from "#sim/rows";
import type { ReasonTellers } from "#words/explain-words";
import type { Ended } from "#words/why-facts";
import { packet } from "../captions/terms.ts";

const text = ({ packet: value, names, src, dst }: Ended): string =>
  value === undefined ? `${names.ip(src)} → ${names.ip(dst)}` : packet(value, names);

const state = ({ weight, isOverloaded, upperThreshold }: DestinationRow): string => {
  if (weight === 0) return "权重 0";
  return isOverloaded ? `过载，上限 ${upperThreshold}` : `权重 ${weight}`;
};

/** Every server of the service and why it is none. */
export function serversText({ destinations = [], names }: Pick<Ended, "destinations" | "names">): string {
  if (destinations.length === 0) return "这个服务一台服务器也没有。";
  return `${destinations.map((each) => `${names.endpoint(each.destination)}：${state(each)}`).join("；")}。`;
}

const settingOf = ({ setting }: Ended): string =>
  setting === undefined ? "" : `${setting.name} 为 ${setting.value}`;

type IpvsReason =
  | "ipvs-no-destination"
  | "ipvs-no-local-port"
  | "ipvs-destination-gone"
  | "ipvs-crossing-local"
  | "ipvs-drop-packet"
  | "ipvs-rescheduled";

export const ipvsReasons: ReasonTellers<IpvsReason> = {
  "ipvs-no-destination": (ended) => ({
    title: "有真实服务器可用吗？没有",
    detail:
      ended.setting === undefined
        ? `${serversText(ended)}${text(ended)} 的发送方会得到通知：端口不可达。`
        : `${text(ended)} 来自一台真实服务器，却没有对应的连接表项。${settingOf(ended)}，所以通知该服务器：端口不可达。`,
  }),
  "ipvs-no-local-port": (ended) => ({
    title: "有带空闲端口的本地地址吗？没有",
    detail: `FULLNAT 用自己的地址与服务器通信，而 ${text(ended)} 已经分不到端口。不通知任何人。`,
  }),
  "ipvs-destination-gone": (ended) => ({
    title: "这个连接的真实服务器还在吗？不在了",
    detail: `${text(ended)} 的表项指向一台已被删除的服务器。${settingOf(ended)}，所以表项默默等它回来。`,
  }),
  "ipvs-crossing-local": (ended) => ({
    title: "可以在本机与外部之间穿越吗？不可以",
    detail: `${text(ended)}：用这种转发方式，报文不能在本机地址与外部地址之间转换。`,
  }),
  "ipvs-drop-packet": (ended) => ({
    title: "还接受新连接吗？这一个不接受",
    detail: `调度器正在抵御洪泛：${settingOf(ended)}，所以要丢掉一部分新连接，${text(ended)} 就在其中。`,
  }),
  "ipvs-rescheduled": (ended) => ({
    title: "可以马上为客户端重新调度吗？不可以",
    detail: `${settingOf(ended)}。${text(ended)} 的旧表项与 conntrack 的一条流绑在一起，要先结束；客户端下次重试时才会得到新的表项。`,
  }),
};
