/** The words of the hop table in English. */

import type { DecidingRule, EndField, HopFact, Way } from "../hop-facts.ts";
import type { HopWords } from "../inspector-words.ts";

const methods: Readonly<Record<string, string>> = {
  nat: "NAT (masquerading)",
  direct: "direct routing",
  tunnel: "tunnelling",
  fullnat: "FULLNAT",
};

function ruleText(rule: DecidingRule): string {
  switch (rule.kind) {
    case "ipvs-request":
      return `IPVS sends the request to ${rule.destination} by ${methods[rule.method] ?? rule.method}`;
    case "ipvs-reply":
      return `IPVS knows the connection to ${rule.destination} and undoes the translation`;
    case "ipvs-error":
      return `IPVS makes the ICMP error fit the ${rule.towards === "client" ? "client’s" : "server’s"} side`;
    case "netfilter":
      return `netfilter translates the address (${rule.by})`;
    case "wrapped":
      return "a tunnel device wraps the packet";
    case "unwrapped":
      return `${rule.device} takes the outer header off`;
    case "fragmented":
      return `too long for the next link, cut into ${rule.count} fragments`;
    case "reassembled":
      return "all fragments were there, the packet is whole again";
    case "forwarded":
      return "whoever passes a packet on takes one from its TTL";
    case "neighbour":
      return rule.nextHop === undefined
        ? `the MAC address of the next hop on ${rule.device}`
        : `the next hop is ${rule.nextHop}; this is its MAC address in the neighbour table of ${rule.device}`;
    case "device":
      return `the frame leaves by ${rule.device} and bears its MAC address`;
    case "unexplained":
      return "no event tells by which rule";
  }
}

const endNames: Readonly<Record<EndField, string>> = {
  src: "source address",
  dst: "destination address",
  sport: "source port",
  dport: "destination port",
};

/** Which ends of a packet changed, in as few words as can be. */
function endsText(ends: readonly EndField[]): string {
  const has = (...wanted: EndField[]): boolean => wanted.every((end) => ends.includes(end));
  if (has("src", "dst", "sport", "dport")) return "both addresses and both ports";
  if (ends.length === 2 && has("src", "dst")) return "both addresses";
  if (ends.length === 2 && has("dst", "dport")) return "the destination address and port";
  if (ends.length === 2 && has("src", "sport")) return "the source address and port";
  return `the ${listText(ends.map((end) => endNames[end]))}`;
}

const ways: Readonly<Record<Way, string>> = { request: "On the way there", answer: "On the way back" };

function listText(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}

const sides = { client: "client’s", destination: "server’s" } as const;

function factText(fact: HopFact): string {
  switch (fact.kind) {
    case "rewrites": {
      const also = fact.others.length === 0 ? "" : ` (also ${listText(fact.others)})`;
      return `${fact.node} changes ${endsText(fact.ends)}${also}`;
    }
    case "wraps":
      return (
        `${fact.node} wraps the packet in another from ${fact.src} to ${fact.dst} (${fact.tunnel}) ` +
        "and leaves what is within alone"
      );
    case "unwraps":
      return `${fact.node} takes the outer header off`;
    case "redirects":
      return (
        `${fact.node} changes only the MAC addresses and the TTL: the frame goes to the machine ` +
        `that has ${fact.destination}, the packet still to the virtual address`
      );
    case "fragments":
      return `${fact.node} cuts the packet into ${fact.count} fragments`;
    case "translates-error":
      return `${fact.node} makes the error fit the ${sides[fact.towards]} side`;
    case "passes":
      return `${listText(fact.nodes)} only ${fact.nodes.length === 1 ? "passes" : "pass"} packets on`;
    case "keeps-ports":
      return "the ports stay: no port mapping";
    case "goes-past":
      return `the answer does not pass ${fact.node} again`;
    case "reports":
      return `${fact.node} answers with an ICMP error: ${fact.message}`;
    case "asks":
      return askText(fact);
  }
}

function askText({ node, address, answers, isMore }: Extract<HopFact, { kind: "asks" }>): string {
  const asked = `a question to everybody: ${node} wants to know who has ${address}`;
  if (answers.length === 0) return `${asked}; nobody has answered${isMore ? " yet" : ""}`;
  if (isMore) return `${asked}; so far ${answers.join(", ")} answered`;
  if (answers.length === 1) return `${asked}; only ${answers[0]} answers`;
  return `${asked}; ${answers.length} machines answer, in this order: ${answers.join(", ")}`;
}

/** What happens on each way in a sentence, then what holds for both. */
function summaryOf(facts: readonly HopFact[]): string {
  const onWay = (way: Way): string => {
    const told = facts.filter((fact) => "way" in fact && fact.way === way).map(factText);
    return told.length === 0 ? "" : `${ways[way]}, ${told.join("; ")}.`;
  };
  const rest = facts.filter((fact) => !("way" in fact)).map(factText);
  const lasting = rest.length === 0 ? "" : `${capital(rest.join("; "))}.`;
  return [onWay("request"), onWay("answer"), lasting].filter((text) => text !== "").join(" ");
}

/** Our own words begin a sentence with a capital letter; names of machines stay as they are. */
const capital = (text: string): string =>
  /^(?:the|a) /.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text;

export const hops: HopWords = {
  caption: "Hop table: one column for each hop, one row for each header field",
  field: "Field",
  ways: { request: "There", answer: "Back" },
  groups: { outer: "Outer IPv4", carrier: "Tunnel header", quote: "Quoted packet" },
  everybody: (count) => `all (${count})`,
  nobody: "?",
  later: "later",
  lost: "lost",
  copy: (number) => `piece ${number}`,
  goTo: (from, to) => `Go to when ${from} sent this to ${to}`,
  rule: (node, rule) => `${node}: ${ruleText(rule)}.`,
  becomes: (field, before, after) => `${field}: ${before} becomes ${after}`,
  appears: (field, after) => `${field}: new, ${after}`,
  vanishes: (field, before) => `${field}: was ${before}, gone`,
  changedBy: (node) => `changed by ${node}`,
  hint: "Marked cells differ from the hop before. Choose one to see who changed it and by which rule.",
  more: (count) => (count === 1 ? "1 more field" : `${count} more fields`),
  fewer: "Fewer fields",
  why: "Why?",
  summary: summaryOf,
  ends: (node, reason) => `Ends at ${node}: ${reason}`,
  nothing: "This is about no packet.",
  howToSelect: "Choose a frame on the stage or a line of the ladder to see what happens to it hop by hop.",
  pinned: "Pinned",
};
