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
    name: "serve",
    summary: "serve the lab as a page for the browser",
    load: async () => (await import("./serve.ts")).serve,
  },
  {
    name: "list",
    summary: "list the scenarios that come with the program",
    load: async () => (await import("./list.ts")).list,
  },
  {
    name: "run",
    summary: "play a scenario and print what every node did with every frame",
    load: async () => (await import("./run.ts")).run,
  },
  {
    name: "exec",
    summary: "run a command on a node of a scenario",
    load: async () => (await import("./exec.ts")).exec,
  },
  {
    name: "check",
    summary: "list every mistake of scenario files",
    load: async () => (await import("./check.ts")).check,
  },
  {
    name: "doctor",
    summary: "say what will go wrong in a scenario, and what to type against it",
    load: async () => (await import("./doctor.ts")).doctor,
  },
  {
    name: "solve",
    summary: "solve lessons without a screen and hold them to what they promise",
    load: async () => (await import("./solve.ts")).solve,
  },
  {
    name: "claims",
    summary: "try what tutorials say of LVS, and tell what is found",
    load: async () => (await import("./claims.ts")).claims,
  },
  {
    name: "new",
    summary: "begin a lesson: a folder with its files",
    load: async () => (await import("./new.ts")).newThing,
  },
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
  {
    name: "swarm",
    summary: "hold random networks and damaged scenario files to what must always be true",
    load: async () => (await import("./swarm.ts")).swarm,
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
