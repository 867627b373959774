/**
 * Builtins of the shell that are programs too, for commands that run others: `xargs echo`, `timeout 1 false`.
 */

import type { Command, Process } from "#shell/command";

/** Runs the builtin in a shell of its own. */
export const asProgram = (name: string): Command => ({
  run: (process: Process) => {
    const quoted = process.argv.map((arg) => `'${arg.replaceAll("'", `'\\''`)}'`).join(" ");
    return process.script({ text: `${name} ${quoted}`, zero: name, parameters: [], dialect: "bash" });
  },
});
