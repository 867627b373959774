/**
 * A running command: its view of time, signals and children. Starting programs by name is launch.ts's work,
 * which hands itself in.
 */

import type { Nanos } from "#sim/engine/time";
import type { Child, Command, CommandEntry, Ends, Process, ScriptText, Signal } from "./command.ts";
import type { Program } from "./find-program.ts";
import { Ending, type Flow, newJob, pause, signalJob, startFlow, waitFor } from "./flow.ts";
import type { Machine } from "./machine.ts";
import { holdEnds, letGoEnds, stdinOf } from "./pipe.ts";
import type { Interpreter } from "./state.ts";

/** Everything a program is started with. */
export interface Launch {
  readonly machine: Machine;
  readonly interpreter: Interpreter;
  readonly flow: Flow;
  readonly ends: Ends;
  readonly env: Map<string, string>;
  readonly cwd: string;
  readonly columns: number;
  /** The program and its arguments. */
  readonly words: readonly string[];
  /** Whether the shell becomes the program instead of forking. */
  readonly replacesShell: boolean;
}

/** How children are started, handed in by launch.ts. */
export interface Launcher {
  find(machine: Machine, cwd: string, name: string): Program;
  launch(launch: Launch): Promise<number>;
  script(launch: Launch, script: ScriptText): Promise<number>;
}

export const takePid = (machine: Machine): number => machine.nextPid++;

export interface Loaded {
  readonly entry: CommandEntry;
  readonly command: Command;
}

/** The process of a command, not yet running. */
export function createProcess({ entry, command }: Loaded, launch: Launch, launcher: Launcher): Process {
  const { machine, flow, ends, words } = launch;
  const running: Running = { command, launch, launcher, caught: undefined };
  const [name = "", ...argv] = words;
  const withEnds = (given: Partial<Ends> = {}, child = words): Launch => ({
    ...launch,
    ends: { ...ends, ...given },
    words: child,
    env: new Map(process.env),
    cwd: process.cwd,
    replacesShell: false,
  });
  const process: Process = {
    name,
    entry,
    argv,
    pid: takePid(machine),
    machine,
    env: new Map(launch.env),
    cwd: launch.cwd,
    stdin: stdinOf(ends.stdin, flow, (ending) => {
      if (answer(running, ending.kind as Signal) === "interrupted") throw ending;
    }),
    stdout: ends.stdout,
    stderr: ends.stderr,
    isTerminal: ends.stdout.isTerminal,
    columns: launch.columns,
    get caught() {
      return running.caught;
    },
    sleep: (delay) => sleep(running, delay),
    until: (register, timeout, waitsFor) => until(running, register, timeout, waitsFor),
    finds: (program) => launcher.find(machine, process.cwd, program).kind,
    execute: (child, given) => withSignals(running, () => launcher.launch(withEnds(given, child))),
    start: (child, given) => startChild(running, withEnds(given, child)),
    script: (script, given) => withSignals(running, () => launcher.script(withEnds(given), script)),
  };
  return process;
}

interface Running {
  readonly command: Command;
  readonly launch: Launch;
  readonly launcher: Launcher;
  caught: Signal | undefined;
}

/** What a signal does to a command: it is caught, or ends the command. */
function answer(running: Running, signal: Signal): "interrupted" {
  if (running.command.catches?.includes(signal) !== true) throw new Ending(signal);
  running.caught = signal;
  return "interrupted";
}

async function sleep(running: Running, delay: Nanos): Promise<"done" | "interrupted"> {
  const signal = await pause(running.launch.flow, delay);
  return signal === undefined ? "done" : answer(running, signal);
}

async function until<T>(
  running: Running,
  register: (wake: (value: T) => void) => () => void,
  timeout: Nanos | undefined,
  waitsFor: "time" | "others" | undefined,
): Promise<T | "timeout" | "interrupted"> {
  const waited = await waitFor(running.launch.flow, register, timeout, waitsFor);
  switch (waited.kind) {
    case "value":
      return waited.value;
    case "timeout":
      return "timeout";
    case "signal":
      return answer(running, waited.signal);
  }
}

/** A child in the same flow took the signal; it was meant for the parent too. */
async function withSignals(running: Running, child: () => Promise<number>): Promise<number> {
  const { job } = running.launch.flow;
  const before = job.signals;
  const code = await child();
  if (job.signals !== before && job.signalled !== undefined) answer(running, job.signalled);
  return code;
}

function startChild({ launch, launcher }: Running, child: Launch): Child {
  const { flow, machine } = launch;
  const job = newJob();
  const waiting = new Set<() => void>();
  const state = { exitCode: undefined as number | undefined };
  flow.job.children.add(job);
  holdEnds(child.ends);
  startFlow({ turns: flow.turns, simulation: flow.simulation, job }, async (childFlow) => {
    state.exitCode = await launcher.launch({ ...child, flow: childFlow });
    letGoEnds(child.ends);
    flow.job.children.delete(job);
    for (const wake of waiting) wake();
  });
  return {
    pid: machine.nextPid,
    get exitCode() {
      return state.exitCode;
    },
    signal: (signal) => signalJob(job, signal),
    wait: async (timeout) => {
      if (state.exitCode !== undefined) return state.exitCode;
      const waited = await waitFor<void>(
        flow,
        (wake) => {
          const woken = (): void => wake();
          waiting.add(woken);
          return () => void waiting.delete(woken);
        },
        timeout,
      );
      if (waited.kind === "signal") return "interrupted";
      return state.exitCode ?? "timeout";
    },
  };
}
