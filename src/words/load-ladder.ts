/**
 * Loads the words of the ladder in a language: with the ladder, after the first sight of the page.
 */

import type { LadderWords } from "./ladder-words.ts";
import type { LanguageCode } from "./languages.ts";

/** The ladder's words. */
export async function loadLadderWords(code: LanguageCode): Promise<LadderWords> {
  switch (code) {
    case "en":
      return (await import("./en/ladder.ts")).ladder;
    case "zh":
      return (await import("./zh/ladder.ts")).ladder;
  }
}
