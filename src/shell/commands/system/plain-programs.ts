/**
 * Builtins of the shell that are programs too, for commands that run others: `xargs echo`, `timeout 1 false`.
 */

import type { Command, Process } from "#shell/command";

/** Runs the builtin in a shell of its own. */
const asProgram = (name: string, summary: string): Command => ({
  name,
  summary,
  run: (process: Process) => {
    const quoted = process.argv.map((arg) => `'${arg.replaceAll("'", `'\\''`)}'`).join(" ");
    return process.script({ text: `${name} ${quoted}`, zero: name, parameters: [], dialect: "bash" });
  },
});

export const plainPrograms: readonly Command[] = [
  asProgram("echo", "print its arguments"),
  asProgram("printf", "print by a format"),
  asProgram("true", "succeed"),
  asProgram("false", "fail"),
  asProgram("test", "ask about files, texts and numbers"),
  asProgram("[", "ask about files, texts and numbers"),
  asProgram("pwd", "print where you are"),
];
