/**
 * What `${x#…}`, `${x%…}`, `${x/…/…}`, `${x^}` and `${x,}` do to a text.
 */

import { matcherOf } from "./pattern.ts";

/** Takes the shortest or longest beginning or end that matches off a text. */
export function removePattern(
  value: string,
  pattern: string,
  { side, greedy }: { readonly side: "prefix" | "suffix"; readonly greedy: boolean },
): string {
  const matcher = matcherOf(pattern);
  for (let index = 0; index <= value.length; index++) {
    const length = greedy ? value.length - index : index;
    const border = side === "prefix" ? length : value.length - length;
    const candidate = side === "prefix" ? value.slice(0, border) : value.slice(border);
    if (matcher.test(candidate)) return side === "prefix" ? value.slice(border) : value.slice(0, border);
  }
  return value;
}

interface Replacement {
  readonly replacement: string;
  readonly all: boolean;
  readonly anchor: "start" | "end" | null;
}

/** Puts a text in the place of what matches a pattern: the longest match at the first place, or at all. */
export function replacePattern(value: string, pattern: string, asked: Replacement): string {
  if (pattern === "") return value;
  const source = matcherOf(pattern).source.slice(1, -1);
  const begin = asked.anchor === "start" ? "^" : "";
  const end = asked.anchor === "end" ? "$" : "";
  const matcher = new RegExp(`${begin}${source}${end}`, asked.all ? "gs" : "s");
  return value.replace(matcher, (match) => (match === "" ? "" : asked.replacement));
}

/** Changes the case of the first or of every letter; a pattern that chooses letters is left out. */
export function changeCase(
  value: string,
  { direction, all }: { readonly direction: "upper" | "lower"; readonly all: boolean },
): string {
  const change = (text: string): string => (direction === "upper" ? text.toUpperCase() : text.toLowerCase());
  return all ? change(value) : change(value.slice(0, 1)) + value.slice(1);
}
