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

const ends: Readonly<Record<EndField, string>> = {
  src: "source",
  dst: "destination",
  sport: "source port",
  dport: "destination port",
};

const ways: Readonly<Record<Way, string>> = { request: "on the way there", answer: "on the way back" };

function listText(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}

function factText(fact: HopFact): string {
  switch (fact.kind) {
    case "rewrites": {
      const also = fact.others.length === 0 ? "" : ` (and ${listText(fact.others)})`;
      return `${ways[fact.way]}, ${fact.node} changes the ${listText(fact.ends.map((end) => ends[end]))}${also}`;
    }
    case "wraps":
      return (
        `${ways[fact.way]}, ${fact.node} wraps the packet in another from ${fact.src} to ${fact.dst} ` +
        `(${fact.tunnel}) and leaves what is within alone`
      );
    case "unwraps":
      return `${ways[fact.way]}, ${fact.node} takes the outer header off`;
    case "redirects":
      return (
        `${fact.node} changes nothing but the TTL and the MAC addresses: ` +
        `the frame goes to the machine that has ${fact.destination}, the packet still to the virtual address`
      );
    case "passes":
      return `${ways[fact.way]}, ${listText(fact.nodes)} only ${
        fact.nodes.length === 1 ? "passes" : "pass"
      } it on: new MAC addresses, one from the TTL`;
    case "fragments":
      return `${fact.node} cuts the packet into ${fact.count} fragments`;
    case "translates-error":
      return `${fact.node} makes the error fit the ${fact.towards === "client" ? "client’s" : "server’s"} side`;
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

function askText({ node, address, answers }: Extract<HopFact, { kind: "asks" }>): string {
  const asked = `${node} asks everybody who has ${address}`;
  if (answers.length === 0) return `${asked}; nobody has answered`;
  if (answers.length === 1) return `${asked}; only ${answers[0]} answers`;
  return `${asked}; ${answers.length} machines answer, in this order: ${answers.join(", ")}`;
}

/** Clauses as one sentence. */
function sentence(clauses: readonly string[]): string {
  const text = clauses.join("; ");
  return text === "" ? "" : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

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
  why: "Why?",
  summary: (facts) => sentence(facts.map(factText)),
  ends: (node, reason) => `Ends at ${node}: ${reason}`,
  nothing: "This is about no packet.",
  howToSelect: "Choose a frame on the stage or a line of the ladder to see what happens to it hop by hop.",
  pinned: "Pinned",
};
