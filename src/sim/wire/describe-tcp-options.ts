/**
 * The options of a TCP segment as tcpdump prints them, in the order they were sent.
 */

import { get8, get16, get32 } from "./bytes.ts";
import type { FlowBase } from "./describe-tcp.ts";
import { hexPairs } from "./hexdump.ts";

const names: ReadonlyMap<number, string> = new Map([
  [0, "eol"],
  [1, "nop"],
  [2, "mss"],
  [3, "wscale"],
  [4, "sackOK"],
  [5, "sack"],
  [8, "TS"],
  [19, "md5 shared secret not supplied with -M, can't check -"],
  [28, "uto"],
  [30, "mptcp"],
  [34, "tfo"],
  [254, "exp"],
]);

/** What stands between name and data, where it is not ` 0x`. */
const separators: ReadonlyMap<number, string> = new Map([
  [19, " "],
  [254, "-"],
]);

/** Options as text; after options that are broken or cut, nothing more of the segment is told. */
export interface OptionsText {
  readonly text: string;
  readonly whole: boolean;
}

/** The bytes after the fixed header that were captured, and how many there were. */
export function tcpOptionsText(bytes: Uint8Array, length: number, base: FlowBase): OptionsText {
  if (length === 0) return { text: "", whole: true };
  const texts: string[] = [];
  let next = 0;
  while (next < length) {
    const kind = get8(bytes, next);
    if (next + (kind < 2 ? 1 : 2) > bytes.length) return endingIn(" [|tcp]", texts);
    const size = kind < 2 ? 1 : get8(bytes, next + 1);
    if (kind >= 2 && (size < 2 || next + size > length)) return endingIn("[bad opt]", texts);
    if (next + size > bytes.length) return endingIn(" [|tcp]", texts);
    texts.push(optionText(bytes, next, size, base));
    if (kind === 0) break;
    next += size;
  }
  return { text: `, options [${texts.join(",")}]`, whole: true };
}

const endingIn = (end: string, texts: readonly string[]): OptionsText => ({
  text: `, options [${[...texts, end].join(",")}`,
  whole: false,
});

function optionText(bytes: Uint8Array, at: number, size: number, base: FlowBase): string {
  const kind = get8(bytes, at);
  const name = names.get(kind) ?? `unknown-${kind}`;
  if (kind === 2 && size === 4) return `${name} ${get16(bytes, at + 2)}`;
  if (kind === 3 && size === 3) return `${name} ${get8(bytes, at + 2)}`;
  if (kind === 5 && size % 8 === 2) return `${name} ${(size - 2) / 8} ${sackText(bytes, at, size, base)}`;
  if (kind === 8 && size === 10) return `${name} val ${get32(bytes, at + 2)} ecr ${get32(bytes, at + 6)}`;
  if (kind <= 4 || size <= 2) return name;
  // Of the experimental option only the two bytes that RFC 6994 gives a meaning are told.
  const end = at + (kind === 254 ? Math.min(size, 4) : size);
  return name + (separators.get(kind) ?? " 0x") + hexPairs(bytes.subarray(at + 2, end));
}

/** Blocks are of what the other end sent: relative to the acknowledgement number's base. */
function sackText(bytes: Uint8Array, at: number, size: number, base: FlowBase): string {
  let text = "";
  for (let next = at + 2; next < at + size; next += 8) {
    const left = (get32(bytes, next) - base.ack) >>> 0;
    const right = (get32(bytes, next + 4) - base.ack) >>> 0;
    text += `{${left}:${right}}`;
  }
  return text;
}
