/**
 * The words of what the doctor finds. Each finding has all of them in each language: a missing one, or one
 * that there is no finding for, does not compile.
 */

import type { Finding } from "#doctor/finding";
import type { FindingFacts } from "#doctor/finding-facts";
import type { LanguageCode } from "./languages.ts";

export interface FindingTeller<Name extends keyof FindingFacts> {
  /** What is wrong, in a few words. */
  readonly title: string;
  /** What will happen because of it, made of the values. */
  readonly consequence: (evidence: FindingFacts[Name], node: string) => string;
  /** What the lines to be typed do. */
  readonly cure: (evidence: FindingFacts[Name], node: string) => string;
}

export type FindingTellers = { readonly [Name in keyof FindingFacts]: FindingTeller<Name> };

export interface FindingWords {
  readonly findings: FindingTellers;
  readonly report: {
    /** The doctor found nothing. */
    readonly none: (scenario: string) => string;
    readonly count: (findings: number) => string;
    /** Before the lines to be typed: what they do. */
    readonly cure: (what: string) => string;
    /** There is nothing that one line mends. */
    readonly noCure: string;
    readonly lesson: (slug: string) => string;
  };
}

/** A finding in words. */
export interface ToldFinding {
  readonly title: string;
  readonly consequence: string;
  readonly cure: string;
}

/** Tells a finding in a language. */
export function tellFinding({ findings }: FindingWords, { name, node, evidence }: Finding): ToldFinding {
  // The words and the values are those of one name, which the compiler cannot see of a union.
  const { title, consequence, cure } = findings[name] as FindingTeller<typeof name>;
  return { title, consequence: consequence(evidence, node), cure: cure(evidence, node) };
}

/** The words of a language. */
export async function loadFindingWords(code: LanguageCode): Promise<FindingWords> {
  switch (code) {
    case "en":
      return (await import("./en/findings/index.ts")).findingWords;
    case "zh":
      return (await import("./zh/findings/index.ts")).findingWords;
  }
}
