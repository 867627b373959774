/**
 * What a hop table comes to: which machine changes what, on the way there and on the way back. Facts without
 * a language; the words of one make sentences of them.
 *
 * Only hops that have happened are told of. What every router does (MAC addresses, one from the TTL) is told
 * of those that do nothing else.
 */

import type { EndField, HopFact } from "#words/hop-facts";
import type { Hop } from "./exchange.ts";
import { icmpCodeText, icmpTypeText } from "./field-layouts.ts";
import type { HopValue } from "./hop-fields.ts";
import type { Change, HopTable } from "./hop-table.ts";

/** What one machine did to the packet that a column carries. */
interface Deed {
  readonly hop: Hop;
  readonly changes: ReadonlyMap<string, Change>;
  readonly read: (field: string) => HopValue | undefined;
}

/** How values and addresses are written. */
export interface FactNames {
  readonly value: (value: HopValue | undefined) => string;
  readonly address: (address: string) => string;
}

/** The facts of the hops up to a position. */
export function factsOf(table: HopTable, position: number, names: FactNames): HopFact[] {
  const all = deedsOf(table);
  const deeds = all.filter(({ hop }) => hop.position <= position);
  const [first] = deeds;
  if (first === undefined) return [];
  if (first.hop.frame.payload.kind === "arp") return arpFacts(first, deeds, all.length > deeds.length, names);
  const own = deeds.filter(({ changes }) => changes.size > 0).flatMap((deed) => factsOfDeed(deed, names));
  return [...merged(own), ...keptPorts(own, deeds), ...reports(deeds), ...goesPast(deeds)];
}

function deedsOf({ columns, groups }: HopTable): Deed[] {
  const rows = groups.flatMap((group) => group.rows);
  return columns.map((hop, at) => {
    const changes = new Map<string, Change>();
    for (const { field, cells } of rows) {
      const change = cells[at]?.change;
      if (change !== undefined) changes.set(field, change);
    }
    const read = (field: string): HopValue | undefined =>
      rows.find((row) => row.field === field)?.cells[at]?.value;
    return { hop, changes, read };
  });
}

const endFields: Readonly<Record<string, EndField>> = {
  "ip.src": "src",
  "ip.dst": "dst",
  "transport.sport": "sport",
  "transport.dport": "dport",
};

/** Fields that change with everything else, or are told of in another way. */
const isBeside = (field: string): boolean =>
  /^(?:ethernet|outer|carrier|quote)\.|\.(?:ttl|len|frag|proto)$/.test(field) || field in endFields;

function factsOfDeed({ hop, changes, read }: Deed, names: FactNames): HopFact[] {
  const { way, from: node } = hop;
  const rules = [...changes.values()].map(({ rule }) => rule);
  const error = rules.find(({ kind }) => kind === "ipvs-error");
  if (error?.kind === "ipvs-error") return [{ kind: "translates-error", way, node, towards: error.towards }];
  const cut = rules.find(({ kind }) => kind === "fragmented");
  if (cut?.kind === "fragmented") return [{ kind: "fragments", way, node, count: cut.count }];
  const facts: HopFact[] = [];
  const ends = [...changes.keys()].flatMap((field) => endFields[field] ?? []);
  const others = [...changes.keys()].filter((field) => !isBeside(field)).map(nameOf);
  if (ends.length > 0) facts.push({ kind: "rewrites", way, node, ends, others });
  const outer = changes.get("outer.dst");
  if (outer !== undefined && outer.before === undefined) {
    const [src, dst] = [names.value(read("outer.src")), names.value(read("outer.dst"))];
    facts.push({ kind: "wraps", way, node, tunnel: tunnelOf(read("carrier.type")), src, dst });
  } else if (outer !== undefined && read("outer.dst") === undefined) {
    facts.push({ kind: "unwraps", way, node });
  }
  if (facts.length > 0) return facts;
  const direct = rules.find((rule) => rule.kind === "ipvs-request" && rule.method === "direct");
  if (direct?.kind === "ipvs-request") {
    const [address = ""] = direct.destination.split(":");
    return [{ kind: "redirects", way, node, destination: names.address(address) }];
  }
  return [{ kind: "passes", nodes: [node] }];
}

const nameOf = (field: string): string => field.slice(field.indexOf(".") + 1);

function tunnelOf(type: HopValue | undefined): string {
  if (type?.kind !== "text") return "IPIP";
  return type.text.includes("GUE") ? "GUE" : "GRE";
}

/** The same deed at several packets, as at fragments, counts once; who only passes on is told last. */
function merged(facts: readonly HopFact[]): HopFact[] {
  const seen = new Map<string, HopFact>();
  const passing = new Set<string>();
  for (const fact of facts) {
    if (fact.kind === "passes") for (const node of fact.nodes) passing.add(node);
    else seen.set(JSON.stringify(fact), fact);
  }
  const doing = [...seen.values()];
  const idle = [...passing].filter((node) => !doing.some((fact) => "node" in fact && fact.node === node));
  return idle.length === 0 ? doing : [...doing, { kind: "passes", nodes: idle }];
}

function keptPorts(facts: readonly HopFact[], deeds: readonly Deed[]): HopFact[] {
  const rewritten = facts.flatMap((fact) => (fact.kind === "rewrites" ? fact.ends : []));
  const hasPorts = deeds.some(({ read }) => read("transport.dport") !== undefined);
  const isKept = hasPorts && rewritten.length > 0 && !rewritten.some((end) => end.endsWith("port"));
  return isKept ? [{ kind: "keeps-ports" }] : [];
}

/** An ICMP error that comes back. */
function reports(deeds: readonly Deed[]): HopFact[] {
  const error = deeds.find(({ hop, read }) => hop.way === "answer" && read("quote.src") !== undefined);
  const [type, code] = [error?.read("icmp.type"), error?.read("icmp.code")];
  if (error === undefined || type?.kind !== "number" || code?.kind !== "number") return [];
  const message =
    icmpCodeText(type.number, code.number) ?? icmpTypeText(type.number) ?? `ICMP ${type.number}`;
  return [{ kind: "reports", node: error.hop.from, message }];
}

/** Load balancers that see the request and not the answer, once that has arrived. */
function goesPast(deeds: readonly Deed[]): HopFact[] {
  const answers = deeds.filter(({ hop }) => hop.way === "answer");
  const [begin] = deeds;
  if (begin === undefined || answers.at(-1)?.hop.to.includes(begin.hop.from) !== true) return [];
  const seen = new Set(answers.flatMap(({ hop }) => [hop.from, ...hop.to]));
  const balancers = deeds.filter(({ changes }) =>
    [...changes.values()].some(({ rule }) => rule.kind === "ipvs-request"),
  );
  const past = new Set(balancers.map(({ hop }) => hop.from).filter((node) => !seen.has(node)));
  return [...past].map((node) => ({ kind: "goes-past", node }));
}

function arpFacts({ hop, read }: Deed, deeds: readonly Deed[], isMore: boolean, names: FactNames): HopFact[] {
  if (names.value(read("arp.op")) !== "request") return [];
  const answers = deeds.filter((deed) => deed.hop.way === "answer").map((deed) => deed.hop.from);
  return [{ kind: "asks", node: hop.from, address: names.value(read("arp.target ip")), answers, isMore }];
}
