/**
 * The words of the menu of breakpoints, and what is wrong with a condition that does not read. Loaded with
 * the menu.
 */

import type { LanguageCode } from "./languages.ts";

/** How a field's value is written. */
export type ValueKind = "address" | "mac" | "number" | "flags" | "protocol";

export interface StopWords {
  readonly title: string;
  readonly drop: string;
  readonly pick: string;
  /** The addresses that virtual services have; there may be none. */
  readonly vip: (addresses: readonly string[]) => string;
  readonly fields: string;
  readonly example: string;
  readonly add: string;
  readonly remove: (condition: string) => string;
  readonly mistakes: {
    readonly empty: string;
    readonly notACondition: (text: string) => string;
    readonly noSuchField: (field: string, known: readonly string[]) => string;
    readonly badValue: (field: string, value: string, expected: ValueKind) => string;
    readonly noOrder: (field: string, comparison: string) => string;
    readonly known: string;
  };
}

/** The words of the menu in a language. */
export async function loadStopWords(code: LanguageCode): Promise<StopWords> {
  switch (code) {
    case "en":
      return (await import("./en/stops.ts")).stops;
    case "zh":
      return (await import("./zh/stops.ts")).stops;
  }
}
