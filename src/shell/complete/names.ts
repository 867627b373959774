/** Names that a command line may begin with, and the variables of a shell. */

import { builtins } from "../builtins/index.ts";
import { list, lookup } from "../files/tree.ts";
import { programFolders } from "../find-program.ts";
import type { Machine } from "../machine.ts";
import type { ShellState } from "../state.ts";
import { reserved } from "../syntax/plain.ts";

/** Programs, builtins, words of the language, aliases and functions. */
export const commandNames = ({ machine, aliases, functions }: ShellState): string[] => [
  ...programNames(machine),
  ...builtins.keys(),
  ...reserved,
  ...aliases.keys(),
  ...functions.keys(),
];

/** The commands of a machine, and scripts that stand among the programs. */
export const programNames = (machine: Machine): string[] => [
  ...machine.commands.keys(),
  ...programFolders.flatMap((folder) => scriptsIn(machine, folder)),
];

function scriptsIn({ files }: Machine, folder: string): string[] {
  const listed = list(files, folder);
  if (!listed.ok) return [];
  return listed.names.filter((name) => {
    const found = lookup(files, `${folder}/${name}`);
    return found.ok && found.entry.kind === "file" && (found.entry.mode & 0o111) !== 0;
  });
}

/** The names of a shell's variables that have a value. */
export const variableNames = ({ variables }: ShellState): string[] =>
  [...variables].flatMap(([name, { value }]) => (value === undefined ? [] : [name]));
