/**
 * Help texts read as what they are, a grammar: which keywords go with a verb, what stands behind each, and
 * what a verb begins with.
 *
 * Words in small letters are keywords, those in capitals stand for something, `NAME := …` says for what.
 * Leaves out which of them exclude each other.
 */

export interface Usage {
  /** Keywords, and what may follow each: words, or names in capitals; nothing where it stands alone. */
  readonly keywords: ReadonlyMap<string, readonly string[]>;
  /** What stands without a keyword, in the order of the text. */
  readonly operands: readonly string[];
}

/** The usage of a verb of an object, from the lines of its help. */
export function usageOf(lines: readonly string[], isMeant: (verb: string) => boolean): Usage {
  const sentences = sentencesOf(lines);
  const rules = new Map<string, string[]>();
  for (const [name = "", sign, ...body] of sentences) if (sign === ":=") rules.set(name, body);
  const keywords = new Map<string, readonly string[]>();
  const operands: string[] = [];
  for (const sentence of sentences) {
    if (sentence[1] === ":=") continue;
    const { verbs, rest } = verbsOf(sentence);
    if (verbs.some(isMeant)) readTokens(rest, { rules, keywords, operands, open: [] });
  }
  return { keywords, operands };
}

/** A line that begins with blanks goes on with the one before. */
function sentencesOf(lines: readonly string[]): string[][] {
  const sentences: string[][] = [];
  for (const line of lines) {
    const tokens = line.trim().split(/\s+/).map(bare);
    if (line.startsWith(" ")) sentences.at(-1)?.push(...tokens);
    else sentences.push(tokens);
  }
  return sentences;
}

/** `[link` and `DEV]` without the bracket that sticks to them. */
const bare = (token: string): string =>
  token.length > 1 ? token.replace(/^\[(?=\w+$)/, "").replace(/^([\w-]+)[[\]].*$/, "$1") : token;

/** `ip link set REST` and `ip link { add | change } REST`. */
function verbsOf(sentence: readonly string[]): { readonly verbs: string[]; readonly rest: string[] } {
  const [, , first = "", ...rest] = sentence;
  if (first !== "{") return { verbs: [first], rest };
  const end = rest.indexOf("}");
  return { verbs: rest.slice(0, end).filter((word) => word !== "|"), rest: rest.slice(end + 1) };
}

interface Reading {
  readonly rules: ReadonlyMap<string, string[]>;
  readonly keywords: Map<string, readonly string[]>;
  readonly operands: string[];
  /** Rules that are being read: one may name itself. */
  readonly open: readonly string[];
}

const isKeyword = (token: string): boolean => /^[a-z][\w-]*$/.test(token);
const isName = (token: string): boolean => /^[A-Z][A-Z_-]*$/.test(token);

function readTokens(tokens: readonly string[], reading: Reading): void {
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? "";
    if (isKeyword(token)) at += readKeyword(token, tokens.slice(at + 1), reading);
    else if (isName(token)) readName(token, reading);
  }
}

/** Takes a keyword with what stands behind it; answers how many tokens that were. */
function readKeyword(keyword: string, rest: readonly string[], { rules, keywords }: Reading): number {
  const [next = ""] = rest;
  const body = rules.get(next);
  if (next === "{") {
    const end = rest.indexOf("}");
    keywords.set(keyword, rest.slice(1, end).filter(isWord));
    return end + 1;
  }
  keywords.set(keyword, body !== undefined ? body.filter(isWord) : isName(next) ? [next] : []);
  return isName(next) ? 1 : 0;
}

const isWord = (token: string): boolean => isKeyword(token) || isName(token);

function readName(name: string, reading: Reading): void {
  const body = reading.rules.get(name);
  if (body === undefined || reading.open.includes(name)) reading.operands.push(name);
  else readTokens(body, { ...reading, open: [...reading.open, name] });
}
