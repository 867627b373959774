/**
 * The words of an `ip` command line, read one after another, and what ip says when it cannot go on.
 */

import type { Process } from "#shell/command";
import { needed } from "#shell/needed";

/** Thrown where ip exits: what it says on standard error, and its exit code. */
export class Refusal extends Error {
  readonly code: number;
  /** What the kernel answered, to be put into words after the text. */
  readonly errno: string | undefined;

  constructor(text: string, code: number, errno?: string) {
    super(text);
    this.code = code;
    this.errno = errno;
  }
}

const errnoFile = () => import("../network/errno-words.ts");

/** Says why ip exits, and answers the exit code. */
export async function tell({ machine, stderr }: Process, { message, code, errno }: Refusal): Promise<number> {
  const words = errno === undefined ? "" : `: ${(await needed(machine, errnoFile)).errnoWords(errno)}`;
  if (message !== "") stderr.write(`${message}${words}\n`);
  return code;
}

/** The exit code of ip where it calls exit(-1). */
export const misused = 255;

export interface Words {
  readonly list: readonly string[];
  at: number;
}

/** The word that is being looked at; `undefined` at the end. */
export const current = ({ list, at }: Words): string | undefined => list[at];

/** Goes on to the next word, which must be there. */
export function next(words: Words): string {
  words.at++;
  const word = words.list[words.at];
  if (word === undefined) throw new Refusal('Command line is not complete. Try option "help"', misused);
  return word;
}

/** The words that are left, one at a time; what is in hand may take more of them by `next`. */
export function* eachWord(words: Words): Generator<string> {
  for (; words.at < words.list.length; words.at++) yield words.list[words.at] ?? "";
}

/** Whether a typed word is a beginning of one of the keywords. */
export const begins = (word: string, ...keywords: readonly string[]): boolean =>
  keywords.some((keyword) => keyword.startsWith(word));

/** `key` was given twice. */
export const duplicate = (key: string, word: string): Refusal =>
  new Refusal(`Error: duplicate "${key}": "${word}" is the second value.`, misused);

/** A word that is not a keyword, where the only place for one is taken. */
export const garbage = (key: string, word: string): Refusal =>
  new Refusal(`Error: either "${key}" is duplicate, or "${word}" is a garbage.`, misused);

/** A value that cannot be. */
export const wrong = (word: string, why: string): Refusal =>
  new Refusal(`Error: argument "${word}" is wrong: ${why}`, misused);

/** A whole number in decimal, octal or hexadecimal, as strtoul takes it; `undefined` for anything else. */
export function numberOf(text: string, largest = 0xffffffff): number | undefined {
  if (!/^(?:0x[0-9a-f]+|\d+)$/i.test(text)) return undefined;
  const value = /^0\d+$/.test(text) ? Number.parseInt(text, 8) : Number(text);
  return Number.isSafeInteger(value) && value <= largest ? value : undefined;
}

/** The number in a word that must be one. */
export function numberIn(text: string, why: string, largest?: number): number {
  const value = numberOf(text, largest);
  if (value === undefined) throw wrong(text, why);
  return value;
}

/** `on` or `off`, which a keyword asks for. */
export function switchIn(words: Words, keyword: string): boolean {
  const word = next(words);
  if (word === "on") return true;
  if (word === "off") return false;
  throw new Refusal(`Error: argument of "${keyword}" must be "on" or "off", not "${word}"`, 1);
}
