/**
 * Regular expressions as grep takes them, put into the words of the language: basic ones, where `\(`, `\|`,
 * `\+` are the operators, and extended ones. Back references work; equivalence classes are left out.
 */

import { characterClasses as classes } from "#shell/expand/character-classes";

/** The source of an expression for the language's own. */
export function sourceOf(pattern: string, kind: "basic" | "extended" | "fixed" | "perl"): string {
  if (kind === "perl") return pattern;
  if (kind === "fixed") return pattern.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  let source = "";
  for (let at = 0; at < pattern.length; ) {
    const step = pattern[at] === "[" ? bracket(pattern, at) : character(pattern, at, kind);
    source += step.source;
    at = step.end;
  }
  return source;
}

interface Step {
  readonly source: string;
  readonly end: number;
}

function bracket(pattern: string, start: number): Step {
  let at = start + 1;
  const isNegated = pattern[at] === "^";
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
    inside += char === "\\" || char === "[" || char === "]" ? `\\${char}` : char;
    at++;
  }
  // Never closed: taken as it is.
  return { source: "\\[", end: start + 1 };
}

function character(pattern: string, at: number, kind: "basic" | "extended"): Step {
  const char = pattern.charAt(at);
  if (char === "\\") return { source: escaped(pattern.charAt(at + 1), kind), end: at + 2 };
  const end = at + 1;
  if (kind === "extended") return { source: char === "/" ? "\\/" : char, end };
  if ("+?(){}|".includes(char)) return { source: `\\${char}`, end };
  const before = pattern.slice(0, at);
  const isStart = before === "" || before.endsWith("\\(") || before.endsWith("\\|");
  if (char === "*" && (isStart || before === "^")) return { source: "\\*", end };
  if (char === "^" && !isStart) return { source: "\\^", end };
  const rest = pattern.slice(end);
  if (char === "$" && rest !== "" && !rest.startsWith("\\)") && !rest.startsWith("\\|"))
    return { source: "\\$", end };
  return { source: char, end };
}

function escaped(char: string, kind: "basic" | "extended"): string {
  if (kind === "basic" && "+?(){}|".includes(char)) return char;
  if (char === "<") return "\\b(?=\\w)";
  if (char === ">") return "\\b(?<=\\w)";
  if (/[\dwWsSbB]/.test(char)) return `\\${char}`;
  return char === "" ? "\\\\" : char.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
