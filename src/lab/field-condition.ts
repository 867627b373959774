/**
 * Conditions on header fields of a frame, such as `tcp.dst == 80` or `ip.src == 10.0.0.0/24`.
 *
 * Where a packet is wrapped in another, the fields of both are meant, and one that fits suffices; `!=` wants
 * a field that is there and nowhere has the value. What quotes of ICMP errors hold is not looked at.
 */

import { contains, type Ipv4Address, parseCidr, parseIpv4, parseMac } from "#sim/wire/address";
import type { ArpMessage } from "#sim/wire/arp";
import type { EthernetFrame } from "#sim/wire/ethernet";
import type { IcmpMessage } from "#sim/wire/icmp";
import type { Ipv4Packet } from "#sim/wire/ipv4";
import type { TcpSegment } from "#sim/wire/tcp";
import type { UdpDatagram } from "#sim/wire/udp";
import { flagsIn, numberIn } from "./field-values.ts";
import { packetWithin } from "./packet-within.ts";

/** How a field's value is written. */
export type FieldKind = "address" | "mac" | "number" | "flags" | "protocol";

/** Where a field is, and how it is read there. */
type Field = { readonly kind: FieldKind } & (
  | { readonly header: "ethernet"; readonly read: (header: EthernetFrame) => number }
  | { readonly header: "arp"; readonly read: (header: ArpMessage) => number }
  | { readonly header: "ipv4"; readonly read: (header: Ipv4Packet) => number }
  | { readonly header: "tcp"; readonly read: (header: TcpSegment) => number }
  | { readonly header: "udp"; readonly read: (header: UdpDatagram) => number }
  | { readonly header: "icmp"; readonly read: (header: IcmpMessage) => number }
);

/** Every field that a condition may name. */
export const fields = {
  "eth.src": { kind: "mac", header: "ethernet", read: ({ src }) => src },
  "eth.dst": { kind: "mac", header: "ethernet", read: ({ dst }) => dst },
  "arp.op": { kind: "number", header: "arp", read: ({ operation }) => operation },
  "arp.sender": { kind: "address", header: "arp", read: ({ senderIp }) => senderIp },
  "arp.target": { kind: "address", header: "arp", read: ({ targetIp }) => targetIp },
  "ip.src": { kind: "address", header: "ipv4", read: ({ src }) => src },
  "ip.dst": { kind: "address", header: "ipv4", read: ({ dst }) => dst },
  "ip.ttl": { kind: "number", header: "ipv4", read: ({ ttl }) => ttl },
  "ip.id": { kind: "number", header: "ipv4", read: ({ id }) => id },
  "ip.len": { kind: "number", header: "ipv4", read: ({ length }) => length },
  "ip.proto": { kind: "protocol", header: "ipv4", read: ({ protocol }) => protocol },
  "tcp.src": { kind: "number", header: "tcp", read: ({ srcPort }) => srcPort },
  "tcp.dst": { kind: "number", header: "tcp", read: ({ dstPort }) => dstPort },
  "tcp.flags": { kind: "flags", header: "tcp", read: ({ flags }) => flags },
  "tcp.len": { kind: "number", header: "tcp", read: ({ payload }) => payload.length },
  "udp.src": { kind: "number", header: "udp", read: ({ srcPort }) => srcPort },
  "udp.dst": { kind: "number", header: "udp", read: ({ dstPort }) => dstPort },
  "icmp.type": { kind: "number", header: "icmp", read: ({ type }) => type },
  "icmp.code": { kind: "number", header: "icmp", read: ({ code }) => code },
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

/** A value as it is written, as a number; `undefined` where the text means nothing. */
export function valueIn(kind: FieldKind, text: string): number | undefined {
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

type ValueTest = (value: number) => boolean;

/** The test of a condition on a frame; a condition whose value means nothing holds for none. */
export function frameTest(condition: FieldCondition): (frame: EthernetFrame) => boolean {
  const field: Field = fields[condition.field];
  const test = comparisonTest(field.kind, condition);
  const { header } = field;
  if (test === undefined) return () => false;
  // What is not there is not unequal either: then one that is equal is looked for, and one that is there.
  const isThere = (frame: EthernetFrame): boolean => someHeader(frame, field, () => true);
  if (condition.comparison !== "!=" || header === "ethernet" || header === "arp") {
    return (frame) => someHeader(frame, field, test);
  }
  return (frame) => isThere(frame) && !someHeader(frame, field, (value) => !test(value));
}

function comparisonTest(kind: FieldKind, { comparison, value }: FieldCondition): ValueTest | undefined {
  const isValue = valueTest(kind, value);
  const limit = valueIn(kind, value) ?? Number.NaN;
  if (isValue === undefined) return undefined;
  switch (comparison) {
    case "==":
      return isValue;
    case "!=":
      return (found) => !isValue(found);
    case "<":
      return (found) => found < limit;
    case ">":
      return (found) => found > limit;
    case "<=":
      return (found) => found <= limit;
    case ">=":
      return (found) => found >= limit;
  }
}

/** Whether a field of any header of its kind passes a test; a frame that is carried may have several. */
export function someHeader(frame: EthernetFrame, field: Field, test: ValueTest): boolean {
  const { payload } = frame;
  if (field.header === "ethernet") return test(field.read(frame));
  if (field.header === "arp") return payload.kind === "arp" && test(field.read(payload));
  let packet = payload.kind === "ipv4" ? payload : undefined;
  while (packet !== undefined) {
    if (isInPacket(packet, field, test)) return true;
    packet = packetWithin(packet.payload);
  }
  return false;
}

function isInPacket(packet: Ipv4Packet, field: Field, test: ValueTest): boolean {
  const { payload } = packet;
  switch (field.header) {
    case "ethernet":
    case "arp":
      return false;
    case "ipv4":
      return test(field.read(packet));
    case "tcp":
      return payload.kind === "tcp" && test(field.read(payload));
    case "udp":
      return payload.kind === "udp" && test(field.read(payload));
    case "icmp":
      return payload.kind === "icmp" && test(field.read(payload));
  }
}
