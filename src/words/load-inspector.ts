/**
 * Loads the inspector's words of a language, with the inspector itself.
 */

import type { InspectorWords } from "./inspector-words.ts";
import type { LanguageCode } from "./languages.ts";

/** The inspector's words of a language. */
export async function loadInspectorWords(code: LanguageCode): Promise<InspectorWords> {
  switch (code) {
    case "en":
      return (await import("./en/inspector.ts")).inspector;
    case "zh":
      return (await import("./zh/inspector.ts")).inspector;
  }
}
