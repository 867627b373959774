/**
 * Whether a command goes on in the next line, so that an interactive shell asks for more: an open quote, loop
 * or here document, an operator or a backslash at the end.
 */

import { parse } from "./parse.ts";

/** Whether bash would show PS2 after this text. */
export async function continues(text: string): Promise<boolean> {
  if (text.trim() === "") return false;
  const parsed = await parse(text, "bash");
  if (!parsed.ok) return parsed.isUnfinished;
  const lastLine = text.slice(text.lastIndexOf("\n") + 1);
  return !/(?:^|\s)#/.test(lastLine) && (endsInBackslash(text) || endsInOperator(text));
}

const endsInBackslash = (text: string): boolean => (/\\*$/.exec(text)?.[0].length ?? 0) % 2 === 1;

const endsInOperator = (text: string): boolean => /(?:^|[^\\|&])(?:\|\|?|&&|\|&)\s*$/.test(text);
