/**
 * Words for values of header fields: `SYN,ACK`, `tcp`, `0x10`.
 */

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
