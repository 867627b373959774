/** Backslash sequences of echo and printf. */

const simple: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  e: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
};

const sequence = /\\(?:0([0-7]{0,3})|([1-7][0-7]{0,2})|x([0-9a-fA-F]{1,2})|(.))/gs;

/** The text with its sequences read; `\c` cuts it off, newline and all. */
export function readEscapes(text: string): { readonly text: string; readonly isCut: boolean } {
  const cut = /(^|[^\\])(\\\\)*\\c/.exec(text);
  const kept = cut === null ? text : text.slice(0, cut.index + cut[0].length - 2);
  const plain = kept.replace(sequence, (...match) => {
    const [whole, octal, bareOctal, hex, letter] = match as (string | undefined)[];
    const digits = octal ?? bareOctal;
    if (digits !== undefined) return String.fromCharCode(Number.parseInt(digits || "0", 8) & 0xff);
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    return simple[letter ?? ""] ?? whole ?? "";
  });
  return { text: plain, isCut: cut !== null };
}
