/**
 * Loads the explanations of a language: a large part, wanted when somebody asks why.
 */

import type { ExplainWords } from "./explain-words.ts";
import type { LanguageCode } from "./languages.ts";

/** The explanations of a language. */
export async function loadExplain(code: LanguageCode): Promise<ExplainWords> {
  switch (code) {
    case "en":
      return (await import("./en/explain/index.ts")).explain;
    case "zh":
      return (await import("./zh/explain/index.ts")).explain;
  }
}
