/**
 * Starting programs: the time it takes, the process, its exit code, and scripts with their own shell.
 */

import { later, type Nanos, nanos } from "#sim/engine/time";
import type { Command, CommandEntry, ScriptText } from "./command.ts";
import { forkCost, smallTool } from "./costs.ts";
import { findProgram } from "./find-program.ts";
import { Ending, exitCodeOf, type Flow, pause } from "./flow.ts";
import type { Dialect, Machine } from "./machine.ts";
import { needed } from "./needed.ts";
import { createProcess, type Launch, type Launcher } from "./process.ts";
import { runScript } from "./script.ts";

const notFound = 127;
const notExecutable = 126;

/**
 * Runs a program by name; answers its exit code, 127 for a name that stands for nothing. It says nothing
 * then.
 */
export async function launch(parts: Launch): Promise<number> {
  const [name = ""] = parts.words;
  const program = findProgram(parts.machine, parts.cwd, name);
  switch (program.kind) {
    case "command":
      return runCommand(program.entry, parts);
    case "script":
      return script(parts, {
        text: program.text,
        zero: name,
        parameters: parts.words.slice(1),
        dialect: interpreterOf(program.text, parts.machine),
      });
    case "missing":
      return notFound;
    case "refused":
    case "directory":
      return notExecutable;
  }
}

const launcher: Launcher = { find: findProgram, launch, script };

function interpreterOf(text: string, machine: Machine): Dialect {
  const first = /^#!\s*(\S+)(?:\s+(\S+))?/.exec(text);
  const program = (first?.[1]?.endsWith("/env") === true ? first[2] : first?.[1]) ?? "";
  if (program.endsWith("bash")) return "bash";
  return program.endsWith("sh") ? "dash" : machine.dialect;
}

const helpFile = () => import("./command-help.ts");

/** Whether a command's arguments ask for the help that is made here. */
function asksForHelp({ options }: Command, argv: readonly string[]): boolean {
  if (argv.length !== 1 || argv[0] !== "--help" || options === undefined) return false;
  const long = options.options.flatMap((option) => option.long ?? []);
  return long.length > 0 && !long.includes("help");
}

/**
 * Runs a command from fork to exit. It may have to be loaded first: the simulation stands still meanwhile, so
 * nothing depends on how long that takes.
 */
async function runCommand(entry: CommandEntry, parts: Launch): Promise<number> {
  const command = await needed(parts.machine, entry.load);
  const started = createProcess({ entry, command }, parts, launcher);
  return untilEnding(async () => {
    await charge(parts, command.cost ?? smallTool);
    if (!asksForHelp(command, started.argv)) return command.run(started);
    const { commandHelp } = await needed(parts.machine, helpFile);
    started.stdout.write(commandHelp(entry, command));
    return 0;
  });
}

/** Runs a script in a shell of its own. */
async function script(parts: Launch, text: ScriptText): Promise<number> {
  return untilEnding(async () => {
    await charge(parts, smallTool);
    return runScript(parts, text);
  });
}

async function untilEnding(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof Ending) return exitCodeOf(thrown.kind);
    throw thrown;
  }
}

/** Lets the time pass that starting a program takes, after those that are being started already. */
async function charge({ machine, flow, replacesShell }: Launch, cost: Nanos): Promise<void> {
  if (cost > 0) await useProcessor(machine, flow, nanos(cost + (replacesShell ? 0 : forkCost)));
}

/** Keeps the machine's one processor busy for `cost`, from when it is free. */
export async function useProcessor(machine: Machine, flow: Flow, cost: Nanos): Promise<void> {
  if (!machine.takesTime) return;
  const { now } = machine.simulation;
  machine.busyUntil = later(nanos(Math.max(now, machine.busyUntil)), cost);
  const signal = await pause(flow, nanos(machine.busyUntil - now));
  if (signal !== undefined) throw new Ending(signal);
}
