/**
 * What a person prefers: language, theme, projector. The address of the page decides first (`?lang=zh`,
 * `?theme=dark`, `?projector`), then what was chosen here before, then what the browser says.
 *
 * A browser that keeps nothing (private windows, blocked storage) loses nothing but the memory.
 */

import { type LanguageCode, languageCodes } from "#words/languages";

export interface Preferences {
  readonly language: LanguageCode;
  readonly theme: "light" | "dark";
  readonly isProjector: boolean;
  readonly isStill: boolean;
}

/** What is asked of the browser; tests hand in their own. */
export interface Asked {
  readonly query: URLSearchParams;
  readonly languages: readonly string[];
  readonly matches: (media: string) => boolean;
  readonly stored: (key: string) => string | undefined;
}

const isLanguage = (code: string | undefined): code is LanguageCode =>
  languageCodes.some((known) => known === code);

const isTheme = (name: string | undefined): name is "light" | "dark" => name === "light" || name === "dark";

/** The preferences to begin with. */
export function preferencesOf({ query, languages, matches, stored }: Asked): Preferences {
  const named = [query.get("lang") ?? undefined, stored("language")].find(isLanguage);
  const spoken = languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage);
  const theme = [query.get("theme") ?? undefined, stored("theme")].find(isTheme);
  return {
    language: named ?? spoken ?? "en",
    theme: theme ?? (matches("(prefers-color-scheme: dark)") ? "dark" : "light"),
    isProjector: query.has("projector"),
    isStill: matches("(prefers-reduced-motion: reduce)"),
  };
}

const prefix = "lvs-lab.";

/** What was kept under a key. */
export function stored(key: string): string | undefined {
  try {
    return localStorage.getItem(prefix + key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a value for the next visit, where the browser lets us. */
export function keep(key: string, value: string): void {
  try {
    localStorage.setItem(prefix + key, value);
  } catch {
    // Storage is full or forbidden: the choice holds for this visit.
  }
}
