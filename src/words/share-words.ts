/** The words of sharing and exporting, loaded when they are needed. */

import type { LanguageCode } from "./languages.ts";

export interface ShareWords {
  readonly title: string;
  readonly what: string;
  readonly link: string;
  readonly copy: string;
  readonly copied: string;
  readonly length: (characters: number) => string;
  readonly privacy: string;
  readonly mistakes: {
    readonly unreadable: string;
    readonly newer: string;
    readonly "too-large": string;
    readonly nonsense: string;
  };
  readonly noSuchScenario: (name: string) => string;
  readonly noSuchNode: (name: string) => string;
  readonly badScenario: string;
  /** What diagnostics call the scenario of a link. */
  readonly fileOfLink: string;
  readonly exportTitle: string;
  readonly exports: {
    readonly capture: string;
    readonly captureOf: string;
    readonly all: string;
    readonly svg: string;
    readonly png: string;
    readonly yaml: string;
    readonly yamlTyped: string;
    readonly save: string;
    readonly saved: (name: string) => string;
    readonly hints: {
      readonly capture: string;
      readonly picture: string;
      readonly yaml: string;
    };
  };
}

export async function loadShareWords(code: LanguageCode): Promise<ShareWords> {
  switch (code) {
    case "en":
      return (await import("./en/share.ts")).share;
    case "zh":
      return (await import("./zh/share.ts")).share;
  }
}
