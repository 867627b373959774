/**
 * The single tests of a capture filter, with their qualifiers: `tcp dst port 80`, `ether host 02:…`, `net
 * 10/8`.
 *
 * A value without qualifiers takes those of the one before it: `host rs1 or rs2`.
 */

import { servicePort } from "#shell/commands/network/service-names";
import { type Ipv4Address, maskOf, parseMac } from "#sim/wire/address";
import { FilterError, type Layer, type Net, type Side, syntaxError, type Test } from "./expression.ts";
import { etherKeywords, etherNumber, numberOf, protocolKeywords, protocolNumber } from "./numbers.ts";
import { accept, expect, next, peek, type Reading } from "./reading.ts";
import type { Token } from "./tokens.ts";

/** What was said before a value. */
export interface Qualifiers {
  readonly layer: Layer | undefined;
  /** The keyword of the layer, such as vrrp. */
  readonly keyword: string | undefined;
  readonly side: Side;
  readonly type: "host" | "net" | "port" | "portrange" | "proto" | undefined;
}

const noQualifiers: Qualifiers = { layer: undefined, keyword: undefined, side: "either", type: undefined };

const layers: ReadonlySet<string> = new Set([
  "ether",
  "ip",
  "ip6",
  "arp",
  "rarp",
  "icmp",
  "tcp",
  "udp",
  "sctp",
]);
/** Keywords that a filter may begin with. */
export const filterWords = (): readonly string[] => [...types, ...layers];

const types = ["host", "net", "port", "portrange", "proto"] as const;
const nextWords: ReadonlySet<string> = new Set([
  "and",
  "or",
  "not",
  "host",
  "net",
  "port",
  "portrange",
  "proto",
]);

/** A test, and the qualifiers that a value after it takes. */
export interface Read {
  readonly test: Test;
  readonly qualifiers: Qualifiers | undefined;
}

/** Reads a whole filter up to a closing parenthesis; handed in by parse.ts. */
type Inner = (reading: Reading, before: Qualifiers | undefined) => Read;

/** One test; `before` are the qualifiers of the test before it. */
export function primitive(reading: Reading, before: Qualifiers | undefined, inner: Inner): Read {
  const single = singleWord(reading);
  if (single !== undefined) return { test: single, qualifiers: undefined };
  const qualifiers = readQualifiers(reading);
  const token = peek(reading);
  const group = qualifiers === undefined ? undefined : groupOf(reading, qualifiers);
  if (group !== undefined) return { test: group, qualifiers: undefined };
  if (qualifiers !== undefined && accept(reading, "(")) {
    const list = inner(reading, qualifiers);
    expect(reading, ")");
    return list;
  }
  if (token === undefined || !isValue(token)) {
    if (qualifiers?.keyword === undefined || qualifiers.type !== undefined) throw syntaxError();
    return { test: keywordTest(qualifiers.keyword), qualifiers };
  }
  const used = qualifiers ?? before;
  if (used === undefined && token.kind === "word") throw syntaxError();
  const full = used ?? noQualifiers;
  return { test: valueTest(reading, full), qualifiers: full };
}

const isValue = (token: Token): boolean =>
  token.kind !== "operator" && (token.isEscaped || !nextWords.has(token.text));

function singleWord(reading: Reading): Test | undefined {
  if (accept(reading, "broadcast")) return { kind: "group", layer: "ether", group: "broadcast" };
  if (accept(reading, "multicast")) return { kind: "group", layer: "ether", group: "multicast" };
  if (accept(reading, "inbound")) return { kind: "direction", direction: "in" };
  if (accept(reading, "outbound")) return { kind: "direction", direction: "out" };
  if (accept(reading, "less")) return { kind: "length", atLeast: false, length: numberNext(reading) };
  if (accept(reading, "greater")) return { kind: "length", atLeast: true, length: numberNext(reading) };
  if (!accept(reading, "vlan")) return undefined;
  return { kind: "vlan", id: peek(reading)?.kind === "number" ? numberNext(reading) : undefined };
}

function numberNext(reading: Reading): number {
  const number = numberOf(next(reading)?.text ?? "");
  if (number === undefined) throw syntaxError();
  return number;
}

/** `ip broadcast`, `ether multicast`. */
function groupOf(reading: Reading, { layer }: Qualifiers): Test | undefined {
  if (layer !== "ether" && layer !== "ip") return undefined;
  if (accept(reading, "broadcast")) return { kind: "group", layer, group: "broadcast" };
  return accept(reading, "multicast") ? { kind: "group", layer, group: "multicast" } : undefined;
}

/** The qualifiers that come next, if there are any. */
function readQualifiers(reading: Reading): Qualifiers | undefined {
  const { at } = reading;
  const keyword = readKeyword(reading);
  const side = readSide(reading);
  const word = peek(reading)?.text ?? "";
  const type = types.find((candidate) => candidate === word);
  if (type !== undefined) reading.at++;
  if (reading.at === at) return undefined;
  const layer = keyword === undefined ? undefined : layers.has(keyword) ? (keyword as Layer) : "other";
  return { layer, keyword, side: side ?? "either", type };
}

function readKeyword(reading: Reading): string | undefined {
  const token = peek(reading);
  if (token === undefined || token.isEscaped) return undefined;
  const text = token.text === "link" ? "ether" : token.text;
  if (!layers.has(text) && !protocolKeywords.has(text)) return undefined;
  reading.at++;
  return text;
}

function readSide(reading: Reading): Side | undefined {
  const first = accept(reading, "src") ? "src" : accept(reading, "dst") ? "dst" : undefined;
  if (first === undefined) return undefined;
  const other = first === "src" ? "dst" : "src";
  const after = reading.tokens[reading.at + 1];
  const joint = peek(reading)?.text;
  if (after?.text !== other || (joint !== "or" && joint !== "and")) return first;
  reading.at += 2;
  return joint === "or" ? "either" : "both";
}

