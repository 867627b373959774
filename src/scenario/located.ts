/**
 * A value of a YAML file together with the place where it is written.
 *
 * Three kinds, as in YAML itself. Keys are text. Everything that looks for mistakes works on these, so that
 * each mistake has a line and a column; the offsets are for edits that keep the rest of the text.
 */

import type { Place } from "./diagnostic.ts";

/** A place, and the range of the source text: `start` included, `end` not. */
export interface Span extends Place {
  readonly start: number;
  readonly end: number;
}

export interface LocatedScalar {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** How it is written: plain, quoted, or as a block of lines (`|` or `>`). */
  readonly style: "plain" | "quoted" | "block" | "folded";
  readonly at: Span;
}

export interface LocatedList {
  readonly kind: "list";
  readonly items: readonly Located[];
  /** Written with brackets. */
  readonly isFlow: boolean;
  readonly at: Span;
}

export interface LocatedMap {
  readonly kind: "map";
  readonly entries: readonly LocatedEntry[];
  /** Written with braces, on one line or more. */
  readonly isFlow: boolean;
  readonly at: Span;
}

export interface LocatedEntry {
  readonly key: string;
  readonly keyAt: Span;
  readonly value: Located;
}

export type Located = LocatedScalar | LocatedList | LocatedMap;

/** The entry of a map with this key; `undefined` where there is none, or where the value is not a map. */
export function entryOf(value: Located | undefined, key: string): LocatedEntry | undefined {
  return entriesOf(value).find((entry) => entry.key === key);
}

/** The value under this key, if any. */
export const valueAt = (value: Located | undefined, key: string): Located | undefined =>
  entryOf(value, key)?.value;

/** The entries of a map; none where the value is something else. */
export const entriesOf = (value: Located | undefined): readonly LocatedEntry[] =>
  value?.kind === "map" ? value.entries : [];

/** The items of a list; none where the value is something else. */
export const itemsOf = (value: Located | undefined): readonly Located[] =>
  value?.kind === "list" ? value.items : [];

/** The text of a scalar that is text. */
export const textOf = (value: Located | undefined): string | undefined =>
  value?.kind === "scalar" && typeof value.value === "string" ? value.value : undefined;

/** What a value is, in words for a diagnostic: `the number 80`, `a list`. */
export function whatIs(value: Located): string {
  if (value.kind === "list") return "a list";
  if (value.kind === "map") return "a set of keys";
  if (value.value === null) return "nothing";
  if (typeof value.value === "string") return `the text ${quoted(value.value)}`;
  if (typeof value.value === "number") return `the number ${value.value}`;
  return `the word ${value.value}`;
}

/** Text in double quotes on one line, shortened where it is long. */
export function quoted(text: string): string {
  const line = JSON.stringify(text);
  return line.length <= 50 ? line : `${JSON.stringify(text.slice(0, 40)).slice(0, -1)}…"`;
}
