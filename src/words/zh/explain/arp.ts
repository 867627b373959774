/** ARP and neighbours explained in Chinese. */

import type { NeighbourOccasion } from "#sim/stack/stack-events";
import type { TellersOf } from "#words/explain-words";
import { arpText } from "#words/names";
import { vipText } from "#words/vip-text";
import type { About } from "#words/why-facts";
import { reasons } from "../captions/reasons.ts";
import { packet, secondsText, terms } from "../captions/terms.ts";

const occasions: Readonly<Record<NeighbourOccasion, string>> = {
  reply: "ARP 应答是这样说的。",
  request: "ARP 请求的发送方自报了家门。",
  gratuitous: "免费 ARP 这样宣告，立即采信。",
  timer: "时间到了。",
  used: "有报文要发过去。",
  confirmed: "上层协议证实了报文能够到达。",
  admin: "由管理员设定。",
};

const states: Readonly<Record<string, string>> = {
  NONE: "一无所知",
  INCOMPLETE: "已经发问，报文在等",
  REACHABLE: "已知而且新鲜",
  STALE: "已知，下次使用时要核实",
  DELAY: "正在使用；delay_first_probe_time 之内没有证据就要核实",
  PROBE: "向已知的 MAC 地址再问一次",
  FAILED: "没有人应答",
  PERMANENT: "手工设定，从不核实",
  NOARP: "不需要 ARP",
};

const inName = (name: string | undefined): string => (name === undefined ? "" : `（${name}）`);

function bypass({ vip, owner, names }: About, address: string): string {
  if (vip === undefined || owner === undefined || owner === vip.director) return "";
  if (names.endpoint(vip.address) !== address) return "";
  return `${address} 是 ${vip.director} 的虚拟地址，而这个 MAC 地址属于 ${owner}：发给该服务的报文会绕过调度器。`;
}

export const arp: TellersOf<
  | "arp-request-sent"
  | "arp-reply-sent"
  | "arp-not-answered"
  | "neighbour-changed"
  | "neighbour-update-refused"
  | "neighbour-unanswered"
  | "packet-queued"
> = {
  "arp-request-sent": ({ device, message }, { names, node }) => ({
    title: `在 ${device} 上发问：${arpText(message, names, terms)}`,
    detail: `以 ${names.mac(message.senderMac)} 上的 ${names.ip(message.senderIp)} 的名义；听到的机器也会从问话中学到这一点`,
    headline: `${node} 在 ${device} 上问：${arpText(message, names, terms)}`,
  }),
  "arp-reply-sent": ({ device, message }, { names, node, vip }) => ({
    title: `发出应答：${arpText(message, names, terms)}`,
    detail: `经 ${device} 发给 ${names.mac(message.targetMac)} 上的 ${names.ip(message.targetIp)}`,
    headline:
      vip === undefined || vip.isHere
        ? `${node} 应答：${names.ip(message.senderIp)} 在本机`
        : `${node} 应答了对 ${vipText(names.ip(message.senderIp), "VIP ")} 的询问`,
  }),
  "arp-not-answered": ({ device, message, reason }, { names, node }) => ({
    title: message.operation === 1 ? "没有发出应答" : "什么也没有学到",
    detail:
      `在 ${device} 上，对 ${names.ip(message.senderIp)} ` +
      `的“${arpText(message, names, terms)}”：${reasons[reason]}`,
    headline:
      message.operation === 1
        ? `${node} 对 ${names.ip(message.targetIp)} 保持沉默`
        : `${node} 没有学到 ${names.ip(message.senderIp)} 的任何信息`,
  }),
  "neighbour-changed": ({ device, address, mac, before, state, because }, about) => {
    const { names, owner, node } = about;
    const at = mac === 0 ? "" : ` 在 ${names.mac(mac)}${inName(owner)}`;
    return {
      title: `${device} 上的邻居 ${names.ip(address)}：${before} → ${state}`,
      detail:
        `${names.ip(address)}${at}：${states[state]}。` +
        `${occasions[because]}${bypass(about, names.ip(address))}`,
      headline:
        bypass(about, names.ip(address)) === ""
          ? `${node} 记下 ${names.ip(address)}${at}：${state}`
          : `${node} 把 ${owner} 当成了 ${names.ip(address)}：从此绕过 ${about.vip?.director}`,
    };
  },
  "neighbour-update-refused": (
    { device, address, mac, kept, age, setting },
    { names, keptOwner, owner, node },
  ) => ({
    title: "locktime 之内的第二个应答：不采信",
    detail:
      `${device} 上的 ${names.ip(address)} 仍记作 ${names.mac(kept)}${inName(keptOwner)}；` +
      `这一条 ${secondsText(age / 1e9)}前刚改过，` +
      `${setting.name} ${setting.value}（单位 1/100 秒）之内不接受 ${names.mac(mac)}${inName(owner)}。先到的应答生效。`,
    headline: `${node} 保留 ${names.ip(address)} 的第一个应答`,
  }),
  "neighbour-unanswered": ({ device, address, requests }, { names, owner, node }) => ({
    title: `没有人应答 ${names.ip(address)}`,
    detail:
      `在 ${device} 上问了 ${requests} 次，没有应答。` +
      (owner === undefined ? "没有机器拥有这个地址。" : `${owner} 有这个地址，但在这里不应答。`),
    headline: `${node} 在 ${device} 上没有得到 ${names.ip(address)} 的应答`,
  }),
  "packet-queued": (event, { names, node }) => ({
    title: `知道 ${names.ip(event.nextHop)} 的 MAC 地址吗？不知道`,
    detail: `${packet(event.packet, names)} 在 ${event.device} 上等待 ARP 的答案`,
    headline: `${node} 等待 ${names.ip(event.nextHop)} 的 MAC 地址`,
  }),
};
