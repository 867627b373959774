/**
 * Words for values of header fields: `SYN,ACK`, `tcp`, `0x10`.
 */

import { formatIpv4, formatMac, type Ipv4Address, type MacAddress } from "#sim/wire/address";
import { protocols } from "#sim/wire/ipv4";
import { tcpFlags } from "#sim/wire/tcp";

const numberPattern = /^(?:\d{1,10}|0x[0-9a-f]{1,8})$/i;

/** A number, or the name of a protocol; `undefined` for anything else. */
export function numberIn(kind: "number" | "protocol", text: string): number | undefined {
  if (numberPattern.test(text)) return Number(text);
  const named = Object.entries(protocols).find(([name]) => name === text.toLowerCase());
  return kind === "protocol" ? named?.[1] : undefined;
}

/** Exactly these flags: `SYN`, `SYN,ACK`, `FIN+ACK`, or their sum as a number. */
export function flagsIn(text: string): number | undefined {
  if (numberPattern.test(text)) return Number(text);
  let sum = 0;
  for (const word of text.toLowerCase().split(/[\s,+|]+/)) {
    const flag = Object.entries(tcpFlags).find(([name]) => name === word)?.[1];
    if (flag === undefined) return undefined;
    sum |= flag;
  }
  return sum;
}

/** How a value of a field is written. */
export function valueText(kind: "address" | "mac" | "number" | "flags" | "protocol", value: number): string {
  switch (kind) {
    case "address":
      return formatIpv4(value as Ipv4Address);
    case "mac":
      return formatMac(value as MacAddress);
    case "number":
      return String(value);
    case "flags":
      return flagsText(value);
    case "protocol":
      return Object.entries(protocols).find(([, number]) => number === value)?.[0] ?? String(value);
  }
}

/** Flags by name, SYN before ACK as one says: `SYN,ACK`. */
function flagsText(flags: number): string {
  const set = Object.entries(tcpFlags).filter(([, bit]) => (flags & bit) !== 0);
  return set.length === 0 ? "0" : set.map(([name]) => name.toUpperCase()).join(",");
}
