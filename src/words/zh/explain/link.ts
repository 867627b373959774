/** Layer 2 explained in Chinese. */

import type { LinkEvent } from "#sim/link/link-events";
import type { EthernetFrame } from "#sim/wire/ethernet";
import type { TellersOf } from "#words/explain-words";
import { arpText, frameText, type Names } from "#words/names";
import type { About } from "#words/why-facts";
import { linkReasons } from "../captions/reasons.ts";
import { deviceText, spaced, terms } from "../captions/terms.ts";

const text = (frame: EthernetFrame, { names }: About): string => frameText(frame, names, terms);

function arrivalTitle(frame: EthernetFrame, device: string, about: About): string {
  const { payload } = frame;
  if (payload.kind !== "arp") return `${spaced(device).trimStart()}收到 ${text(frame, about)}`;
  return `${spaced(device).trimStart()}收到 ARP ${payload.operation === 1 ? "请求" : "应答"}`;
}

function said({ payload }: EthernetFrame, names: Names): string {
  if (payload.kind !== "arp") return "";
  return payload.operation === 1
    ? `，以 ${names.ip(payload.senderIp)} 的名义问 ${names.ip(payload.targetIp)}`
    : `，说 ${arpText(payload, names, terms)}`;
}

function arrivalDetail(frame: EthernetFrame, about: About): string {
  const { names, owner, target } = about;
  const from = `来自 ${owner ?? names.mac(frame.src)}`;
  const what = said(frame, names);
  const dst = names.mac(frame.dst);
  if (target === undefined) return `${from}，目的 ${dst}${what}`;
  switch (target) {
    case "all":
      return `${from} 的广播${what}；同一网段的机器都会收到`;
    case "group":
      return `${from}，目的是组地址 ${dst}${what}`;
    case "other":
      return `${from}，目的 ${dst} 不是本设备的 MAC 地址${what}`;
    case "self":
      return "经环回设备：本机在与自己通信";
    case "me":
      return `${from}，目的 ${dst} 正是本设备的 MAC 地址${what}`;
  }
}

export const link: TellersOf<LinkEvent["kind"]> = {
  "frame-sent": ({ device, frame }, about) => ({
    title: `从${spaced(device)}发出：${text(frame, about)}`,
    detail:
      about.target === "self"
        ? `进入环回设备，${frame.length} 字节：马上又会进来`
        : about.target === "all"
          ? `广播，${frame.length} 字节：同一网段的机器都会收到`
          : `发往 ${about.names.mac(frame.dst)}` +
            `${about.owner === undefined ? "" : `，即 ${about.owner}`}，${frame.length} 字节`,
  }),
  "frame-received": ({ device, frame }, about) => ({
    title: arrivalTitle(frame, device, about),
    detail: arrivalDetail(frame, about),
  }),
  "frame-dropped": ({ device, frame, reason }, about) => ({
    title: `这一帧止于${spaced(device).trimEnd()}`,
    detail: `${text(frame, about)}，${frame.length} 字节：${linkReasons[reason]}`,
    headline: `${about.node} 在${spaced(device)}丢失一帧：${linkReasons[reason]}`,
  }),
  "fdb-learned": ({ port, mac, vlan, movedFrom }, { names, owner }) => ({
    title: `学到：${names.mac(mac)} 在${spaced(port)}后面`,
    detail:
      `交换机从每一帧的源地址学习${owner === undefined ? "" : `，这个地址属于 ${owner}`}。` +
      (vlan === 0 ? "" : `表项只对 VLAN ${vlan} 有效。`) +
      (movedFrom === undefined
        ? ""
        : `它原先在${spaced(movedFrom)}后面：不是换了位置，就是有两台机器用同一个地址。`),
  }),
  "frame-bridged": ({ from, to, because, frame }, about) => {
    const { names, owner } = about;
    const ports = to.length === 0 ? "零个端口" : to.map(deviceText).join("、");
    const dst = names.mac(frame.dst);
    const reasons = {
      known: `表里记着 ${dst}${owner === undefined ? "" : `（${owner}）`}在 ${ports} 后面，其他端口不会收到。`,
      group: `${dst} 是组地址：除${spaced(from)}外每个端口都送一份。`,
      unknown: `表里还没有 ${dst}：除${spaced(from)}外每个端口都送一份。`,
    };
    return {
      title: `从${spaced(from)}${because === "known" ? "转给" : "泛洪到"}${ports}：${text(frame, about)}`,
      detail: reasons[because],
    };
  },
  "frame-duplicated": ({ device, frame }, about) => ({
    title: `${spaced(device).trimStart()}的网线把这一帧送了两遍`,
    detail: `${text(frame, about)}：重复的概率由场景给定，是否发生由随机种子决定`,
  }),
  "frame-reordered": ({ device, frame }, about) => ({
    title: `${spaced(device).trimStart()}的网线耽搁了这一帧`,
    detail: `${text(frame, about)} 会被后面的帧超过：概率由场景给定，是否发生由随机种子决定`,
  }),
  "carrier-changed": ({ device, hasCarrier }) => ({
    title: hasCarrier ? `${spaced(device).trimStart()}有了载波` : `${spaced(device).trimStart()}失去载波`,
    detail: hasCarrier
      ? `${spaced(device).trimStart()}的网线两端都已启用`
      : `${spaced(device).trimStart()}的网线另一端没有启用，或者网线断了：什么都发不出去`,
  }),
};
