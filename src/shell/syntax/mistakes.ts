/** Mistakes in scripts, worded as the shell at hand words them. */

import type { Dialect } from "../machine.ts";

export interface Mistake {
  readonly line: number;
  readonly message: string;
  /** Whether more lines could mend it. */
  readonly isUnfinished: boolean;
}

/** What the shell says of an error of just-bash's parser, and of which line. */
export const mistakeOf = (error: unknown, text: string, dialect: Dialect): Mistake => ({
  ...wordsOf(error as ParseError, text, dialect),
  isUnfinished: isUnfinished(error as ParseError, text),
});

interface ParseError {
  readonly message: string;
  readonly line?: number;
}

type Words = Pick<Mistake, "line" | "message">;

/** The parser asks for words like `done` at the end of the text, or says that it came too early. */
function isUnfinished({ message }: ParseError, text: string): boolean {
  if (/got EOF|unexpected EOF|unterminated here-document/.test(message)) return true;
  // Nothing can follow these in the next line.
  if (/redirection target|variable name/.test(message)) return false;
  const place = /Parse error at (\d+):(\d+)/.exec(message);
  const lines = text.split("\n");
  return Number(place?.[1]) === lines.length && Number(place?.[2]) > (lines.at(-1) ?? "").length;
}

function wordsOf({ message, line }: ParseError, text: string, dialect: Dialect): Words {
  const lines = text.split("\n").length;
  const token = /unexpected token `(.*)'/.exec(message)?.[1];
  const quote = /looking for matching [`'](.)'/.exec(message)?.[1];
  if (quote !== undefined) return unterminated(quote, dialect, lines);
  if (token === undefined || token === "" || token === "EOF" || token === "end of file") {
    return dialect === "dash"
      ? { line: lines, message: "Syntax error: end of file unexpected" }
      : { line: lines + 1, message: "syntax error: unexpected end of file" };
  }
  const shown = token === "\\n" || token === "\n" ? "newline" : token;
  return dialect === "dash"
    ? { line: line || 1, message: `Syntax error: ${shown === "newline" ? shown : `"${shown}"`} unexpected` }
    : { line: line || 1, message: `syntax error near unexpected token \`${shown}'` };
}

function unterminated(quote: string, dialect: Dialect, line: number): Words {
  if (dialect === "bash") return { line, message: `unexpected EOF while looking for matching \`${quote}'` };
  const isQuote = quote === "'" || quote === '"';
  return { line, message: `Syntax error: ${isQuote ? "Unterminated quoted string" : `Missing '${quote}'`}` };
}
