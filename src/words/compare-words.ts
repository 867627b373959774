/** The words of the comparison of two runs, loaded with it. */

import type { Nanos } from "#sim/engine/time";
import type { LanguageCode } from "./languages.ts";

/** What a compared run is. */
export type RunName =
  | { readonly kind: "this" }
  | {
      readonly kind: "branch";
      readonly number: number;
      readonly leftAt: Nanos;
      /** The line it is known by. */
      readonly typed: { readonly node: string; readonly line: string } | undefined;
    }
  | { readonly kind: "scenario"; readonly title: Readonly<Record<LanguageCode, string>> }
  | { readonly kind: "line"; readonly node: string; readonly line: string }
  | { readonly kind: "without"; readonly node: string; readonly line: string };

export const compareTabs = ["why", "hops", "tables"] as const;
export type CompareTab = (typeof compareTabs)[number];

export interface CompareWords {
  readonly title: string;
  /** What is to be chosen first. */
  readonly intro: string;
  readonly choose: {
    readonly line: string;
    readonly lineHint: string;
    readonly machine: string;
    readonly command: string;
    /** What a line may be, before anything is typed. */
    readonly example: (line: string) => string;
    readonly without: string;
    readonly withoutHint: string;
    readonly script: string;
    readonly branch: string;
    readonly noBranch: string;
    /** Of two branches: the one, the other, and both. */
    readonly oneBranch: string;
    readonly otherBranch: string;
    readonly twoBranches: string;
    readonly scenario: string;
    readonly scenarioHint: string;
    readonly go: string;
    /** What the button compares with, for a screen reader. */
    readonly goWith: (what: string) => string;
  };
  readonly working: string;
  readonly failed: (message: string) => string;
  /** Back to the choice. */
  readonly again: string;
  readonly runName: (name: RunName, moment: (at: Nanos) => string) => string;
  readonly first: {
    readonly title: string;
    /** Nothing differs but what was set by hand. */
    readonly none: string;
    /** What led to it, in both. */
    readonly after: (sentence: string) => string;
    /** The other run has nothing in this place. */
    readonly nothing: string;
    readonly goThere: string;
    readonly why: string;
    readonly whyIn: (run: string) => string;
  };
  readonly stageOf: (run: string) => string;
  readonly player: {
    readonly name: string;
    readonly toStart: string;
    readonly back: string;
    readonly play: string;
    readonly pause: string;
    readonly forward: string;
    readonly toEnd: string;
    readonly previous: string;
    readonly next: string;
    readonly noMore: string;
    readonly clock: string;
    readonly speed: string;
    readonly lock: string;
    readonly modes: Readonly<Record<"time" | "events", string>>;
    readonly standing: (step: number, of: number) => string;
  };
  readonly tabs: Readonly<Record<CompareTab, string>>;
  readonly tabsName: string;
  readonly marks: {
    /** On a machine, for a screen reader. */
    readonly machine: string;
    readonly frame: string;
    readonly none: string;
    readonly list: string;
    readonly rows: (count: number) => string;
    readonly frames: (count: number) => string;
  };
  readonly hops: {
    readonly none: string;
    readonly alone: string;
    readonly differs: string;
    readonly hint: string;
    readonly request: string;
    readonly sum: (cells: number, hops: number) => string;
  };
  readonly tables: {
    readonly none: string;
    readonly key: string;
    readonly missing: string;
    readonly more: (count: number) => string;
  };
}

/** The words of a language. */
export async function loadCompareWords(code: LanguageCode): Promise<CompareWords> {
  switch (code) {
    case "en":
      return (await import("./en/compare.ts")).compare;
    case "zh":
      return (await import("./zh/compare.ts")).compare;
  }
}
