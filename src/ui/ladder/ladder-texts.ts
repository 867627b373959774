/**
 * The texts of the ladder in a language, and how wide they get.
 */

import type { CaptionWords } from "#words/caption-words";
import type { LadderWords } from "#words/ladder-words";
import type { LanguageCode } from "#words/languages";
import { loadCaptions } from "#words/load-captions";
import { loadLadderWords } from "#words/load-ladder";

export interface LoadedWords {
  readonly ladder: LadderWords;
  readonly captions: CaptionWords;
}

/** What is needed of a language besides the words of the page. */
export async function loadWordsOf(language: LanguageCode): Promise<LoadedWords> {
  const [ladder, captions] = await Promise.all([loadLadderWords(language), loadCaptions(language)]);
  return { ladder, captions };
}

/** More texts than this are not remembered. */
const mostKept = 4000;

/** Measures texts as they will be drawn; `fonts` are as in CSS, read once the page's styles are there. */
export function createMeasure(): (text: string, font: string) => number {
  const context = document.createElement("canvas").getContext("2d");
  const known = new Map<string, number>();
  return (text, font) => {
    const key = `${font}\n${text}`;
    const kept = known.get(key);
    if (kept !== undefined) return kept;
    if (known.size > mostKept) known.clear();
    if (context === null) return text.length * 7;
    context.font = font;
    const { width } = context.measureText(text);
    known.set(key, width);
    return width;
  };
}

/** The fonts of labels and of what machines say, as an element has them. */
export function fontsOf(element: HTMLElement): { readonly label: string; readonly mono: string } {
  const style = getComputedStyle(element);
  const mono = style.getPropertyValue("--font-mono") || "monospace";
  return { label: `${style.fontSize} ${style.fontFamily}`, mono: `${style.fontSize} ${mono}` };
}
