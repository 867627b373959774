/**
 * Bytes as tcpdump prints them: `-x` in hexadecimal, `-X` with the characters beside it, `-A` as text.
 */

const perLine = 16;

/** `-x`: lines of 16 bytes, each begun by a newline and a tab. */
export const hexDump = (bytes: Uint8Array): string =>
  linesOf(bytes, (line, offset) => `\n\t${offsetText(offset)}  ${groups(line)}`);

/** `-X`: the same with the printable characters at the right. */
export const hexAndText = (bytes: Uint8Array): string =>
  linesOf(
    bytes,
    (line, offset) => `\n\t${offsetText(offset)}  ${groups(line).padEnd(39)}  ${characters(line)}`,
  );

/** `-A`: text with its own line ends, everything that cannot be printed as a dot. */
export function plainText(bytes: Uint8Array): string {
  let text = "\n";
  bytes.forEach((byte, index) => {
    if (byte === carriageReturn && bytes[index + 1] === newline) return;
    text += byte === newline || byte === tab ? String.fromCharCode(byte) : character(byte);
  });
  return text;
}

const tab = 9;
const newline = 10;
const carriageReturn = 13;
const blank = 32;

function linesOf(bytes: Uint8Array, line: (bytes: Uint8Array, offset: number) => string): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += perLine) text += line(bytes.subarray(at, at + perLine), at);
  return text;
}

const offsetText = (offset: number): string => `0x${offset.toString(16).padStart(4, "0")}:`;

/** Bytes as pairs of hexadecimal digits, without anything between. */
export const hexPairs = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

const groups = (line: Uint8Array): string => hexPairs(line).replace(/(.{4})(?=.)/g, "$1 ");

const character = (byte: number): string => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : ".");

/** Here a blank is a dot too. */
const characters = (line: Uint8Array): string =>
  Array.from(line, (byte) => (byte === blank ? "." : character(byte))).join("");
