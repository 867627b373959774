/** ICMP, what is learnt of paths, TCP, sockets and settings explained in Chinese. */

import type { IcmpSilence, RedirectRefusal, TcpChallenge } from "#sim/stack/stack-events";
import type { EventOf } from "#words/caption-words";
import type { TellersOf } from "#words/explain-words";
import type { About } from "#words/why-facts";
import { packet, secondsText, tableNames, terms } from "../captions/terms.ts";
import { settingText } from "./settings.ts";

const silences: Readonly<Record<IcmpSilence, string>> = {
  limit: "ICMP 报文的限速已到上限。",
  "link-group": "装它的帧不是单独发给本机的，对这样的报文从不回送差错。",
  "later-fragment": "只有第一个分片才允许回送差错。",
  group: "报文是发给一组或所有主机的：若人人回送差错就成了洪泛。",
  source: "源地址不是单个主机，无从通知。",
  error: "它自己就是 ICMP 差错，为差错再报差错将没完没了。",
};

const refusals: Readonly<Record<RedirectRefusal, string>> = {
  setting: "有参数禁止。",
  "same-gateway": "它推荐的就是发出重定向的路由器自己，或者根本不是网关。",
  "not-a-host": "它推荐的网关不是链路上的另一台主机。",
  "not-from-gateway": "它不是由路由正在使用的网关发出的。",
};

const challenges: Readonly<Record<TcpChallenge, string>> = {
  "reset-in-window": "收到的 RST 序号在窗口之内，却不是下一个序号",
  syn: "已建立的连接上来了一个 SYN",
  "old-ack": "收到了对很久以前的数据的确认",
};

const errors: Readonly<Record<string, string>> = {
  ECONNREFUSED: "对方拒绝了：回了 RST，或 ICMP 端口不可达。",
  ECONNRESET: "对方复位了连接。",
  EHOSTUNREACH: "到不了那台主机：邻居不应答，或收到 ICMP 主机不可达。",
  ENETUNREACH: "没有路由，或收到 ICMP 网络不可达。",
  ENOPROTOOPT: "ICMP 说对方不认识这个协议。",
  EACCES: "路由或规则禁止，或收到 ICMP 说被禁止。",
  EPERM: "本机的规则不让它出去。",
  EMSGSIZE: "比路径能过的还长。",
  CUT: "应答还没收全，对方就关闭了连接。",
  EHOSTDOWN: "ICMP 说那台主机没有开机。",
  ENONET: "ICMP 说那个网络不存在。",
  ETIMEDOUT: "直到最后一次重试都没有回音。",
  TIMEOUT: "程序等待的时间之内没有回音。",
};

/** Where an earlier packet of the same connection ended. */
function earlierText({ earlier, captions }: About): string {
  if (earlier === undefined) return "";
  const { node, reason, event } = earlier;
  const why = { ...captions.linkReasons, ...captions.reasons }[reason] ?? reason;
  return `这个连接最近一个没有送达的报文止于 ${node}：${why}（事件 ${event}）。`;
}

type Told =
  | "icmp-suppressed"
  | "path-mtu-learnt"
  | "redirect-learnt"
  | "redirect-ignored"
  | "tcp-state-changed"
  | "tcp-retransmitted"
  | "tcp-challenged"
  | "socket-error"
  | "setting-changed"
  | "table-changed"
  | "request-answered"
  | "request-failed";

const changeOf: Readonly<Record<EventOf<"table-changed">["change"], string>> = {
  added: "新增了这一条。",
  removed: "删除了这一条。",
  changed: "这一条有了变化。",
};

export const host: TellersOf<Told> = {
  "icmp-suppressed": ({ type, code, about: quoted, because, setting }, about) => ({
    title: `不发送 ${terms.icmp(type, code)}`,
    detail:
      `事关 ${packet(quoted, about.names)}。${silences[because]}` +
      (setting === undefined ? "" : `${setting.name} 为 ${setting.value}。`),
  }),
  "path-mtu-learnt": ({ destination, mtu }, { names }) => ({
    title: `去 ${names.ip(destination)} 的路径能过 ${mtu} 字节`,
    detail: `由路由器用 ICMP 告知，或因本机的隧道要占地方：在 mtu_expires 秒之内，不再向 ${names.ip(destination)} 发送带 DF 的更长报文。`,
  }),
  "redirect-learnt": ({ destination, gateway }, { names }) => ({
    title: `今后去 ${names.ip(destination)} 走 ${names.ip(gateway)}`,
    detail: "ICMP 重定向说这台路由器更近，本机采信了，五分钟内有效。",
  }),
  "redirect-ignored": ({ destination, gateway, sender, because }, about) => ({
    title: `采信 ${about.names.ip(sender)} 的重定向吗？不采信`,
    detail:
      `它说去 ${about.names.ip(destination)} 走 ${about.names.ip(gateway)} 更近。` +
      `${refusals[because]}${settingText(about.decided)}`,
  }),
  "tcp-state-changed": ({ local, remote, before, state }, { names, node }) => ({
    title: `TCP：${before} → ${state}`,
    detail: `${names.endpoint(local)} 与 ${names.endpoint(remote)}`,
    headline: `${node}：${names.endpoint(local)} 进入 ${state}`,
  }),
  "tcp-retransmitted": ({ local, remote, seq, attempt, timeout }, about) => ({
    title: `没有等到确认，第 ${attempt} 次重传`,
    detail:
      `${about.names.endpoint(local)} 发往 ${about.names.endpoint(remote)}，序号 ${seq}；` +
      `${secondsText(timeout / 1e9)}后再看，每次等待加倍。${earlierText(about)}`,
    headline: `${about.node} 再次发往 ${about.names.endpoint(remote)}`,
  }),
  "tcp-challenged": ({ local, remote, because }, { names }) => ({
    title: "用质询 ACK 反问",
    detail: `${challenges[because]}：${names.endpoint(remote)} 证实之后，${names.endpoint(local)} 才会相信（RFC 5961）。`,
  }),
  "socket-error": ({ local, remote, errno }, about) => ({
    title: `程序的调用失败：${errno}`,
    detail:
      `${about.names.endpoint(local)} 到 ${about.names.endpoint(remote)}。` +
      `${errors[errno] ?? ""}${earlierText(about)}`,
    headline: `${about.node}：${about.names.endpoint(remote)} 返回 ${errno}`,
  }),
  "setting-changed": ({ name, before, value }, { node }) => ({
    title: `${name} = ${value}`,
    detail: `原为 ${before}。从现在起 ${node} 按新值行事；已经作出的决定不变。`,
    headline: `${node} 的 ${name} = ${value}`,
  }),
  "table-changed": ({ table, row, change }) => ({
    title: `${tableNames[table]}：${row}`,
    detail: changeOf[change],
  }),
  "request-answered": ({ method, to, port, status, bytes }, { names, node }) => ({
    title: `应答到了：${status}`,
    detail: `回应 ${method}，${bytes} 字节，来自 ${names.ip(to)}:${port}`,
    headline: `${node} 收到 ${names.ip(to)}:${port} 的应答`,
  }),
  "request-failed": ({ to, port, error }, about) => ({
    title: `没有应答：${error}`,
    detail: `来自 ${about.names.ip(to)}:${port}。${errors[error] ?? ""}${earlierText(about)}`,
    headline: `${about.node} 没有得到 ${about.names.ip(to)}:${port} 的应答`,
  }),
};
