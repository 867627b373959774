/**
 * The type-of-service byte in the words of iptables: symbolic names (RFC 1349), value and mask, and the
 * classes of differentiated services (RFC 2474, RFC 2597, RFC 3246).
 */

import { type GivenOption, type Refusal, refuse } from "./extension.ts";

export interface TosValue {
  readonly value: number;
  readonly mask: number;
}

const names: readonly (readonly [string, number])[] = [
  ["Minimize-Delay", 0x10],
  ["Maximize-Throughput", 0x08],
  ["Maximize-Reliability", 0x04],
  ["Minimize-Cost", 0x02],
  ["Normal-Service", 0x00],
];

/** A name leaves the two upper bits alone. */
const maskOfNames = 0x3f;
const wholeByte = 0xff;

/** A number at the beginning of a text, and what follows it. */
const leadingNumber = /^(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)(.*)$/;

export const hexByte = (value: number): string => `0x${value.toString(16).padStart(2, "0")}`;

function numberAt(text: string): { readonly value: number; readonly rest: string } | undefined {
  const [, digits = "", rest = ""] = leadingNumber.exec(text) ?? [];
  const isOctal = /^0\d/.test(digits);
  const value = isOctal ? Number.parseInt(digits, 8) : Number(digits);
  return digits === "" || value > wholeByte ? undefined : { value, rest };
}

/** `0x10`, `0x10/0x3f` or a name. */
export function tosOf(text: string): TosValue | Refusal {
  const first = numberAt(text);
  if (first !== undefined) {
    if (first.rest === "") return { value: first.value, mask: wholeByte };
    const mask = first.rest.startsWith("/") ? numberAt(first.rest.slice(1)) : undefined;
    if (mask === undefined || mask.rest !== "") return refuse(`Illegal value: "${text}"`);
    return { value: first.value, mask: mask.value };
  }
  const named = names.find(([name]) => name.toLowerCase() === text.toLowerCase());
  if (named === undefined) return refuse(`Symbolic name "${text}" is unknown`);
  return { value: named[1], mask: maskOfNames };
}

/** The name of a value, where it has one. */
export const tosName = ({ value, mask }: TosValue): string | undefined =>
  mask === maskOfNames ? names.find(([, named]) => named === value)?.[0] : undefined;

/** A whole number in a range of its own. */
export function byteOf(
  extension: string,
  option: GivenOption,
  { from, to }: { readonly from: number; readonly to: number },
): number | Refusal {
  const read = numberAt(option.values[0] ?? "");
  if (read !== undefined && read.rest === "" && read.value >= from && read.value <= to) return read.value;
  return refuse(`${extension}: bad value for option "${option.written}", or out of range (${from}-${to}).\n`);
}

/** CS1 to CS7, AF11 to AF43, BE and EF. */
function classOf(text: string): number | undefined {
  const word = text.toUpperCase();
  if (word === "BE") return 0;
  if (word === "EF") return 46;
  const [, selector] = /^CS([0-7])$/.exec(word) ?? [];
  if (selector !== undefined) return Number(selector) * 8;
  const [, group, precedence] = /^AF([1-4])([1-3])$/.exec(word) ?? [];
  return group === undefined ? undefined : Number(group) * 8 + Number(precedence) * 2;
}

/** A code point by number, or by its class where the option's name says so. */
export function dscpOf(extension: string, option: GivenOption): number | Refusal {
  if (!option.name.endsWith("-class")) return byteOf(extension, option, { from: 0, to: 63 });
  const text = option.values[0] ?? "";
  return classOf(text) ?? refuse(`Invalid DSCP value \`${text}'`);
}
