/**
 * Matches and targets of iptables as data: their options, and what these make of a rule. Also the readings
 * that several of them share: numbers, masks, ports, addresses.
 */

import { type Ipv4Address, parseIpv4 } from "#sim/wire/address";
import { serviceName, servicePort } from "../network/service-names.ts";

export interface ExtensionOption {
  /** Without the dashes; the first is the one that listings use. */
  readonly names: readonly string[];
  /** How many words follow. */
  readonly takes: 0 | 1 | 2;
  /** What they may be: words, or what help calls them, such as ADDR. */
  readonly values?: readonly string[] | string;
}

/** An option as given. */
export interface GivenOption {
  /** The first of its names. */
  readonly name: string;
  /** As it was written, with dashes. */
  readonly written: string;
  readonly values: readonly string[];
  readonly isInverted: boolean;
}

/** What a rule says besides this extension, as far as extensions ask. */
export interface RuleFrame {
  /** 0: any. */
  readonly protocol: number;
  readonly protocolIsInverted: boolean;
}

/** Why a command line is refused. */
export interface Refusal {
  readonly refusal: string;
}

export const refuse = (refusal: string): Refusal => ({ refusal });

export const isRefusal = <Meaning>(answer: Meaning | Refusal): answer is Refusal =>
  typeof answer === "object" && answer !== null && "refusal" in answer;

/** What an extension makes of its options. */
export interface Built<Meaning> {
  readonly means: Meaning;
  /** The options in the words of `iptables -S`, without `-m name`. */
  readonly words: string;
  /** What a listing says of it. */
  readonly listed: { readonly numeric: string; readonly named: string };
}

export interface Extension<Meaning> {
  readonly name: string;
  readonly options: readonly ExtensionOption[];
  /** What is wrong with an option on its own, where that is told before the rest of the line is read. */
  check?(option: GivenOption): Refusal | undefined;
  build(given: readonly GivenOption[], frame: RuleFrame): Built<Meaning> | Refusal;
}

/** A listing that is the same with and without `-n`. */
export const both = (text: string): { readonly numeric: string; readonly named: string } => ({
  numeric: text,
  named: text,
});

/** The option of this name, if it was given. */
export const optionOf = (given: readonly GivenOption[], name: string): GivenOption | undefined =>
  given.find((option) => option.name === name);

export const bang = (isInverted: boolean): string => (isInverted ? "! " : "");

/** The usual complaint about an option that is missing. */
export const missing = (extension: string, option: string): Refusal =>
  refuse(`${extension}: option "${option}" must be specified\n`);

/** A number in decimal, octal or hexadecimal, up to 32 bits. */
export function numberOf(text: string): number | undefined {
  if (!/^(?:0x[0-9a-fA-F]+|\d+)$/.test(text)) return undefined;
  const isOctal = /^0[0-7]+$/.test(text);
  const value = isOctal ? Number.parseInt(text, 8) : Number(text);
  return value <= 0xffffffff ? value : undefined;
}

export const hex = (value: number): string => `0x${value.toString(16)}`;

/** `value` or `value/mask`. */
export function valueAndMask(text: string): { readonly value: number; readonly mask: number } | undefined {
  const [head = "", tail] = text.split("/");
  const value = numberOf(head);
  const mask = tail === undefined ? 0xffffffff : numberOf(tail);
  return value === undefined || mask === undefined ? undefined : { value, mask };
}

export const badInteger = (extension: string, { written }: GivenOption): Refusal =>
  refuse(`${extension}: bad integer value for option "${written}", or out of range.\n`);

/** Whose names of services count. */
export type Transport = "tcp" | "udp";

export interface Ports {
  readonly from: number;
  readonly to: number;
}

/** `80`, `80:90`, `:90`, `80:`, by number or name of service. */
export function portsOf(text: string, transport: Transport): Ports | Refusal {
  const [first = "", second, more] = text.split(":");
  const from = first === "" && second !== undefined ? 0 : servicePort(first, transport);
  const to = second === undefined ? from : second === "" ? 65535 : servicePort(second, transport);
  if (from === undefined || more !== undefined) return refuse(`invalid port/service \`${first}' specified`);
  if (to === undefined) return refuse(`invalid port/service \`${second}' specified`);
  return from > to ? refuse(`invalid portrange (min > max)`) : { from, to };
}

export const portsText = ({ from, to }: Ports, separator = ":"): string =>
  from === to ? `${from}` : `${from}${separator}${to}`;

/** A port by name, where it has one. */
export const portName = (port: number, transport: Transport): string =>
  serviceName(port, transport) ?? `${port}`;

/** Ports by name. */
export const portNames = ({ from, to }: Ports, transport: Transport): string =>
  from === to ? portName(from, transport) : `${portName(from, transport)}:${portName(to, transport)}`;

export interface Addresses {
  readonly from: Ipv4Address;
  readonly to: Ipv4Address;
}

/** `1.2.3.4` or `1.2.3.4-1.2.3.9`. */
export function addressesOf(text: string): Addresses | Refusal {
  const [first = "", second] = text.split("-");
  const from = parseIpv4(first);
  if (from === undefined) return refuse(`Bad IP address "${first}"`);
  if (second === undefined) return { from, to: from };
  const to = parseIpv4(second);
  return to === undefined ? refuse(`Bad IP address "${second}"`) : { from, to };
}
