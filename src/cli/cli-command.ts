/**
 * What a command of the command line is.
 */

import process from "node:process";
import { type Arguments, type CliOption, readArguments, UsageError } from "./arguments.ts";

export interface CliCommand {
  readonly name: string;
  /** Its operands, as in `SCENARIO NODE 'command'`. */
  readonly operands: string;
  readonly summary: string;
  readonly options: readonly CliOption[];
  /** More than the summary, for its own --help. */
  readonly details?: readonly string[];
  /** Does the work; answers the exit code. Throws `UsageError` for a wrong use. */
  readonly run: (given: Arguments) => Promise<number>;
}

const usageError = 2;

/**
 * Runs a command with its arguments; answers --help itself and turns a wrong use into one line and exit code
 * 2.
 */
export async function runCommand(
  command: CliCommand,
  argv: readonly string[],
  help: string,
): Promise<number> {
  if (argv.includes("--help") || argv.includes("-h")) {
    process.stdout.write(help);
    return 0;
  }
  try {
    return await command.run(readArguments(argv, command.options));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`lvs-lab ${command.name}: ${error.message}\n`);
    return usageError;
  }
}
