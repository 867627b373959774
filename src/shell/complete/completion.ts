/**
 * What completion answers: the candidates for the word at the cursor, written as they must stand in the line.
 */

import { byBytes } from "../files/tree.ts";
import type { TypedWord } from "./typed-line.ts";

/** One thing the word may become. */
export interface Candidate {
  /** What takes the place of the line from `start` to the cursor, quoted as the word was begun. */
  readonly insert: string;
  /** How a list shows it: of a path, the last part. */
  readonly shown: string;
  /** Whether the word goes on after it, as after a folder: no blank is set behind it then. */
  readonly goesOn: boolean;
}

export interface Completion {
  /** Where the word begins that is completed; it ends at the cursor. */
  readonly start: number;
  /** In the order in which they are shown. */
  readonly candidates: readonly Candidate[];
  /** How far all candidates agree; what was typed, where there is none. */
  readonly common: string;
}

/** A possible word, as a command would get it. */
export interface Choice {
  readonly text: string;
  readonly shown?: string;
  readonly goesOn?: boolean;
  /** It is language and no text: nothing in it is escaped. */
  readonly isLanguage?: boolean;
}

export const choice = (text: string): Choice => ({ text });

/** The choices that the word may become, written as they must stand in the line. */
export function completionOf(word: TypedWord, choices: readonly Choice[]): Completion {
  const fitting = new Map<string, Choice>();
  for (const each of choices) if (each.text.startsWith(word.value)) fitting.set(each.text, each);
  const sorted = [...fitting.values()].sort((one, other) => inOrder(one.text, other.text));
  const candidates = sorted.map((each) => candidateOf(word, each));
  const common = candidates.length === 0 ? word.raw : commonBeginning(candidates.map(({ insert }) => insert));
  return { start: word.start, candidates, common };
}

function candidateOf(word: TypedWord, each: Choice): Candidate {
  const { text, shown = text, goesOn = false, isLanguage = false } = each;
  const { raw, quote, value } = word;
  if (isLanguage) return { insert: text, shown, goesOn };
  // A backslash that escapes nothing yet is left out: what comes is escaped as it needs.
  const begun = quote === "" && /(?:^|[^\\])(?:\\\\)*\\$/.test(raw) ? raw.slice(0, -1) : raw;
  const rest = escapedFor(quote, text.slice(value.length));
  return { insert: `${begun}${rest}${goesOn ? "" : quote}`, shown, goesOn };
}

function escapedFor(quote: TypedWord["quote"], text: string): string {
  if (quote === "'") return text.replaceAll("'", `'\\''`);
  if (quote === '"') return text.replace(/["\\$`]/g, "\\$&");
  return text.replace(/[\s!"#$&'()*;<>?[\\\]^`{|}]/g, "\\$&");
}

/** Addresses by number, everything else by bytes. */
function inOrder(one: string, other: string): number {
  const [left, right] = [octetsOf(one), octetsOf(other)];
  for (let at = 0; left !== undefined && right !== undefined && at < left.length; at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return byBytes(one, other);
}

const octetsOf = (text: string): readonly number[] | undefined =>
  /(?:^|\/)(\d+)\.(\d+)\.(\d+)\.(\d+)/.exec(text)?.slice(1).map(Number);

function commonBeginning(texts: readonly string[]): string {
  const [first = "", ...others] = texts;
  let length = first.length;
  for (const other of others) {
    let same = 0;
    while (same < length && first[same] === other[same]) same++;
    length = same;
  }
  return first.slice(0, length);
}
