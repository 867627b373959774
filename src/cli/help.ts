/**
 * What `--help` says, made from the declarations of the commands.
 */

import type { CliCommand } from "./cli-command.ts";

/** All commands, a line each. */
export function overview(commands: readonly { readonly name: string; readonly summary: string }[]): string {
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(12)} ${summary}`);
  return [
    "usage: lvs-lab COMMAND [ARGUMENTS]",
    "",
    ...lines,
    "",
    "lvs-lab COMMAND --help says more. Exit codes: 0 done, 1 what was asked about failed, 2 wrong usage.",
    "",
  ].join("\n");
}

/** One command: usage, options, details. */
export function helpOf({ name, operands, summary, options, details = [] }: CliCommand): string {
  const spelled = options.map((option) => ({
    left: option.value === undefined ? `--${option.name}` : `--${option.name} ${option.value}`,
    what: option.what,
  }));
  const width = Math.max(0, ...spelled.map(({ left }) => left.length));
  return [
    `usage: lvs-lab ${name} ${operands}${options.length > 0 ? " [OPTIONS]" : ""}`,
    "",
    `${summary[0]?.toUpperCase() ?? ""}${summary.slice(1)}.`,
    ...(options.length > 0 ? [""] : []),
    ...spelled.map(({ left, what }) => `  ${left.padEnd(width)}  ${what}`),
    ...(details.length > 0 ? ["", ...details] : []),
    "",
  ].join("\n");
}
