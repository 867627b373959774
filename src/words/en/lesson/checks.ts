/** What each check asks for, in English. */

import type { Standing } from "#lesson/check";
import type { CheckTexts } from "#words/lesson-words";
import { type PatternWords, patternText, settingOf } from "#words/pattern-text";
import { linkReasons, reasons } from "../captions/reasons.ts";
import { events } from "./events.ts";

export const tables = {
  devices: "devices",
  addresses: "addresses",
  routes: "routing table",
  policies: "policy rules",
  neighbours: "neighbour table",
  sysctls: "sysctls",
  services: "IPVS services",
  destinations: "IPVS real servers",
  connections: "IPVS connection table",
  sockets: "sockets",
  filters: "filter rules",
  counters: "counters",
  fdb: "forwarding table",
} as const;

const reasonTexts: Readonly<Record<string, string>> = { ...reasons, ...linkReasons };

export const patterns: PatternWords = {
  kinds: events,
  whole: (kind, details) => (details.length === 0 ? kind : `${kind} (${details.join(", ")})`),
  reason: (reason) => reasonTexts[reason] ?? reason,
  nth: (nth) => (nth === 1 ? undefined : nth === -1 ? "the last one" : `no. ${nth}`),
};

/** `: 1 of 3 so far` while a count is short of what is wanted. */
function soFar({ now, goal, isMet }: Standing): string {
  const [is, wanted] = [now[0]?.value, goal[0]?.value];
  return isMet || is === undefined || wanted === undefined || wanted === 1
    ? ""
    : `: ${is} of ${wanted} so far`;
}

const shares = ({ now }: Standing): string => now.map(({ name, value }) => `${name} ${value}`).join(", ");

function withRow(row: Readonly<Record<string, string | number | boolean>>): string {
  const values = Object.entries(row).map(([column, value]) => `${column} ${value}`);
  return values.length === 0 ? "" : ` with ${values.join(", ")}`;
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const changes = {
  same: "stays the same",
  other: "changes",
  less: "gets lower",
  more: "gets higher",
} as const;

export const checks: CheckTexts = {
  "reply-received": ({ node, text, times = 1 }, standing) => {
    const answers = times === 1 ? "an answer" : `${times} answers`;
    const what = text === undefined ? "" : ` that ${times === 1 ? "says" : "say"} “${text}”`;
    return `${node} gets ${answers}${what}${soFar(standing)}`;
  },
  "request-failed": ({ node, why }) =>
    why === undefined ? `A request of ${node} fails` : `A request of ${node} fails with ${why}`,
  "share-of-load": ({ node, of, each }, standing) => {
    const wanted = Object.entries(each).map(([server, count]) => `${server} gets ${count}`);
    const is = standing.isMet ? "" : ` (now: ${shares(standing)})`;
    return `Of the last ${of} connections through ${node}, ${wanted.join(", ")}${is}`;
  },
  "table-holds": ({ node, table, row, absent = false, count }) => {
    const setting = settingOf(table, row);
    if (setting !== undefined) return `${setting.name} of ${node} is ${absent ? "not " : ""}${setting.value}`;
    const rows = count === undefined ? "a row" : `exactly ${count} rows`;
    return `${tables[table]} of ${node}: ${absent ? "no row" : rows}${withRow(row)}`;
  },
  "arp-answered-by": ({ address, nodes }) =>
    nodes.length === 0
      ? `Nobody answers who has ${address}`
      : `Who has ${address} is answered by ${nodes.join(" and ")} and nobody else`,
  "arp-asked-as": ({ node, for: source, as }) =>
    `${node}, which has a packet from ${source} to send, asks for its neighbour in the name of ${as}`,
  "event-seen": ({ event, never = false, times = 1 }, standing) => {
    const text = patternText(patterns, event);
    if (never) return `Never: ${text}`;
    return times === 1 ? capital(text) : `${times} times: ${text}${soFar(standing)}`;
  },
  "drop-seen": ({ node, reason, never = false }) => {
    const why = reason === undefined ? "" : `: ${reasonTexts[reason] ?? reason}`;
    return never ? `${node} drops nothing${why}` : `${node} drops a packet${why}`;
  },
  "output-shows": ({ node, text, never = false }) =>
    never ? `The terminal of ${node} does not show “${text}”` : `The terminal of ${node} shows “${text}”`,
  "field-changes": ({ field, from, to, how }) =>
    `${field} ${changes[how]} from “${patternText(patterns, from)}” to “${patternText(patterns, to)}”`,
};
