/** Why IP did not go on with a packet, with the values that decided, in Chinese. */

import type { ReasonTellers } from "#words/explain-words";
import type { Ended } from "#words/why-facts";
import { packet } from "../captions/terms.ts";
import { settingText } from "./settings.ts";
import { routeText } from "./stack.ts";

const text = ({ packet: value, names, src, dst }: Ended): string =>
  value === undefined ? `${names.ip(src)} → ${names.ip(dst)}` : packet(value, names);

const from = ({ arrivedOn }: Ended): string => (arrivedOn === undefined ? "" : `从 ${arrivedOn} `);

/** What a route or a rule said that refuses. */
const refusing = (ended: Ended): string => {
  const { setting, names, dst } = ended;
  return setting === undefined
    ? `${names.ip(dst)} 的路由这样规定。`
    : `${names.ip(dst)} 匹配到 ${setting.name}：${setting.value}（${setting.from}）。`;
};

type IpReason =
  | "other-host"
  | "bad-ip-header"
  | "bad-checksum"
  | "group-not-joined"
  | "martian-source"
  | "martian-destination"
  | "reverse-path"
  | "not-a-router"
  | "no-route"
  | "unreachable-route"
  | "prohibited-route"
  | "blackhole-route"
  | "ttl-expired"
  | "needs-fragmentation"
  | "unicast-in-broadcast-frame"
  | "reassembly-timeout"
  | "bad-fragment";

/** Whose MTU it is: a device's, that of a route, or what an outer header leaves of one. */
function mtuOrigin(from = "route to the destination"): string {
  const [, overhead] = /^route to the destination(?: less (\d+))?$/.exec(from) ?? [];
  if (overhead !== undefined) return `去往目的地的路由的 MTU 减去外层首部的 ${overhead} 字节`;
  if (from === "route to the destination") return "去往目的地的路由的 MTU";
  return from.replace(/^(\S+) mtu$/, "$1 的 MTU");
}

export const ipReasons: ReasonTellers<IpReason> = {
  "other-host": (ended) => ({
    title: "这一帧是发给本机的吗？不是",
    detail:
      `目的 MAC 地址是别的机器的${ended.owner === undefined ? "" : `，属于 ${ended.owner}`}：` +
      `交换机按它把 ${text(ended)} 送到这里，或因不认得它而泛洪。不是发给本机的，本机不收。`,
  }),
  "bad-ip-header": (ended) => ({
    title: "IP 首部完好吗？不完好",
    detail: `${text(ended)} 的首部校验和对不上：它在路上损坏了。`,
  }),
  "bad-checksum": (ended) => ({
    title: "校验和对得上吗？对不上",
    detail: `${text(ended)} 携带的内容在路上损坏了，或者发送方把校验和留给了别人来算。`,
  }),
  "group-not-joined": (ended) => ({
    title: `本机加入组 ${ended.names.ip(ended.dst)} 了吗？没有`,
    detail: `${text(ended)} ${from(ended)}进来；这里没有谁在收听这个组。没有什么不对。`,
  }),
  "martian-source": (ended) => ({
    title: `${ended.names.ip(ended.src)} 可能来自外部吗？不可能`,
    detail:
      (ended.decided?.field === "accept_local"
        ? `${ended.names.ip(ended.src)} 是 ${ended.node} ` +
          `自己的地址${ended.holder === undefined ? "" : `，配在 ${ended.holder} 上`}，报文却${from(ended)}进来，自称由它发出。`
        : `网线那头没有主机会用 ${ended.names.ip(ended.src)} 作地址。`) + settingText(ended.decided),
  }),
  "martian-destination": (ended) => ({
    title: `外部可以访问 ${ended.names.ip(ended.dst)} 吗？不可以`,
    detail: `它指的是本机自己，或谁也不是，报文却${from(ended)}进来。${settingText(ended.decided)}`,
  }),
  "reverse-path": (ended) => ({
    title:
      ended.way === undefined
        ? `有路回 ${ended.names.ip(ended.src)} 吗？没有`
        : `回 ${ended.names.ip(ended.src)} 的路${from(ended)}出去吗？不是`,
    detail:
      (ended.way === undefined
        ? `没有路由能回到 ${ended.names.ip(ended.src)}。`
        : `它从 ${ended.way.device} 出去：${routeText(ended.way, ended)}。`) + settingText(ended.decided),
  }),
  "not-a-router": (ended) => {
    const { names, dst, node, vip, decided } = ended;
    const isMissing = vip?.isServer === true;
    return {
      title: `${node} 会替别人转发吗？不会`,
      detail:
        `${names.ip(dst)} 不是 ${node} 的地址，${decided?.device ?? "这个设备"} 的 forwarding 又是 ` +
        `${decided?.effective ?? 0}。` +
        (isMissing
          ? `它是 ${vip?.director} 的虚拟地址，而 ${node} 是其真实服务器：这里少配了这个地址。`
          : "不会回送差错：主机对不是发给自己的报文置之不理。"),
    };
  },
  "no-route": (ended) => ({
    title: `有去 ${ended.names.ip(ended.dst)} 的路由吗？没有`,
    detail:
      `${ended.node} 的路由表里没有对应的表项，连默认路由也没有。` +
      (ended.gateway === undefined
        ? ""
        : `链路上的 ${ended.gateway.node}（${ended.names.endpoint(ended.gateway.address)}）可以转发。`),
  }),
  "unreachable-route": (ended) => ({
    title: `去 ${ended.names.ip(ended.dst)} 的路由通吗？不通，unreachable`,
    detail: `${refusing(ended)}发送方会得到通知：主机不可达。`,
  }),
  "prohibited-route": (ended) => ({
    title: `去 ${ended.names.ip(ended.dst)} 的路由允许通过吗？不允许，prohibit`,
    detail: `${refusing(ended)}发送方会得到通知：被管理策略禁止。`,
  }),
  "blackhole-route": (ended) => ({
    title: `去 ${ended.names.ip(ended.dst)} 的路由通吗？不通，blackhole`,
    detail: `${refusing(ended)}不通知任何人。`,
  }),
  "ttl-expired": (ended) => ({
    title: "报文还能再走一跳吗？不能",
    detail: `它到达时 TTL 为 ${ended.packet?.ttl ?? 1}，再转发就成了 0。要么经过的路由器太多，要么在绕圈，要么像 traceroute 那样一开始就很小。`,
  }),
  "needs-fragmentation": (ended) => ({
    title: `${ended.packet?.length ?? "这么多"} 字节装得下吗？装不下`,
    detail:
      `${text(ended)} 有 ${ended.packet?.length ?? "更多"} 字节，MTU 是 ` +
      `${ended.setting?.value ?? "更小"}（${mtuOrigin(ended.setting?.from)}），而 DF ` +
      "不许分片。发送方会收到 ICMP 通知；若有谁过滤 ICMP，就成了陷阱。",
  }),
  "unicast-in-broadcast-frame": (ended) => ({
    title: "帧与报文相称吗？不相称",
    detail: `${text(ended)} 是发给一台主机的，装它的帧却${from(ended)}以广播方式进来。${settingText(ended.decided)}`,
  }),
  "reassembly-timeout": (ended) => ({
    title: "分片到齐了吗？没有",
    detail:
      `过了 ${ended.setting?.value ?? "很多"} 秒（${ended.setting?.name ?? "ipfrag_time"}），` +
      `${text(ended)} 仍缺分片：已到的也一并丢弃。`,
  }),
  "bad-fragment": (ended) => ({
    title: "分片拼得起来吗？拼不起来",
    detail: `分片互相重叠或长度不对：${text(ended)} 无法重组。`,
  }),
};
