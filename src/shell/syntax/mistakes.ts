/** Mistakes in scripts, worded as the shell at hand words them. */

import type { Dialect } from "../machine.ts";

export interface Mistake {
  readonly line: number;
  readonly message: string;
}

/** What the shell says of an error of just-bash's parser, and of which line. */
export function mistakeOf(error: unknown, text: string, dialect: Dialect): Mistake {
  const { message, line } = error as { message: string; line?: number };
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

function unterminated(quote: string, dialect: Dialect, line: number): Mistake {
  if (dialect === "bash") return { line, message: `unexpected EOF while looking for matching \`${quote}'` };
  const isQuote = quote === "'" || quote === '"';
  return { line, message: `Syntax error: ${isQuote ? "Unterminated quoted string" : `Missing '${quote}'`}` };
}
