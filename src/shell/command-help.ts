/**
 * What `--help` says of a command that has long options and no help text of its own: its summary and its
 * options, from their declarations.
 */

import type { Command, CommandEntry } from "./command.ts";
import type { OptionDeclaration } from "./options.ts";

/** The help of a command: usage, what it does, a line an option. */
export function commandHelp({ name, summary }: CommandEntry, { options = { options: [] } }: Command): string {
  const rows = options.options.map((option) => ({ left: spelled(option), what: option.what ?? "" }));
  const width = Math.max(0, ...rows.map(({ left }) => left.length));
  const lines = rows.map(({ left, what }) => `  ${left.padEnd(width)}  ${what}`.trimEnd());
  return [`Usage: ${name} [OPTION]... [OPERAND]...`, `LVS Lab's ${name}: ${summary}.`, "", ...lines, ""].join(
    "\n",
  );
}

/** `-c, --count=N` */
function spelled({ short, long, takes = "nothing", valueName = "VALUE" }: OptionDeclaration): string {
  const names = [short === undefined ? "   " : `-${short}`, long === undefined ? undefined : `--${long}`];
  const text = names.filter((name) => name !== undefined).join(short === undefined ? " " : ", ");
  if (takes === "nothing") return text;
  return `${text}${long === undefined ? " " : "="}${valueName}`;
}
