/**
 * What a rule of the house is: a sentence, what it says of one file, and a file that breaks it.
 */
import type { Source } from "./source.ts";

export interface Rule {
  readonly says: string;
  /** One line for each place where the file breaks the rule. */
  readonly complaints: (source: Source) => readonly string[];
  /** Files, as path and text, that break it: without them a rule that looks at nothing would pass. */
  readonly broken: readonly (readonly [path: string, text: string])[];
}

/** Complaints for every match of a pattern in the code of a file. */
export function matches(source: Source, pattern: RegExp, text = source.code): string[] {
  return [...text.matchAll(pattern)].map((match) => `${source.path}: ${match[0].trim()}`);
}
