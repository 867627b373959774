/**
 * The command line: which command was asked for, and its exit code.
 *
 * 0: done. 1: the thing asked about failed. 2: the command line was wrong. A command is loaded when it is
 * asked for, so that a short one starts fast.
 */

import process from "node:process";
import { commands, findCommand } from "./commands.ts";
import { overview } from "./help.ts";
import { endWithReader } from "./output.ts";

const usageError = 2;

async function main(argv: readonly string[]): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    process.stdout.write(overview(commands));
    return name === undefined ? usageError : 0;
  }
  const command = findCommand(name);
  if (command === undefined) {
    process.stderr.write(`lvs-lab: there is no command ${name}; lvs-lab --help lists them\n`);
    return usageError;
  }
  return command.run(rest);
}

endWithReader();
process.exitCode = await main(process.argv.slice(2));
