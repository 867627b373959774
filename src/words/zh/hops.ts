/** The words of the hop table in Chinese. */

import type { DecidingRule, EndField, HopFact, Way } from "../hop-facts.ts";
import type { HopWords } from "../inspector-words.ts";

const methods: Readonly<Record<string, string>> = {
  nat: "NAT（Masq）",
  direct: "直接路由（DR）",
  tunnel: "隧道（TUN）",
  fullnat: "FULLNAT",
};

const sides = { client: "客户端", destination: "服务器" } as const;

function ruleText(rule: DecidingRule): string {
  switch (rule.kind) {
    case "ipvs-request":
      return `IPVS 按${spaced(methods[rule.method] ?? rule.method)}把请求转给 ${rule.destination}`;
    case "ipvs-reply":
      return `IPVS 认出这是通往 ${rule.destination} 的连接，把地址改回来`;
    case "ipvs-error":
      return `IPVS 把 ICMP 差错改成${sides[rule.towards]}一侧能认的样子`;
    case "netfilter":
      return `netfilter 做地址转换（${rule.by}）`;
    case "wrapped":
      return "隧道设备给报文套上外层首部";
    case "unwrapped":
      return `${rule.device} 去掉外层首部`;
    case "fragmented":
      return `超过下一段链路的 MTU，切成 ${rule.count} 片`;
    case "reassembled":
      return "分片到齐，报文重新拼合";
    case "forwarded":
      return "转发报文的机器都要把 TTL 减 1";
    case "neighbour":
      return rule.nextHop === undefined
        ? `${rule.device} 上下一跳的 MAC 地址`
        : `下一跳是 ${rule.nextHop}，这是它在邻居表（${rule.device}）中的 MAC 地址`;
    case "device":
      return `帧从 ${rule.device} 发出，源 MAC 地址就是它的`;
    case "unexplained":
      return "没有事件说明依据哪条规则";
  }
}

/** A word within Chinese: with a space where it begins or ends in Latin letters. */
function spaced(word: string): string {
  const before = /^[A-Za-z0-9]/.test(word) ? " " : "";
  const after = /[A-Za-z0-9]$/.test(word) ? " " : "";
  return `${before}${word}${after}`;
}

const endNames: Readonly<Record<EndField, string>> = {
  src: "源地址",
  dst: "目的地址",
  sport: "源端口",
  dport: "目的端口",
};

/** Which ends of a packet changed, in as few words as can be. */
function endsText(ends: readonly EndField[]): string {
  const has = (...wanted: EndField[]): boolean => wanted.every((end) => ends.includes(end));
  if (has("src", "dst", "sport", "dport")) return "源、目的地址和两个端口";
  if (ends.length === 2 && has("src", "dst")) return "源地址和目的地址";
  if (ends.length === 2 && has("dst", "dport")) return "目的地址和目的端口";
  if (ends.length === 2 && has("src", "sport")) return "源地址和源端口";
  return listText(ends.map((end) => endNames[end]));
}

const ways: Readonly<Record<Way, string>> = { request: "去程", answer: "回程" };

const listText = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? "") : `${items.slice(0, -1).join("、")}和${items.at(-1)}`;

/** Names of machines are Latin. */
const machines = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join("、")} 和 ${names.at(-1)}`;

function factText(fact: HopFact): string {
  switch (fact.kind) {
    case "rewrites": {
      const also = fact.others.length === 0 ? "" : `（还有 ${fact.others.join("、")}）`;
      return `${fact.node} 改了${endsText(fact.ends)}${also}`;
    }
    case "wraps":
      return (
        `${fact.node} 给报文套上从 ${fact.src} 到 ${fact.dst} 的外层首部（${fact.tunnel}），` +
        "里面的报文不动"
      );
    case "unwraps":
      return `${fact.node} 去掉外层首部`;
    case "redirects":
      return (
        `${fact.node} 只改 MAC 地址和 TTL：帧送往拥有 ${fact.destination} 的机器，` +
        "报文的目的地址仍是虚拟地址"
      );
    case "fragments":
      return `${fact.node} 把报文切成 ${fact.count} 片`;
    case "translates-error":
      return `${fact.node} 把差错报文改成${sides[fact.towards]}一侧能认的样子`;
    case "passes":
      return `${machines(fact.nodes)} 只是转发`;
    case "keeps-ports":
      return "端口未变：没有端口映射";
    case "goes-past":
      return `应答不再经过 ${fact.node}`;
    case "reports":
      return `${fact.node} 回的是 ICMP 差错：${fact.message}`;
    case "asks":
      return askText(fact);
  }
}

function askText({ node, address, answers, isMore }: Extract<HopFact, { kind: "asks" }>): string {
  const asked = `${node} 向所有机器询问谁有 ${address}`;
  if (answers.length === 0) return isMore ? `${asked}，还没有机器应答` : `${asked}，没有机器应答`;
  if (isMore) return `${asked}，到此刻应答的有 ${answers.join("、")}`;
  if (answers.length === 1) return `${asked}，只有 ${answers[0]} 应答`;
  return `${asked}，有 ${answers.length} 台应答，先后是 ${answers.join("、")}`;
}

/** What happens on each way in a sentence, then what holds for both. */
function summaryOf(facts: readonly HopFact[]): string {
  const onWay = (way: Way): string => {
    const told = facts.filter((fact) => "way" in fact && fact.way === way).map(factText);
    return told.length === 0 ? "" : `${ways[way]}，${told.join("；")}`;
  };
  const both = [onWay("request"), onWay("answer")].filter((text) => text !== "").join("；");
  const rest = facts
    .filter((fact) => !("way" in fact))
    .map(factText)
    .join("；");
  return [both, rest]
    .filter((text) => text !== "")
    .map((text) => `${text}。`)
    .join("");
}

export const hops: HopWords = {
  caption: "逐跳表：每跳一列，每个首部字段一行",
  field: "字段",
  ways: { request: "去程", answer: "回程" },
  groups: { outer: "外层 IPv4", carrier: "隧道首部", quote: "被引用的报文" },
  everybody: (count) => `全部（${count}）`,
  nobody: "？",
  later: "尚未发生",
  lost: "丢失",
  copy: (number) => `第 ${number} 片`,
  goTo: (from, to) => `跳到 ${from} 发给 ${to} 的时刻`,
  rule: (node, rule) => `${node}：${ruleText(rule)}。`,
  becomes: (field, before, after) => `${field}：${before} 变为 ${after}`,
  appears: (field, after) => `${field}：新出现，${after}`,
  vanishes: (field, before) => `${field}：原为 ${before}，现已没有`,
  changedBy: (node) => `由 ${node} 改动`,
  hint: "标出的格子与前一跳不同。选中一格，看是谁按哪条规则改的。",
  more: (count) => `再显示 ${count} 个字段`,
  fewer: "只显示主要字段",
  why: "为什么？",
  summary: summaryOf,
  ends: (node, reason) => `在 ${node} 终止：${reason}`,
  nothing: "所选事件与报文无关。",
  howToSelect: "在舞台上选一帧，或在时序图中选一行，看它每一跳发生了什么。",
  pinned: "已固定",
};
