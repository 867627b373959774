/** What `set -x` shows: every simple command before it runs. */

import type { Assigned } from "./assignments.ts";
import { quoteWord } from "./quote-word.ts";
import { type Run, variableText } from "./state.ts";

/** Shows a command after its words were expanded. */
export function trace(run: Run, assigned: readonly Assigned[], words: readonly string[]): void {
  const shown = [
    ...assigned.map(({ name, value }) => `${name}=${String(value)}`),
    ...words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : quoteWord(word))),
  ];
  run.ends.stderr.write(`${variableText(run.state, "PS4") ?? "+ "}${shown.join(" ")}\n`);
}
