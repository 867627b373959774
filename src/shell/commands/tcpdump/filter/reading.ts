/**
 * A filter while it is read: its tokens, how far it has come, and whom names can be asked of.
 */

import type { Ipv4Address } from "#sim/wire/address";
import { syntaxError } from "./expression.ts";
import type { Token } from "./tokens.ts";

export interface Reading {
  readonly tokens: readonly Token[];
  readonly resolve: (name: string) => Ipv4Address | undefined;
  at: number;
}

export const peek = (reading: Reading): Token | undefined => reading.tokens[reading.at];

export const next = (reading: Reading): Token | undefined => reading.tokens[reading.at++];

/** Reads exactly this text, or fails. */
export function expect(reading: Reading, text: string): void {
  if (next(reading)?.text !== text) throw syntaxError();
}

/** Reads this word if it comes next. */
export function accept(reading: Reading, ...texts: readonly string[]): boolean {
  const token = peek(reading);
  if (token === undefined || token.isEscaped || !texts.includes(token.text)) return false;
  reading.at++;
  return true;
}
