/**
 * Loads the captions of a language: a small part of its own, wanted as soon as something has happened.
 */

import type { NetworkEvent } from "#sim/trace";
import { type CaptionWords, sentenceOf } from "./caption-words.ts";
import type { LanguageCode } from "./languages.ts";
import { type Names, numberNames } from "./names.ts";

/** An event in a line with its machine; without names, addresses are numbers. */
export type Caption = (event: NetworkEvent, names?: Names) => string;

/** The captions of a language as words, for whoever wants a part of them. */
export async function loadCaptionWords(code: LanguageCode): Promise<CaptionWords> {
  switch (code) {
    case "en":
      return (await import("./en/captions/index.ts")).captions;
    case "zh":
      return (await import("./zh/captions/index.ts")).captions;
  }
}

/** What tells an event in a language. */
export async function loadCaptions(code: LanguageCode): Promise<Caption> {
  const words = await loadCaptionWords(code);
  return (event, names = numberNames) => sentenceOf(words, event, names);
}
