/**
 * A script as a tree: plain ones by ourselves, richer ones by just-bash, which is loaded when first needed.
 * Mistakes are worded as the shell at hand words them.
 */

import type { ScriptNode } from "just-bash/ast";
import type { Dialect } from "../machine.ts";
import { parsePlain } from "./plain.ts";

export type Parsed =
  | { readonly ok: true; readonly script: ScriptNode }
  | { readonly ok: false; readonly line: number; readonly message: string };

/** The tree of a script, or the mistake in it without the shell's prefix. */
export async function parse(text: string, dialect: Dialect): Promise<Parsed> {
  const script = parsePlain(text);
  if (script !== undefined) return { ok: true, script };
  const { Bash } = await import("just-bash/browser");
  try {
    return { ok: true, script: new Bash({ commands: [] }).transform(text).ast };
  } catch (error) {
    return { ok: false, ...mistakeOf(error, text, dialect) };
  }
}

function mistakeOf(error: unknown, text: string, dialect: Dialect): { line: number; message: string } {
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

function unterminated(quote: string, dialect: Dialect, line: number): { line: number; message: string } {
  if (dialect === "bash") return { line, message: `unexpected EOF while looking for matching \`${quote}'` };
  const isQuote = quote === "'" || quote === '"';
  return { line, message: `Syntax error: ${isQuote ? "Unterminated quoted string" : `Missing '${quote}'`}` };
}
