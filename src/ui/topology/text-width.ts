/**
 * How wide a text will be, near enough to lay out boxes around it without a browser: a little too wide rather
 * than too narrow. Chinese characters are as wide as they are high.
 */

export type Typeface = "sans" | "bold" | "mono";

const monoEm = 0.61;
const wideEm = 1.02;
const boldFactor = 1.07;

const narrow = new Set("iljtfrI.,:;|!'()[]/ ·‑-→".split(""));
const broad = new Set("mwMW@%…—".split(""));

/** The width of a text in px at a size in px. */
export function textWidth(text: string, size: number, face: Typeface): number {
  let em = 0;
  for (const letter of text) em += emOf(letter, face);
  return em * size * (face === "bold" ? boldFactor : 1);
}

function emOf(letter: string, face: Typeface): number {
  if ((letter.codePointAt(0) ?? 0) >= 0x2e80) return wideEm;
  if (face === "mono") return monoEm;
  if (letter === "→") return 0.95;
  if (narrow.has(letter)) return 0.36;
  if (broad.has(letter)) return 0.9;
  return letter >= "A" && letter <= "Z" ? 0.7 : 0.585;
}

/** A text that is no wider than a limit: cut at its end, with an ellipsis. */
export function fitted(text: string, size: number, face: Typeface, limit: number): string {
  if (textWidth(text, size, face) <= limit) return text;
  const letters = [...text];
  while (letters.length > 1 && textWidth(`${letters.join("")}…`, size, face) > limit) letters.pop();
  return `${letters.join("")}…`;
}