function keywordTest(keyword: string): Test {
  const type = etherKeywords.get(keyword);
  if (type !== undefined) return { kind: "ether-type", type };
  const protocol = protocolKeywords.get(keyword);
  if (protocol === undefined) throw syntaxError();
  return { kind: "ip-protocol", protocol };
}

function valueTest(reading: Reading, qualifiers: Qualifiers): Test {
  const { layer, side, type } = qualifiers;
  const token = next(reading);
  if (token === undefined) throw syntaxError();
  if (type === "proto") return protocolTest(layer, token);
  if (type === "port") return { kind: "port", layer, side, ports: portOf(token, layer) };
  if (type === "portrange") return { kind: "port", layer, side, ports: rangeOf(reading, token, layer) };
  if (type === "net") return { kind: "host", layer, side, net: netOf(reading, token) };
  if (token.kind === "mac") return macTest(token, qualifiers);
  if (layer === "ether") throw new FilterError("illegal link layer address");
  if (peek(reading)?.text === "/") return { kind: "host", layer, side, net: netOf(reading, token) };
  return { kind: "host", layer, side, net: { address: hostOf(reading, token), mask: 0xffffffff } };
}

function macTest(token: Token, { layer, side }: Qualifiers): Test {
  const mac = parseMac(token.text.replaceAll("-", ":"));
  if (mac === undefined) throw syntaxError();
  if (layer !== "ether" && layer !== undefined) {
    throw new FilterError("ethernet address used in non-ether expression");
  }
  return { kind: "mac", side, mac };
}

function protocolTest(layer: Layer | undefined, token: Token): Test {
  const isKeyword =
    token.kind === "word" && !token.isEscaped && (layers.has(token.text) || protocolKeywords.has(token.text));
  if (isKeyword) throw syntaxError();
  if (layer === "ether") {
    const type = etherNumber(token.text);
    if (type === undefined) throw new FilterError(`unknown ether proto '${token.text}'`);
    return { kind: "ether-type", type };
  }
  const protocol = protocolNumber(token.text);
  if (protocol === undefined) throw new FilterError(`unknown ${layer ?? "ip"} proto '${token.text}'`);
  return { kind: "ip-protocol", protocol };
}

function hostOf({ resolve }: Reading, token: Token): number {
  if (token.kind === "ipv4") return partsOf(token.text).address;
  if (token.kind === "number") return numberOf(token.text) ?? 0;
  const address = resolve(token.text);
  if (address === undefined) throw new FilterError(`unknown host '${token.text}'`);
  return address;
}

/** `10.0.0.0/24`, `10.0.0.0 mask 255.255.255.0`, `10.0` and `10`, whose parts say the length. */
function netOf(reading: Reading, token: Token): Net {
  if (token.kind !== "ipv4" && token.kind !== "number")
    throw new FilterError(`unknown network '${token.text}'`);
  const { address, length } = partsOf(token.text);
  const mask = readMask(reading) ?? maskOf(length);
  if ((address & ~mask) >>> 0 !== 0)
    throw new FilterError(`non-network bits set in "${nonNetwork(reading, token)}"`);
  return { address, mask };
}

const nonNetwork = ({ tokens }: Reading, token: Token): string => {
  const at = tokens.indexOf(token);
  const isSlash = tokens[at + 1]?.text === "/";
  return isSlash
    ? `${token.text}/${tokens[at + 2]?.text ?? ""}`
    : `${token.text} mask ${tokens[at + 2]?.text ?? ""}`;
};

function readMask(reading: Reading): number | undefined {
  if (accept(reading, "mask")) return partsOf(next(reading)?.text ?? "").address;
  if (!accept(reading, "/")) return undefined;
  const length = numberNext(reading);
  if (length > 32) throw new FilterError("mask length must be <= 32");
  return maskOf(length);
}

function partsOf(text: string): { readonly address: Ipv4Address; readonly length: number } {
  const parts = text.split(".").map(Number);
  if (parts.some((part) => Number.isNaN(part) || part > 255)) {
    throw new FilterError(`invalid IPv4 address '${text}'`);
  }
  const address = [0, 1, 2, 3].reduce((sum, index) => sum * 256 + (parts[index] ?? 0), 0);
  return { address: address as Ipv4Address, length: parts.length * 8 };
}

const transportOf = (layer: Layer | undefined): "tcp" | "udp" => (layer === "udp" ? "udp" : "tcp");

function portOf(token: Token, layer: Layer | undefined): { readonly from: number; readonly to: number } {
  const number = numberOf(token.text);
  if (number !== undefined && number > 65_535) throw new FilterError(`illegal port number ${number} > 65535`);
  const other = layer === undefined ? servicePort(token.text, "udp") : undefined;
  const port = number ?? servicePort(token.text, transportOf(layer)) ?? other;
  if (port === undefined) throw new FilterError(`unknown port '${token.text}'`);
  return { from: port, to: port };
}

function rangeOf(
  reading: Reading,
  token: Token,
  layer: Layer | undefined,
): { readonly from: number; readonly to: number } {
  const [first = "", second] = token.text.split("-");
  const word = { ...token, text: first };
  const { from } = portOf(word, layer);
  if (second !== undefined) return ordered(from, portOf({ ...token, text: second }, layer).to);
  if (!accept(reading, "-")) return { from, to: from };
  const end = next(reading);
  if (end === undefined) throw syntaxError();
  return ordered(from, portOf(end, layer).to);
}

const ordered = (one: number, other: number): { readonly from: number; readonly to: number } => ({
  from: Math.min(one, other),
  to: Math.max(one, other),
});
