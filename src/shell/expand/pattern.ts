/**
 * Shell patterns: `*`, `?`, `[a-z]`, `[!x]`, `[[:digit:]]`, and a backslash that takes a character as it is.
 * Extended patterns such as `+(x)` are left out.
 */

import { characterClasses as classes } from "./character-classes.ts";

/** Whether the whole of `text` matches. */
export const matches = (pattern: string, text: string): boolean => matcherOf(pattern).test(text);

/** A regular expression for the whole of a text. */
export function matcherOf(pattern: string): RegExp {
  const parts: string[] = [];
  let source = "";
  let at = 0;
  while (at < pattern.length) {
    const char = pattern.charAt(at);
    const bracket = char === "[" ? bracketAt(pattern, at) : undefined;
    if (bracket !== undefined) {
      source += bracket.source;
      at = bracket.end;
      continue;
    }
    at++;
    if (char === "*") {
      parts.push(source);
      source = "";
    } else if (char === "?") source += ".";
    else source += literal(char === "\\" && at < pattern.length ? pattern.charAt(at++) : char);
  }
  return wholeOf(joined([...parts, source])) ?? nothing;
}

/**
 * The parts between stars, one after another. A part but the first and last is best found as early as can be:
 * looking ahead takes it there for good, where `.*` would try every other place as well.
 */
function joined([first = "", ...rest]: readonly string[]): string {
  const last = rest.pop();
  const between = rest.map((part, index) => `(?=(.*?${part}))\\${index + 1}`);
  return last === undefined ? first : `${first}${between.join("")}.*${last}`;
}

/** A range the wrong way round, such as `[z-a]`, matches nothing. */
const nothing = /^(?:(?!))$/s;

function wholeOf(source: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${source})$`, "s");
  } catch {
    return undefined;
  }
}

const literal = (char: string): string => char.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");

function bracketAt(pattern: string, start: number): { source: string; end: number } | undefined {
  let at = start + 1;
  const isNegated = pattern[at] === "!" || pattern[at] === "^";
  if (isNegated) at++;
  let inside = "";
  for (let isFirst = true; at < pattern.length; isFirst = false) {
    const char = pattern.charAt(at);
    if (char === "]" && !isFirst) return { source: `[${isNegated ? "^" : ""}${inside}]`, end: at + 1 };
    const named = /^\[:(\w+):\]/.exec(pattern.slice(at));
    if (named !== null) {
      inside += classes[named[1] ?? ""] ?? "";
      at += named[0].length;
      continue;
    }
    at++;
    if (char === "-" && !isFirst && pattern[at] !== "]") inside += "-";
    else inside += literal(char === "\\" && at < pattern.length ? pattern.charAt(at++) : char);
  }
  return undefined;
}
