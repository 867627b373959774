/** Why sockets, neighbours, rules, ARP and tunnels did not go on with a packet, in Chinese. */

import type { ReasonTellers } from "#words/explain-words";
import type { Ended } from "#words/why-facts";
import { packet } from "../captions/terms.ts";
import { settingText } from "./settings.ts";

const text = ({ packet: value, names, src, dst }: Ended): string =>
  value === undefined ? `${names.ip(src)} → ${names.ip(dst)}` : packet(value, names);

function portOf({ packet: value }: Ended): number | undefined {
  const payload = value?.payload;
  return payload?.kind === "tcp" || payload?.kind === "udp" ? payload.dstPort : undefined;
}

const listeners = ({ listening, node, names }: Ended): string => {
  if (listening === undefined) return "";
  return listening.length === 0
    ? `${node} 上没有程序在监听。`
    : `${node} 上的程序监听着 ${listening.map(names.endpoint).join("、")}。`;
};

/** The rule that decided, as its listing shows it. */
const ruleText = ({ setting }: Ended): string =>
  setting === undefined ? "一条规则" : `${setting.name}，${setting.from}：${setting.value}`;

/** The address that was asked for by ARP. */
const hopOf = ({ nextHop, names, dst }: Ended): string =>
  nextHop === undefined ? names.ip(dst) : names.endpoint(nextHop);

type HostReason =
  | "no-protocol"
  | "no-socket"
  | "tcp-invalid"
  | "echo-ignored"
  | "neighbour-failed"
  | "neighbour-queue-full"
  | "firewall"
  | "rejected"
  | "arp-filtered"
  | "arp-ignored"
  | "arp-filter"
  | "no-tunnel-device"
  | "tunnel-loop"
  | "tunnel-checksum"
  | "bad-encapsulation"
  | "device-down";

export const hostReasons: ReasonTellers<HostReason> = {
  "no-protocol": (ended) => ({
    title: `${ended.node} 认识协议 ${ended.packet?.protocol ?? "号"} 吗？不认识`,
    detail: `没有加载能处理 ${text(ended)} 内容的模块。发送方会得到通知：协议不可达。`,
  }),
  "no-socket": (ended) => {
    const { names, node, dst, expected } = ended;
    const port = portOf(ended);
    return {
      title: `${node} 上有套接字在等它吗？没有`,
      detail:
        expected === undefined
          ? `${text(ended)}：${node} 上没有套接字占用 ${names.ip(dst)}:${port ?? "*"}。${listeners(ended)}`
          : `${text(ended)}：端口 ${port ?? "*"} 上的套接字在与 ${names.endpoint(expected)} 通信，而不是 ` +
            `${names.ip(ended.src)}。应答必须来自当初访问的地址。`,
    };
  },
  "tcp-invalid": (ended) => ({
    title: "这个报文段属于哪个连接吗？不属于",
    detail: `${text(ended)} 既不是已建立的连接会收到的，也不能用来建立连接。`,
  }),
  "echo-ignored": (ended) => ({
    title: `${ended.node} 应答这样的回显请求吗？不应答`,
    detail: `${text(ended)}：${ended.setting?.name ?? "有参数"} 为 ${ended.setting?.value ?? 1}。`,
  }),
  "neighbour-failed": (ended) => ({
    title: `能得到 ${hopOf(ended)} 的 MAC 地址吗？不能`,
    detail:
      ended.setting === undefined
        ? `没有人应答 ARP，${text(ended)} 装不进帧里。` +
          (ended.owner === undefined
            ? "没有机器拥有这个地址。"
            : `${ended.owner} 有这个地址，但在这里不应答。`)
        : `${text(ended)}：${ended.setting.name} 为 ${ended.setting.value}（${ended.setting.from}），无从问起。`,
  }),
  "neighbour-queue-full": (ended) => ({
    title: "还能再等 MAC 地址吗？等不下了",
    detail:
      `${text(ended)}：${ended.setting?.name ?? "上限"} 为 ${ended.setting?.value ?? "已满"}（` +
      `${ended.setting?.from ?? "邻居表"}）；等得最久的让位。`,
  }),
  firewall: (ended) => ({
    title: "规则放行吗？不放行，DROP",
    detail: `${ruleText(ended)}。${text(ended)} 到此为止，不通知发送方。`,
  }),
  rejected: (ended) => ({
    title: "规则放行吗？不放行，REJECT",
    detail: `${ruleText(ended)}。${text(ended)} 的发送方会得到通知。`,
  }),
  "arp-filtered": (ended) => ({
    title: "arptables 放行吗？不放行",
    detail: `${ruleText(ended)}。就当这条消息没有出现过。`,
  }),
  "arp-ignored": (ended) => ({
    title: `可以在这里应答 ${ended.names.ip(ended.dst)} 吗？不可以`,
    detail:
      (ended.holder === undefined
        ? ""
        : `${ended.names.ip(ended.dst)} 是本机的地址，配在 ${ended.holder} 上；问的是 ` +
          `${ended.decided?.device ?? "别的设备"}。`) +
      settingText(ended.decided) +
      (ended.vip === undefined || ended.vip.isHere ? "" : `应答就留给了 ${ended.vip.director}，正该如此。`),
  }),
  "arp-filter": (ended) => ({
    title: `关于 ${ended.names.ip(ended.dst)} 的应答会从被问的设备出去吗？不会`,
    detail:
      `从 ${ended.names.ip(ended.dst)} 到 ${ended.names.ip(ended.src)} 的报文走别的设备。` +
      `${settingText(ended.decided)}`,
  }),
  "no-tunnel-device": (ended) => ({
    title: "有隧道设备接收它吗？没有",
    detail:
      `${text(ended)} 里还装着一个报文，而` +
      (ended.tunnel === undefined
        ? ` ${ended.node} 没有这种隧道的设备。`
        : ended.tunnel.isUp
          ? ` ${ended.tunnel.device} 已启用，但不对应这两端。`
          : ` ${ended.tunnel.device} 没有启用。`) +
      "发送方会得到通知：端口不可达。",
  }),
  "tunnel-loop": (ended) => ({
    title: "去隧道另一端的路在隧道之外吗？不在",
    detail: `去那里的路由又进了隧道本身：${text(ended)} 会被没完没了地封装。`,
  }),
  "tunnel-checksum": (ended) => ({
    title: "GRE 校验和符合隧道的要求吗？不符合",
    detail: `设了 csum 的设备只收带校验和的报文，没设的只收不带的：${text(ended)} 恰好相反。不通知任何人。`,
  }),
  "bad-encapsulation": (ended) => ({
    title: "数据报里的报文读得出来吗？读不出",
    detail: `这个端口接收 UDP 里的报文（FOU 或 GUE），而 ${text(ended)} 装的不是它所设定的那种。`,
  }),
  "device-down": (ended) => ({
    title: `${ended.setting?.from ?? "设备"} 启用了吗？没有`,
    detail:
      `路由通向 ${ended.setting?.from ?? "隧道设备"}，它处于 ${ended.setting?.value ?? "down"} 状态：` +
      `${text(ended)} 到此为止。`,
  }),
};
