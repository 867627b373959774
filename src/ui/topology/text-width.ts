/**
 * How wide a text is: as whoever draws it measures it, or textWidth, near enough to lay out boxes around it
 * where nothing is drawn. Estimates are a little too wide; Chinese characters are as wide as they are high.
 */

export type Typeface = "sans" | "bold" | "mono";

/** The width of a text in px at a size in px. */
export type Measure = (text: string, size: number, face: Typeface) => number;

const monoEm = 0.61;
const wideEm = 1.02;
const boldFactor = 1.07;

const narrow = new Set("iljtfrI.,:;|!'()[]/ ·‑-→".split(""));
const broad = new Set("mwMW@%…—".split(""));

export const textWidth: Measure = (text, size, face) => {
  let em = 0;
  for (const letter of text) em += emOf(letter, face);
  return em * size * (face === "bold" ? boldFactor : 1);
};

function emOf(letter: string, face: Typeface): number {
  if ((letter.codePointAt(0) ?? 0) >= 0x2e80) return wideEm;
  if (face === "mono") return monoEm;
  if (letter === "→") return 0.95;
  if (narrow.has(letter)) return 0.36;
  if (broad.has(letter)) return 0.9;
  return letter >= "A" && letter <= "Z" ? 0.7 : 0.585;
}

export interface Fitting {
  readonly size: number;
  readonly face: Typeface;
  readonly limit: number;
}

/** A text that is no wider than a limit as it is measured: cut at its end, with an ellipsis. */
export function cutTo(text: string, { size, face, limit }: Fitting, measure: Measure): string {
  if (measure(text, size, face) <= limit) return text;
  const letters = [...text];
  while (letters.length > 1 && measure(`${letters.join("")}…`, size, face) > limit) letters.pop();
  return `${letters.join("")}…`;
}

/** The same by estimate. */
export const fitted = (text: string, size: number, face: Typeface, limit: number): string =>
  cutTo(text, { size, face, limit }, textWidth);
