/**
 * From the pieces of an expanded word to fields: splitting at the characters of IFS, then file names.
 */

import { needed } from "../needed.ts";
import { type Run, variableText } from "../state.ts";
import { addAll } from "./add-all.ts";
import { hasWildcard, quotePattern, unquotePattern } from "./pattern-quoting.ts";

/** A piece of an expanded word, or the border between two elements of `"$@"`. */
export type Piece =
  | {
      readonly kind: "text";
      readonly text: string;
      /** Quoted text is neither split nor a pattern; typed text is a pattern; a result is split too. */
      readonly from: "quotes" | "typed" | "result";
    }
  | { readonly kind: "border" };

export const quoted = (text: string): Piece => ({ kind: "text", text, from: "quotes" });
export const typed = (text: string): Piece => ({ kind: "text", text, from: "typed" });
export const result = (text: string): Piece => ({ kind: "text", text, from: "result" });
export const border: Piece = { kind: "border" };

interface Field {
  /** Text with the quoted characters escaped, for matching. */
  pattern: string;
  /** Whether it counts even when it is empty. */
  isSolid: boolean;
}

/** The fields of a word. */
export async function fieldsOf(run: Run, pieces: readonly Piece[]): Promise<string[]> {
  const ifs = variableText(run.state, "IFS") ?? " \t\n";
  const fields: Field[] = [{ pattern: "", isSolid: false }];
  for (const piece of pieces) {
    if (piece.kind === "border") fields.push({ pattern: "", isSolid: true });
    else if (piece.from === "result") split(fields, piece.text, ifs);
    else add(fields, piece.from === "quotes" ? quotePattern(piece.text) : piece.text, true);
  }
  const names: string[] = [];
  for (const { pattern, isSolid } of fields) {
    if (hasWildcard(pattern) && !run.state.flags.has("f")) addAll(names, await namesFor(run, pattern));
    else if (isSolid || pattern !== "") names.push(unquotePattern(pattern));
  }
  return names;
}

function add(fields: Field[], pattern: string, isSolid: boolean): void {
  const last = fields.at(-1);
  if (last === undefined) return;
  last.pattern += pattern;
  last.isSolid ||= isSolid;
}

/** White space of IFS separates however much there is; each other character ends a field. */
function split(fields: Field[], text: string, ifs: string): void {
  let isPending = false;
  for (const char of text) {
    if (!ifs.includes(char)) {
      if (isPending) fields.push({ pattern: "", isSolid: false });
      isPending = false;
      add(fields, char === "\\" ? "\\\\" : char, false);
      continue;
    }
    if (" \t\n".includes(char)) {
      isPending ||= fields.at(-1)?.pattern !== "" || fields.at(-1)?.isSolid === true;
      continue;
    }
    const last = fields.at(-1);
    if (last !== undefined) last.isSolid = true;
    fields.push({ pattern: "", isSolid: false });
    isPending = false;
  }
  if (isPending) fields.push({ pattern: "", isSolid: false });
}

const fileNames = () => import("./glob.ts");

async function namesFor({ state: { machine, cwd } }: Run, pattern: string): Promise<string[]> {
  const { glob } = await needed(machine, fileNames);
  const names = glob(machine.files, cwd, pattern);
  return names.length > 0 ? names : [unquotePattern(pattern)];
}

/** The pieces as one text, without splitting. */
export const textOf = (pieces: readonly Piece[]): string =>
  pieces
    .map((piece) => {
      if (piece.kind === "border") return " ";
      return piece.from === "typed" ? unquotePattern(piece.text) : piece.text;
    })
    .join("");

/** The pieces as one pattern, in which quoted text is taken as it is. */
export const patternOf = (pieces: readonly Piece[]): string =>
  pieces
    .map((piece) => {
      if (piece.kind === "border") return " ";
      return piece.from === "quotes" ? quotePattern(piece.text) : piece.text;
    })
    .join("");
