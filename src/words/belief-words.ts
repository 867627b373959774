/**
 * The words in which a director's belief is compared with what its connections' ends hold.
 */

import type { BeliefKind, Sight } from "./belief-facts.ts";
import type { LanguageCode } from "./languages.ts";

export interface BeliefWords {
  readonly title: string;
  readonly summary: (different: number, all: number) => string;
  readonly columns: Readonly<Record<"client" | "director" | "atClient" | "atServer", string>>;
  /** An end that holds no socket; an end that cannot be found. */
  readonly none: string;
  readonly unknown: string;
  readonly kinds: Readonly<Record<BeliefKind, (count: number) => string>>;
  /** Why the director can believe it, by what it sees. */
  readonly reasons: Readonly<Record<BeliefKind, Readonly<Record<Sight, string>>>>;
  readonly more: (count: number) => string;
  readonly fewer: string;
}

/** The words of a language, with the first director that has connections. */
export async function loadBelief(code: LanguageCode): Promise<BeliefWords> {
  switch (code) {
    case "en":
      return (await import("./en/belief.ts")).belief;
    case "zh":
      return (await import("./zh/belief.ts")).belief;
  }
}
