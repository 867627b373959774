/** The questions between events, and their answers, in Chinese. */

import type { QuestionTellers } from "#words/explain-words";
import { settingText } from "./settings.ts";

export const questions: QuestionTellers = {
  "own-address": ({ address, holder }, { names }) => ({
    title: `${names.ip(address)} 是本机的地址吗？是`,
    detail: `local 表：${names.ip(address)} dev ${holder}。地址属于主机，不属于设备。`,
  }),
  "arp-ignore": ({ address, device }, { names, decided, holder }) => ({
    title: "arp_ignore 允许应答",
    detail:
      `${names.ip(address)} 配在 ${holder ?? device} 上，但要看的是收到请求的 ${device}。${settingText(decided)}` +
      (holder === undefined || holder === device ? "" : `${holder} 的值根本不看。`),
  }),
  proxy: ({ address, behind }, { names, decided }) => ({
    title: `${names.ip(address)} 是本机的地址吗？不是，但代为应答`,
    detail:
      `它在 ${behind} 那一侧。` +
      `${decided === undefined ? "用 ip neigh add proxy 添加过这一个地址。" : settingText(decided)}`,
  }),
  "arp-announce": ({ device, chosen, waiting }, { names, decided }) => ({
    title: `以谁的名义发问？${names.ip(chosen)}`,
    detail:
      settingText(decided) +
      (waiting === undefined
        ? `没有报文在等：${names.ip(chosen)} 是 ${device} 最合适的地址。`
        : waiting === chosen
          ? `等待的报文源地址是 ${names.ip(waiting)}，就用它。`
          : `等待的报文源地址是 ${names.ip(waiting)}，改用 ${device} 的 ${names.ip(chosen)}。`),
  }),
  neighbour: ({ address: raw, mac, state, device }, { names, owner, vip }) => {
    const address = names.endpoint(raw);
    return {
      title: `${address} 的 MAC 地址是什么？${names.mac(mac)}`,
      detail:
        `邻居表：${address} dev ${device} ${state}${owner === undefined ? "" : `，即 ${owner}`}。` +
        (vip === undefined || owner === undefined || owner === vip.director || vip.address !== raw
          ? ""
          : `${address} 是 ${vip.director} 的虚拟地址：报文绕过了调度器。`),
    };
  },
  service: ({ service, scheduler }, { names }) => ({
    title: "是发给虚拟服务的吗？是",
    detail: `${names.endpoint(service)}，调度算法 ${scheduler}。没有表项对应这个报文：它开始一个新连接。`,
  }),
  "known-entry": ({ destination }, { names }) => ({
    title: "连接是已知的吗？是",
    detail: `它的表项指向 ${names.endpoint(destination)}：不再问调度算法。`,
  }),
};
