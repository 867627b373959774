/**
 * Persistence by SIP call (`--pe sip`): what belongs together has the same Call-ID (RFC 3261, section
 * 8.1.1.4) and comes from the same client network.
 *
 * UDP only; what has no Call-ID is dropped by such a service.
 */

import type { PersistenceEngine } from "../engine.ts";

export const sip: PersistenceEngine = {
  name: "sip",
  followsDestinations: true,
  dataOf({ packet }) {
    const { payload } = packet;
    return payload.kind === "udp" ? callIdOf(textOf(payload.payload)) : undefined;
  },
};

function textOf(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** Longer ones do not count: the kernel has no room for them. */
const longest = 255;
/**
 * The start of any line but the first: the header's name, or a character that is passed over whatever it is
 * (after two bare line feeds no header is seen). The short name is not the beginning of a longer word.
 */
const lineStart = /(?:\r\n|[\r\n])(?:(call-id|i(?![a-z]))|[\s\S])/gi;
/** A line that begins with a blank goes on with the line before. */
const colon = /^(?:(?:\r\n?|\n)?[ \t])*:(?:(?:\r\n?|\n)?[ \t])*/;
/** A word, or two with an @ between them; here the second may be missing. */
const words = /^[\w!"%'()*+\-./:<>?[\\\]`{}~]+(?:@[\w!"%'()*+\-./:<>?[\\\]`{}~]*)?/;

/**
 * The Call-ID of a message, which ends its line. A header that is not one (`i-x: 1`), one without a value,
 * and a value that goes on after the words end the search, as in the kernel; unfit words do not.
 */
function callIdOf(message: string): string | undefined {
  let rest = message;
  for (;;) {
    const afterName = endOfName(rest);
    if (afterName === undefined) return undefined;
    rest = rest.slice(afterName);
    const start = colon.exec(rest);
    if (start === null) return undefined;
    rest = rest.slice(start[0].length);
    if (endsLine(rest)) return undefined;
    const value = words.exec(rest)?.[0] ?? "@";
    if (value.endsWith("@")) continue;
    return value.length <= longest && endsLine(rest.slice(value.length)) ? value : undefined;
  }
}

function endOfName(text: string): number | undefined {
  for (const found of text.matchAll(lineStart)) {
    if (found[1] !== undefined) return found.index + found[0].length;
  }
  return undefined;
}

const endsLine = (rest: string): boolean => rest.startsWith("\r") || rest.startsWith("\n");
