/**
 * A typed line as the commands that it is made of, each as a sign that is the same for the ways in which
 * people write the same thing. Commands that only look have none. Left out: variables, scripts.
 */

import { actsOfCommand } from "./acts.ts";

/** One command of a line. */
export interface CommandSign {
  readonly on: string;
  readonly sign: string;
  /** It asks another machine, and changes nothing. */
  readonly isTrial: boolean;
  /** A loop repeats it: it counts as often as needed. */
  readonly isRepeated: boolean;
}

/** The commands of a line, in their order. */
export function commandSigns(on: string, run: string): readonly CommandSign[] {
  return run.split(/;|&&|\|\|/).flatMap((part): CommandSign[] => {
    const words = part
      .replaceAll(/["']/g, "")
      .replaceAll(/\s*=\s*/g, "=")
      .trim()
      .split(/\s+/);
    const isRepeated = words[0] === "do";
    const command = isRepeated ? words.slice(1) : words;
    const [program = "", ...rest] = command;
    if (shellWords.has(program)) return [];
    if (trials.has(program)) return [{ on, sign: trialOf(program, rest), isTrial: true, isRepeated }];
    return actsOfCommand(command).map((sign) => ({ on, sign, isTrial: false, isRepeated }));
  });
}

const shellWords = new Set(["", "for", "while", "done"]);
const trials = new Set(["curl", "ping", "arping", "nc"]);

/** Whom it asks; of an upload also what is sent. */
function trialOf(program: string, words: readonly string[]): string {
  if (program !== "curl") return [program, ...words].join(" ");
  return [program, ...words.filter(isTarget).map(hostOf), ...words.filter(isUpload)].join(" ");
}

const isTarget = (word: string): boolean => /^(https?:\/\/)?\d+\.\d+\.\d+\.\d+/.test(word);
const isUpload = (word: string): boolean => word.startsWith("@");
const hostOf = (word: string): string => word.replace(/^https?:\/\//, "").replace(/(:80)?\/?$/, "");
