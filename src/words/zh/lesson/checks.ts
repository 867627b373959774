/** What each check asks for, in Chinese. */

import type { Standing } from "#lesson/check";
import type { CheckTexts } from "#words/lesson-words";
import { type PatternWords, patternText, settingOf } from "#words/pattern-text";
import { linkReasons, reasons } from "../captions/reasons.ts";
import { events } from "./events.ts";

export const tables = {
  devices: "设备",
  addresses: "地址",
  routes: "路由表",
  policies: "策略路由规则",
  neighbours: "邻居表",
  sysctls: "sysctl 参数",
  services: "IPVS 虚拟服务",
  destinations: "IPVS 真实服务器",
  connections: "IPVS 连接表",
  sockets: "套接字",
  filters: "过滤规则",
  counters: "计数器",
  fdb: "转发表",
} as const;

const reasonTexts: Readonly<Record<string, string>> = { ...reasons, ...linkReasons };

export const patterns: PatternWords = {
  kinds: events,
  whole: (kind, details) => (details.length === 0 ? kind : `${kind}（${details.join("，")}）`),
  reason: (reason) => reasonTexts[reason] ?? reason,
  nth: (nth) => (nth === 1 ? undefined : nth === -1 ? "最后一次" : `第 ${nth} 次`),
};

/** `：目前 1／3` while a count is short of what is wanted. */
function soFar({ now, goal, isMet }: Standing): string {
  const [is, wanted] = [now[0]?.value, goal[0]?.value];
  return isMet || is === undefined || wanted === undefined || wanted === 1 ? "" : `：目前 ${is} / ${wanted}`;
}

const shares = ({ now }: Standing): string => now.map(({ name, value }) => `${name} ${value} 个`).join("，");

const rowText = (row: Readonly<Record<string, string | number | boolean>>): string =>
  Object.entries(row)
    .map(([column, value]) => `${column} ${value}`)
    .join("，");

const changes = { same: "保持不变", other: "变了", less: "变小", more: "变大" } as const;

export const checks: CheckTexts = {
  "reply-received": ({ node, text, times = 1 }, standing) => {
    const what = text === undefined ? "" : `内容含“${text}”的`;
    return `${node} 得到${times === 1 ? "" : ` ${times} 个`}${what}应答${soFar(standing)}`;
  },
  "request-failed": ({ node, why }) =>
    why === undefined ? `${node} 的请求失败` : `${node} 的请求失败，错误为 ${why}`,
  "share-of-load": ({ node, of, each }, standing) => {
    const wanted = Object.entries(each).map(([server, count]) => `${server} ${count} 个`);
    const is = standing.isMet ? "" : `（现在：${shares(standing)}）`;
    return `经过 ${node} 的最近 ${of} 个连接中，${wanted.join("，")}${is}`;
  },
  "table-holds": ({ node, table, row, absent = false, count }) => {
    const setting = settingOf(table, row);
    if (setting !== undefined) return `${node} 的 ${setting.name} ${absent ? "不为" : "为"} ${setting.value}`;
    const rows = count === undefined ? "有" : `恰有 ${count} 个`;
    const where = `${node} 的${spaced(tables[table])}`;
    const values = rowText(row);
    if (absent) return `${where}${values === "" ? "：没有表项" : `中没有这样的表项：${values}`}`;
    return `${where}：${rows}${values === "" ? "表项" : ` ${values} 的表项`}`;
  },
  "arp-answered-by": ({ address, nodes }) =>
    nodes.length === 0 ? `询问 ${address} 时无人应答` : `询问 ${address} 时只有 ${nodes.join("、")} 应答`,
  "arp-asked-as": ({ node, for: source, as }) =>
    `${node} 要发出源地址为 ${source} 的报文，为此以 ${as} 的名义询问邻居`,
  "event-seen": ({ event, never = false, times = 1 }, standing) => {
    const text = patternText(patterns, event);
    if (never) return `从未发生：${text}`;
    return times === 1 ? text : `${text}，${times} 次${soFar(standing)}`;
  },
  "drop-seen": ({ node, reason, never = false }) => {
    const why = reason === undefined ? "" : `：${reasonTexts[reason] ?? reason}`;
    return never ? `${node} 没有丢弃任何报文${why}` : `${node} 丢弃报文${why}`;
  },
  "output-shows": ({ node, text, never = false }) =>
    never ? `${node} 的终端没有显示“${text}”` : `${node} 的终端显示“${text}”`,
  "field-changes": ({ field, from, to, how }) =>
    `从“${patternText(patterns, from)}”到“${patternText(patterns, to)}”，${field} ${changes[how]}`,
};

/** A space between Chinese and what begins in Latin letters. */
const spaced = (text: string): string => (/^[A-Za-z]/.test(text) ? ` ${text}` : text);
