/**
 * Loads the captions of a language: a small part of its own, wanted as soon as something has happened.
 */

import type { CaptionWords } from "./caption-words.ts";
import type { LanguageCode } from "./languages.ts";

/** The captions of a language. */
export async function loadCaptions(code: LanguageCode): Promise<CaptionWords> {
  switch (code) {
    case "en":
      return (await import("./en/captions/index.ts")).captions;
    case "zh":
      return (await import("./zh/captions/index.ts")).captions;
  }
}
