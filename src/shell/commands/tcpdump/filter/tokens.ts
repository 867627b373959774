/**
 * The words of a capture filter: numbers, addresses, names, operators.
 */

import { syntaxError } from "./expression.ts";

export interface Token {
  readonly kind: "word" | "number" | "ipv4" | "mac" | "operator";
  readonly text: string;
  /** A name written after a backslash, which is never a keyword. */
  readonly isEscaped: boolean;
}

const patterns: readonly (readonly [Token["kind"], RegExp])[] = [
  ["mac", /(?:[0-9a-fA-F]{1,2}[:-]){5}[0-9a-fA-F]{1,2}\b/y],
  ["ipv4", /\d+\.\d+(?:\.\d+){0,2}(?![\w.])/y],
  ["number", /0[xX][0-9a-fA-F]+|\d+(?![\w.-])/y],
  ["word", /\\?[A-Za-z0-9_](?:[\w.-]*\w)?/y],
  ["operator", /&&|\|\||<<|>>|>=|<=|!=|==|[()[\]!<>=+\-*/%&|^:]/y],
];

/** The tokens of a filter; throws `FilterError` at anything else. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    while (/\s/.test(text[at] ?? "")) at++;
    if (at >= text.length) return tokens;
    const found = tokenAt(text, at);
    if (found === undefined) throw syntaxError();
    at += found.text.length;
    const isEscaped = found.text.startsWith("\\");
    tokens.push({ kind: found.kind, text: isEscaped ? found.text.slice(1) : found.text, isEscaped });
  }
}

function tokenAt(
  text: string,
  at: number,
): { readonly kind: Token["kind"]; readonly text: string } | undefined {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const [match] = pattern.exec(text) ?? [];
    if (match !== undefined) return { kind, text: match };
  }
  return undefined;
}
