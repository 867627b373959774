/**
 * A plain line as words and operators; `undefined` as soon as anything is not plain (see plain.ts).
 */

import type { RedirectionOperator, WordNode, WordPart } from "just-bash/ast";

/** A token, and where in the text it stands. */
export type PlacedToken = Token & { readonly start: number; readonly end: number };

type Token =
  | { readonly kind: "word"; readonly line: number; readonly word: WordNode }
  | {
      readonly kind: "operator";
      readonly line: number;
      readonly operator: ";" | "&" | "&&" | "||" | "|" | "newline";
    }
  | {
      readonly kind: "redirection";
      readonly line: number;
      readonly operator: RedirectionOperator;
      readonly fd: number | null;
    };

/** Characters that need the full parser wherever they stand unquoted. */
const rich = new Set("`(){}[]");
const wordEnd = new Set(" \t\n;&|<>");

const namePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;
const parameterPattern = /^\$([A-Za-z_][A-Za-z0-9_]*|[0-9?!$#@*])/;
const redirectionPattern = /^(\d*)(&>>|&>|>>|>&|<&|>\||>|<)/;

export const isName = (text: string): boolean => namePattern.test(text);

interface Scanner {
  readonly text: string;
  at: number;
  line: number;
}

/** The tokens of a plain text; `undefined` where it is not plain. */
export function tokensOf(text: string): PlacedToken[] | undefined {
  const scanner: Scanner = { text, at: 0, line: 1 };
  const tokens: PlacedToken[] = [];
  for (;;) {
    skipBlanks(scanner);
    if (scanner.at >= text.length) return tokens;
    const start = scanner.at;
    const token = nextToken(scanner);
    if (token === undefined) return undefined;
    tokens.push({ ...token, start, end: scanner.at });
  }
}

function skipBlanks(scanner: Scanner): void {
  for (;;) {
    const char = scanner.text[scanner.at];
    if (char === " " || char === "\t") scanner.at++;
    else if (char === "\\" && scanner.text[scanner.at + 1] === "\n") {
      scanner.at += 2;
      scanner.line++;
    } else if (char === "#") skipComment(scanner);
    else return;
  }
}

function skipComment(scanner: Scanner): void {
  const end = scanner.text.indexOf("\n", scanner.at);
  scanner.at = end < 0 ? scanner.text.length : end;
}

function nextToken(scanner: Scanner): Token | undefined {
  const { line } = scanner;
  const ahead = scanner.text.slice(scanner.at, scanner.at + 12);
  const redirection = redirectionPattern.exec(ahead);
  if (redirection !== null) return redirectionOf(scanner, redirection);
  const operator = operatorOf(ahead);
  if (operator === undefined) return wordOf(scanner);
  scanner.at += operator === "newline" ? 1 : operator.length;
  // `;;` belongs to `case`, `|&` to what plain lines do not have.
  const follower = scanner.text[scanner.at];
  if ((operator === ";" && follower === ";") || (operator === "|" && follower === "&")) return undefined;
  if (operator === "newline") scanner.line++;
  return { kind: "operator", line, operator };
}

function operatorOf(ahead: string): ";" | "&" | "&&" | "||" | "|" | "newline" | undefined {
  if (ahead.startsWith("\n")) return "newline";
  if (ahead.startsWith("&&")) return "&&";
  if (ahead.startsWith("||")) return "||";
  const [first] = ahead;
  return first === ";" || first === "&" || first === "|" ? first : undefined;
}

function redirectionOf(scanner: Scanner, match: RegExpExecArray): Token | undefined {
  const [whole, digits = "", operator = ""] = match;
  const { line } = scanner;
  scanner.at += whole.length;
  const follower = scanner.text[scanner.at];
  // Here documents, `<>` and process substitution.
  if (operator === "<" && (follower === "<" || follower === ">")) return undefined;
  if (follower === "(") return undefined;
  skipBlanks(scanner);
  const fd = digits === "" ? null : Number(digits);
  return { kind: "redirection", line, operator: operator as RedirectionOperator, fd };
}

function wordOf(scanner: Scanner): Token | undefined {
  const { line } = scanner;
  const parts: WordPart[] = [];
  while (scanner.at < scanner.text.length && !wordEnd.has(scanner.text.charAt(scanner.at))) {
    const part = partOf(scanner, parts.length === 0);
    if (part === undefined) return undefined;
    const last = parts.at(-1);
    if (part.type === "Literal" && last?.type === "Literal") last.value += part.value;
    else parts.push(part);
  }
  return { kind: "word", line, word: { type: "Word", parts } };
}

function partOf(scanner: Scanner, isFirst: boolean): WordPart | undefined {
  const char = scanner.text.charAt(scanner.at);
  if (rich.has(char)) return undefined;
  if (char === "'") return singleQuoted(scanner);
  if (char === '"') return doubleQuoted(scanner);
  if (char === "$") return parameter(scanner);
  if (char === "~" && isFirst) return undefined;
  scanner.at++;
  if (char === "*" || char === "?") return { type: "Glob", pattern: char };
  if (char !== "\\") return { type: "Literal", value: char };
  const escaped = scanner.text[scanner.at];
  if (escaped === undefined) return undefined;
  scanner.at++;
  if (escaped !== "\n") return { type: "Escaped", value: escaped };
  scanner.line++;
  return { type: "Literal", value: "" };
}

function singleQuoted(scanner: Scanner): WordPart | undefined {
  const end = scanner.text.indexOf("'", scanner.at + 1);
  if (end < 0) return undefined;
  const value = scanner.text.slice(scanner.at + 1, end);
  scanner.at = end + 1;
  scanner.line += value.split("\n").length - 1;
  return { type: "SingleQuoted", value };
}

function parameter(scanner: Scanner): WordPart | undefined {
  const match = parameterPattern.exec(scanner.text.slice(scanner.at, scanner.at + 80));
  const [whole = "", name = ""] = match ?? [];
  if (match !== null) {
    scanner.at += whole.length;
    return { type: "ParameterExpansion", parameter: name, operation: null };
  }
  const follower = scanner.text[scanner.at + 1];
  if (follower !== undefined && /[\w'"({`[-]/.test(follower)) return undefined;
  scanner.at++;
  return { type: "Literal", value: "$" };
}

function doubleQuoted(scanner: Scanner): WordPart | undefined {
  const parts: WordPart[] = [];
  let literal = "";
  scanner.at++;
  for (;;) {
    const char = scanner.text[scanner.at];
    if (char === undefined || char === "`") return undefined;
    if (char === '"') break;
    if (char === "$" && scanner.text[scanner.at + 1] !== '"') {
      const part = parameter(scanner);
      if (part === undefined) return undefined;
      if (literal !== "") parts.push({ type: "Literal", value: literal });
      literal = "";
      parts.push(part);
      continue;
    }
    literal += quotedCharacter(scanner, char);
  }
  scanner.at++;
  if (literal !== "") parts.push({ type: "Literal", value: literal });
  return { type: "DoubleQuoted", parts };
}

/**
 * One character between double quotes, where a backslash only escapes `$`, a backtick, a quote, itself, a
 * newline.
 */
function quotedCharacter(scanner: Scanner, char: string): string {
  scanner.at++;
  if (char === "\n") scanner.line++;
  if (char !== "\\") return char;
  const escaped = scanner.text.charAt(scanner.at);
  if (!'$`"\\\n'.includes(escaped) || escaped === "") return char;
  scanner.at++;
  if (escaped !== "\n") return escaped;
  scanner.line++;
  return "";
}
