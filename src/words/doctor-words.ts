/** The words of the doctor's dialog, loaded when it is first opened. */

import type { FindingWords } from "./finding-words.ts";
import type { LanguageCode } from "./languages.ts";

export interface DoctorWords {
  readonly title: string;
  /** What the doctor does, and at which moment the machines are looked at. */
  readonly what: (moment: string) => string;
  readonly looking: string;
  readonly sound: string;
  readonly found: (findings: number) => string;
  /** What the lines that follow lead to. */
  readonly cure: (what: string) => string;
  readonly noCure: string;
  readonly typeAt: (node: string) => string;
  readonly lesson: string;
  readonly again: string;
  /** The sentences of the findings. */
  readonly tellers: FindingWords;
}

/** The words of a language. */
export async function loadDoctorWords(code: LanguageCode): Promise<DoctorWords> {
  switch (code) {
    case "en":
      return (await import("./en/doctor.ts")).doctorWords;
    case "zh":
      return (await import("./zh/doctor.ts")).doctorWords;
  }
}
