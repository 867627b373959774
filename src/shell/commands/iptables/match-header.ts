/** The matches that look at the IP header: length, ttl, tos, dscp. */

import type { Match } from "#sim/stack/netfilter/rule";
import {
  type Built,
  badInteger,
  bang,
  both,
  type Extension,
  missing,
  numberOf,
  optionOf,
  type Refusal,
  refuse,
} from "./extension.ts";
import { dscpOf, hexByte, tosName, tosOf } from "./service-type.ts";

const largestLength = 65_535;
const largestTtl = 255;

/** `100`, `100:200`, `:200` or `100:`. */
function lengthsOf(text: string): { readonly from: number; readonly to: number } | undefined {
  const [first = "", second, more] = text.split(":");
  const from = first === "" && second !== undefined ? 0 : numberOf(first);
  const to = second === undefined ? from : second === "" ? largestLength : numberOf(second);
  if (from === undefined || to === undefined || more !== undefined) return undefined;
  return from > largestLength || to > largestLength ? undefined : { from, to };
}

export const length: Extension<Match> = {
  name: "length",
  options: [{ names: ["length"], takes: 1 }],
  build(given): Built<Match> | Refusal {
    const option = optionOf(given, "length");
    if (option === undefined) return missing("length", "--length");
    const lengths = lengthsOf(option.values[0] ?? "");
    if (lengths === undefined) return badInteger("length", option);
    const { from, to } = lengths;
    if (from > to) return refuse(`length: Range start (${from}) is greater than range end (${to}).`);
    const { isInverted } = option;
    const text = from === to ? `${from}` : `${from}:${to}`;
    return {
      means: { kind: "length", lengths: { from, to, isInverted } },
      words: `${bang(isInverted)}--length ${text}`,
      listed: both(`length ${isInverted ? "!" : ""}${text}`),
    };
  },
};

/** What is asked of the time to live, and its sign in a listing. */
const ttlOptions = [
  { name: "ttl-eq", sign: "==", range: (ttl: number) => ({ from: ttl, to: ttl }) },
  { name: "ttl-lt", sign: "<", range: (ttl: number) => ({ from: 0, to: ttl - 1 }) },
  { name: "ttl-gt", sign: ">", range: (ttl: number) => ({ from: ttl + 1, to: largestTtl }) },
] as const;

export const ttl: Extension<Match> = {
  name: "ttl",
  options: ttlOptions.map(({ name }) => ({ names: name === "ttl-eq" ? [name, "ttl"] : [name], takes: 1 })),
  build(given): Built<Match> | Refusal {
    const [first, second] = ttlOptions.flatMap((kind) => {
      const option = optionOf(given, kind.name);
      return option === undefined ? [] : [{ kind, option }];
    });
    if (first === undefined)
      return refuse("TTL match: You must specify one of `--ttl-eq', `--ttl-lt', `--ttl-gt");
    const { kind, option } = first;
    if (second !== undefined)
      return refuse(
        `ttl: option "${second.option.written}" cannot be used together with "${option.written}".\n`,
      );
    const value = numberOf(option.values[0] ?? "");
    if (value === undefined || value > largestTtl) return badInteger("ttl", option);
    const { isInverted } = option;
    const sign = isInverted ? "!=" : kind.sign;
    return {
      means: { kind: "ttl", ttls: { ...kind.range(value), isInverted } },
      words: `${bang(isInverted)}--${kind.name} ${value}`,
      listed: both(`TTL match TTL ${sign} ${value}`),
    };
  },
};

export const tos: Extension<Match> = {
  name: "tos",
  options: [{ names: ["tos"], takes: 1 }],
  build(given): Built<Match> | Refusal {
    const option = optionOf(given, "tos");
    if (option === undefined) return missing("tos", "--tos");
    const read = tosOf(option.values[0] ?? "");
    if ("refusal" in read) return read;
    const { isInverted } = option;
    const text = `${hexByte(read.value)}/${hexByte(read.mask)}`;
    const name = tosName(read);
    const sign = isInverted ? "!" : "";
    return {
      means: { kind: "tos", value: read.value & read.mask, mask: read.mask, isInverted },
      words: `${bang(isInverted)}--tos ${text}`,
      listed: {
        numeric: `tos match${sign}${text}`,
        named: `tos match${sign}${name === undefined ? text : ` ${name}`}`,
      },
    };
  },
};

export const dscp: Extension<Match> = {
  name: "dscp",
  options: [
    { names: ["dscp"], takes: 1 },
    { names: ["dscp-class"], takes: 1 },
  ],
  build(given): Built<Match> | Refusal {
    const [option] = given;
    if (option === undefined) return refuse("DSCP match: Parameter --dscp is required");
    const value = dscpOf("dscp", option);
    if (typeof value !== "number") return value;
    const { isInverted } = option;
    return {
      means: { kind: "tos", value: value << 2, mask: 0xfc, isInverted },
      words: `${bang(isInverted)}--dscp ${hexByte(value)}`,
      listed: both(`DSCP match ${isInverted ? "!" : ""}${hexByte(value)}`),
    };
  },
};
