/**
 * The words of a rule as `iptables -S` and iptables-save print it: blanks part them, double quotes keep them
 * together.
 */

export function splitWords(text: string): readonly string[] {
  const words: string[] = [];
  const pattern = /"((?:[^"\\]|\\.)*)"|(\S+)/g;
  for (const [, quoted, plain] of text.matchAll(pattern)) {
    words.push(quoted === undefined ? (plain ?? "") : quoted.replace(/\\(.)/g, "$1"));
  }
  return words;
}
