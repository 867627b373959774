/**
 * Conditions on header fields of a frame, such as `tcp.dst == 80` or `ip.src == 10.0.0.0/24`.
 *
 * Where a packet is wrapped in another, the fields of both are meant, and one that fits suffices; `!=` wants
 * a field that is there and nowhere has the value. What quotes of ICMP errors hold is not looked at.
 */

import { contains, type Ipv4Address, parseCidr, parseIpv4, parseMac } from "#sim/wire/address";
import type { EthernetFrame } from "#sim/wire/ethernet";
import { flagsIn, numberIn } from "./field-values.ts";
import { type Headers, headersOf } from "./frame-headers.ts";

/** How a field's value is written. */
export type FieldKind = "address" | "mac" | "number" | "flags" | "protocol";

interface Field {
  readonly kind: FieldKind;
  readonly read: (headers: Headers) => readonly number[];
}

const field = (kind: FieldKind, read: Field["read"]): Field => ({ kind, read });
const of = <Header>(headers: readonly Header[], read: (header: Header) => number): readonly number[] =>
  headers.map(read);
const ofOne = <Header>(header: Header | undefined, read: (header: Header) => number): readonly number[] =>
  header === undefined ? [] : [read(header)];

/** Every field that a condition may name. */
export const fields = {
  "eth.src": field("mac", ({ ethernet }) => [ethernet.src]),
  "eth.dst": field("mac", ({ ethernet }) => [ethernet.dst]),
  "arp.op": field("number", ({ arp }) => ofOne(arp, ({ operation }) => operation)),
  "arp.sender": field("address", ({ arp }) => ofOne(arp, ({ senderIp }) => senderIp)),
  "arp.target": field("address", ({ arp }) => ofOne(arp, ({ targetIp }) => targetIp)),
  "ip.src": field("address", ({ ipv4 }) => of(ipv4, ({ src }) => src)),
  "ip.dst": field("address", ({ ipv4 }) => of(ipv4, ({ dst }) => dst)),
  "ip.ttl": field("number", ({ ipv4 }) => of(ipv4, ({ ttl }) => ttl)),
  "ip.id": field("number", ({ ipv4 }) => of(ipv4, ({ id }) => id)),
  "ip.len": field("number", ({ ipv4 }) => of(ipv4, ({ length }) => length)),
  "ip.proto": field("protocol", ({ ipv4 }) => of(ipv4, ({ protocol }) => protocol)),
  "tcp.src": field("number", ({ tcp }) => of(tcp, ({ srcPort }) => srcPort)),
  "tcp.dst": field("number", ({ tcp }) => of(tcp, ({ dstPort }) => dstPort)),
  "tcp.flags": field("flags", ({ tcp }) => of(tcp, ({ flags }) => flags)),
  "tcp.len": field("number", ({ tcp }) => of(tcp, ({ payload }) => payload.length)),
  "udp.src": field("number", ({ udp }) => of(udp, ({ srcPort }) => srcPort)),
  "udp.dst": field("number", ({ udp }) => of(udp, ({ dstPort }) => dstPort)),
  "icmp.type": field("number", ({ icmp }) => of(icmp, ({ type }) => type)),
  "icmp.code": field("number", ({ icmp }) => of(icmp, ({ code }) => code)),
} as const satisfies Readonly<Record<string, Field>>;

export type FieldName = keyof typeof fields;

export const comparisons = ["==", "!=", "<=", ">=", "<", ">"] as const;
export type Comparison = (typeof comparisons)[number];

/** A condition on a header field of a frame, such as `tcp.dst == 80`. */
export interface FieldCondition {
  readonly field: FieldName;
  readonly comparison: Comparison;
  /** As it was written. */
  readonly value: string;
}

/** What is wrong with the text of a condition. */
export type ConditionMistake =
  | { readonly kind: "not-a-condition"; readonly text: string }
  | { readonly kind: "no-such-field"; readonly field: string; readonly known: readonly FieldName[] }
  | {
      readonly kind: "bad-value";
      readonly field: FieldName;
      readonly value: string;
      readonly expected: FieldKind;
    }
  /** Addresses, protocols and flags are equal or not; nothing else. */
  | { readonly kind: "no-order"; readonly field: FieldName; readonly comparison: Comparison };

export type ReadCondition =
  | { readonly ok: true; readonly condition: FieldCondition }
  | { readonly ok: false; readonly mistake: ConditionMistake };

const conditionPattern = /^\s*([a-z]+\.[a-z]+)\s*(==|!=|<=|>=|<|>|=)\s*(\S(?:.*\S)?)\s*$/i;

/** Reads a condition such as `ip.dst == 10.0.0.10`; a single `=` stands for `==`. */
export function readCondition(text: string): ReadCondition {
  const [, name = "", sign = "", value = ""] = conditionPattern.exec(text) ?? [];
  if (name === "") return mistaken({ kind: "not-a-condition", text });
  const known = Object.keys(fields) as FieldName[];
  const found = known.find((candidate) => candidate === name.toLowerCase());
  if (found === undefined) return mistaken({ kind: "no-such-field", field: name, known });
  const comparison = (sign === "=" ? "==" : sign) as Comparison;
  const { kind } = fields[found];
  if (valueTest(kind, value) === undefined) {
    return mistaken({ kind: "bad-value", field: found, value, expected: kind });
  }
  if (kind !== "number" && comparison !== "==" && comparison !== "!=") {
    return mistaken({ kind: "no-order", field: found, comparison });
  }
  return { ok: true, condition: { field: found, comparison, value } };
}

const mistaken = (mistake: ConditionMistake): ReadCondition => ({ ok: false, mistake });

/** A condition as text. */
export const conditionText = ({ field: name, comparison, value }: FieldCondition): string =>
  `${name} ${comparison} ${value}`;

/** Whether a field's value is what was written; a prefix stands for all its addresses. */
function valueTest(kind: FieldKind, text: string): ((value: number) => boolean) | undefined {
  if (kind === "address" && text.includes("/")) {
    const prefix = parseCidr(text);
    if (prefix === undefined) return undefined;
    return (value) => contains(prefix.address, prefix.length, value as Ipv4Address);
  }
  const wanted = valueIn(kind, text);
  return wanted === undefined ? undefined : (value) => value === wanted;
}

function valueIn(kind: FieldKind, text: string): number | undefined {
  switch (kind) {
    case "address":
      return parseIpv4(text);
    case "mac":
      return parseMac(text);
    case "number":
    case "protocol":
      return numberIn(kind, text);
    case "flags":
      return flagsIn(text);
  }
}

/** The test of a condition on a frame; a condition whose value means nothing holds for none. */
export function frameTest({
  field: name,
  comparison,
  value,
}: FieldCondition): (frame: EthernetFrame) => boolean {
  const { kind, read } = fields[name];
  const isValue = valueTest(kind, value);
  const limit = valueIn(kind, value) ?? Number.NaN;
  if (isValue === undefined) return () => false;
  const holds = (test: (found: number) => boolean) => (frame: EthernetFrame) =>
    read(headersOf(frame)).some(test);
  switch (comparison) {
    case "==":
      return holds(isValue);
    case "!=":
      return (frame) => {
        const found = read(headersOf(frame));
        return found.length > 0 && !found.some(isValue);
      };
    case "<":
      return holds((found) => found < limit);
    case ">":
      return holds((found) => found > limit);
    case "<=":
      return holds((found) => found <= limit);
    case ">=":
      return holds((found) => found >= limit);
  }
}
