/**
 * Brace expansion: `a{b,c}d` and `{1..3}` become several words, before anything else is expanded.
 */

import type { BraceItem, WordNode, WordPart } from "just-bash/ast";

/** Elements a range may have, and words that one word may become; more is a slip of the keyboard. */
const maxElements = 100_000;

/** The words that a word with braces stands for. */
export function bracesOf(word: WordNode): WordNode[] {
  if (!word.parts.some(({ type }) => type === "BraceExpansion")) return [word];
  let variants: WordPart[][] = [[]];
  for (const part of word.parts) {
    const choices: WordPart[][] = part.type === "BraceExpansion" ? part.items.flatMap(choicesOf) : [[part]];
    if (variants.length * choices.length > maxElements) return [word];
    variants = variants.flatMap((before) => choices.map((choice) => [...before, ...choice]));
  }
  return variants.map((parts) => ({ type: "Word", parts }));
}

function choicesOf(item: BraceItem): WordPart[][] {
  if (item.type === "Word") return bracesOf(item.word).map(({ parts }) => parts);
  return rangeOf(item).map((value) => [{ type: "Literal", value }]);
}

function rangeOf({ start, end, step, startStr, endStr }: Extract<BraceItem, { type: "Range" }>): string[] {
  if (typeof start === "string" || typeof end === "string") {
    const numbers = numbersFrom(String(start).charCodeAt(0), String(end).charCodeAt(0), step);
    return numbers.map((code) => String.fromCharCode(code));
  }
  // A leading zero asks for equal widths.
  const isPadded = [startStr, endStr].some((text) => text !== undefined && /^-?0\d/.test(text));
  const width = isPadded ? Math.max(startStr?.length ?? 0, endStr?.length ?? 0) : 0;
  return numbersFrom(start, end, step).map((value) => padded(value, width));
}

function padded(value: number, width: number): string {
  const digits = String(Math.abs(value));
  return value < 0 ? `-${digits.padStart(width - 1, "0")}` : digits.padStart(width, "0");
}

function numbersFrom(start: number, end: number, step = 1): number[] {
  const stride = Math.max(1, Math.abs(step)) * (end < start ? -1 : 1);
  const numbers: number[] = [];
  for (let value = start; stride > 0 ? value <= end : value >= end; value += stride) {
    if (numbers.length >= maxElements) break;
    numbers.push(value);
  }
  return numbers;
}
