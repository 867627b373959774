/**
 * The commands of the command line, each loaded when it is asked for.
 */

import { type CliCommand, runCommand } from "./cli-command.ts";
import { helpOf } from "./help.ts";

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CliCommand>;
}

export const commands: readonly CommandEntry[] = [
  {
    name: "bench",
    summary: "measure the reference work, and its ratio to a reference program",
    load: async () => (await import("./bench.ts")).bench,
  },
  {
    name: "conformance",
    summary: "hold the simulator to recordings of a real kernel",
    load: async () => (await import("./conformance.ts")).conformance,
  },
];

/** A command by its name, ready to run. */
export function findCommand(name: string): { run: (argv: readonly string[]) => Promise<number> } | undefined {
  const entry = commands.find((candidate) => candidate.name === name);
  if (entry === undefined) return undefined;
  return {
    run: async (argv) => {
      const command = await entry.load();
      return runCommand(command, argv, helpOf(command));
    },
  };
}
