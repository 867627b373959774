/**
 * Addresses and prefixes as ip reads them: octets that are missing count as zero (`1.2.3/24`), lengths may be
 * netmasks, and `default`, `any` and `all` stand for everything.
 */

import { type Ipv4Address, lengthOfMask, type MacAddress, type Prefix, parseMac } from "#sim/wire/address";
import type { Family } from "./call.ts";
import { numberOf, Refusal } from "./words.ts";

export interface ReadPrefix extends Prefix {
  /** Whether a length was written. */
  readonly hasLength: boolean;
}

const everything: ReadPrefix = { address: 0 as Ipv4Address, length: 0, hasLength: true };
const wildcards = ["default", "any", "all"];

/** An address, octets left out at its end being zero; `undefined` for anything else. */
export function looseAddress(text: string): Ipv4Address | undefined {
  const octets = text.split(".").map((octet) => numberOf(octet, 255));
  if (octets.length > 4) return undefined;
  let address = 0;
  for (let index = 0; index < 4; index++) {
    const octet = index < octets.length ? octets[index] : 0;
    if (octet === undefined) return undefined;
    address = address * 256 + octet;
  }
  return address as Ipv4Address;
}

const familyName = (family: Family): string => (family === "any" ? "any valid" : family);

/** Thrown for what is an IPv6 address: the lab's networks speak IPv4. */
const ipv6 = (): Refusal => new Refusal("not modelled in LVS Lab: IPv6", 0);

/** The address in a word that must be one. */
export function addressIn(text: string, family: Family): Ipv4Address {
  if (text.includes(":")) throw ipv6();
  const address = wildcards.includes(text) ? everything.address : looseAddress(text);
  if (address === undefined) {
    throw new Refusal(`Error: ${familyName(family)} address is expected rather than "${text}".`, 1);
  }
  return address;
}

/** The prefix in a word that must be one. Host bits are kept. */
export function prefixIn(text: string, family: Family): ReadPrefix {
  if (text.includes(":")) throw ipv6();
  const prefix = readPrefix(text);
  if (prefix === undefined) {
    throw new Refusal(`Error: ${familyName(family)} prefix is expected rather than "${text}".`, 1);
  }
  return prefix;
}

function readPrefix(text: string): ReadPrefix | undefined {
  if (wildcards.includes(text)) return everything;
  const slash = text.indexOf("/");
  const address = looseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  if (slash < 0) return { address, length: 32, hasLength: false };
  const length = lengthIn(text.slice(slash + 1));
  return length === undefined ? undefined : { address, length, hasLength: true };
}

function lengthIn(text: string): number | undefined {
  const plain = numberOf(text, 32);
  if (plain !== undefined) return plain;
  const mask = text.includes(".") ? looseAddress(text) : undefined;
  return mask === undefined ? undefined : lengthOfMask(mask);
}

/** The MAC address in a word that must be one. */
export function macIn(text: string): MacAddress {
  const mac = parseMac(text);
  if (mac === undefined) throw new Refusal(`"${text}" is invalid lladdr.`, 1);
  return mac;
}
