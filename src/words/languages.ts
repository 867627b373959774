/**
 * The languages of the lab, and how the words of one are loaded: each is a part of its own, so that nobody
 * loads a language that is not read.
 */

import type { Words } from "./words.ts";

export const languageCodes = ["en", "zh"] as const;
export type LanguageCode = (typeof languageCodes)[number];

/** The words of a language. */
export async function loadWords(code: LanguageCode): Promise<Words> {
  switch (code) {
    case "en":
      return (await import("./en/index.ts")).en;
    case "zh":
      return (await import("./zh/index.ts")).zh;
  }
}
