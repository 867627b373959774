/**
 * A shell on a machine: a terminal that keeps its variables from line to line, or one `sh -c`.
 *
 * A line runs as a task of the lab's turns: `run` answers at once, and the output comes while whoever drives
 * the lab lets time pass.
 */

import type { Ends, Signal } from "./command.ts";
import { shellEnd, shellStart } from "./costs.ts";
import { Ending, exitCodeOf, type Job, newJob, pause, signalJob, startFlow } from "./flow.ts";
import { useProcessor } from "./launch.ts";
import type { Dialect, Machine } from "./machine.ts";
import { needed } from "./needed.ts";
import { callbackSink, openPipe, pipeSource, type Source, textSource } from "./pipe.ts";
import { newState, runText, runTextIn } from "./script.ts";
import type { Run, ShellState } from "./state.ts";
import { interpreter } from "./walk.ts";

export type OnOutput = (text: string, stream: "stdout" | "stderr") => void;

/** A line or script that runs, or has. */
export interface Running {
  /** `undefined` while it runs. */
  readonly exitCode: number | undefined;
  /** Sends a signal to it and everything it has in the foreground: INT is Ctrl-C. */
  signal(signal: Signal): void;
}

export interface Shell {
  readonly state: ShellState;
  /** Starts a line. One line runs at a time: the one before must have ended. */
  run(line: string): Running;
  /** Whether `exit` was called: the terminal is over. */
  readonly hasExited: boolean;
  /** What a person types while a command reads; `undefined` is Ctrl-D. */
  type(text: string | undefined): void;
}

export interface TerminalOptions {
  readonly machine: Machine;
  readonly onOutput: OnOutput;
  readonly columns?: number;
  readonly cwd?: string;
}

const usualEnv: readonly (readonly [string, string])[] = [
  ["HOME", "/root"],
  ["LOGNAME", "root"],
  ["PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"],
  ["SHELL", "/bin/bash"],
  ["TERM", "xterm-256color"],
  ["USER", "root"],
];

const defaultColumns = 80;

/** Opens a terminal: an interactive bash in root's home. */
export function openTerminal({ machine, onOutput, columns, cwd }: TerminalOptions): Shell {
  const keyboard = openKeyboard();
  const ends: Ends = {
    stdin: keyboard.source,
    stdout: callbackSink(true, (text) => onOutput(text, "stdout")),
    stderr: callbackSink(true, (text) => onOutput(text, "stderr")),
  };
  const terminal = { hasExited: false, running: undefined as Running | undefined };
  const job = newJob();
  const state = newState({
    ...{ machine, interpreter, cwd: cwd ?? "/root", env: new Map(usualEnv) },
    ...{ dialect: "bash", title: "-bash", zero: "-bash", parameters: [] },
    ...{ columns: columns ?? defaultColumns, isInteractive: true, mayBecomeLast: false },
  });
  const run = (line: string): Running => {
    if (terminal.running !== undefined && terminal.running.exitCode === undefined) {
      throw new Error("broken invariant: one line of a terminal runs at a time");
    }
    if (line.trim() !== "") state.history.push(line);
    keyboard.isEnded = false;
    terminal.running = startLine(machine, job, async (flow) => {
      const leaving = await runLine({ state, flow, ends }, line);
      terminal.hasExited ||= leaving === "exit";
      return state.status;
    });
    return terminal.running;
  };
  return {
    state,
    run,
    get hasExited() {
      return terminal.hasExited;
    },
    type: keyboard.type,
  };
}

/** Runs one line of a terminal. A signal ends the line, not the terminal. */
async function runLine(run: Run, line: string): Promise<"exit" | undefined> {
  const { state } = run;
  state.line = 1;
  state.depth = 0;
  state.isCondition = false;
  try {
    const leaving = await runTextIn(run, line);
    if (leaving?.kind === "exit" && leaving.isMistake !== true) return "exit";
  } catch (thrown) {
    if (!(thrown instanceof Ending)) throw thrown;
    state.status = exitCodeOf(thrown.kind);
  }
  await reportJobs(run);
  return undefined;
}

const jobLines = () => import("./job-lines.ts");

/** Says which background jobs have ended since the last line. */
async function reportJobs({ state, ends }: Run): Promise<void> {
  if (state.jobs.length === 0) return;
  const { endedJobs } = await needed(state.machine, jobLines);
  for (const report of endedJobs(state)) ends.stderr.write(report);
}

export interface CommandOptions {
  readonly machine: Machine;
  readonly text: string;
  readonly onOutput: OnOutput;
  /** The machine's own if absent. */
  readonly dialect?: Dialect;
  readonly cwd?: string;
  readonly stdin?: string;
}

/** Runs a text as `sh -c` does: a shell of its own that ends with it. */
export function startCommand(options: CommandOptions): Running {
  const { machine, text, onOutput } = options;
  const dialect = options.dialect ?? machine.dialect;
  const title = dialect === "dash" ? "/bin/sh" : "bash";
  return startLine(machine, newJob(), async (flow) => {
    const state = newState({
      ...{ machine, interpreter, cwd: options.cwd ?? "/root", env: new Map(usualEnv) },
      ...{ dialect, title, zero: title, parameters: [] },
      ...{ columns: defaultColumns, isInteractive: false, mayBecomeLast: true },
    });
    const ends: Ends = {
      stdin: textSource(options.stdin ?? ""),
      stdout: callbackSink(false, (output) => onOutput(output, "stdout")),
      stderr: callbackSink(false, (output) => onOutput(output, "stderr")),
    };
    await useProcessor(machine, flow, shellStart);
    const code = await runText({ state, flow, ends }, text);
    if (machine.takesTime) await pause(flow, shellEnd);
    return code;
  });
}

function startLine(machine: Machine, job: Job, work: (flow: Run["flow"]) => Promise<number>): Running {
  const result = { exitCode: undefined as number | undefined };
  const { turns, simulation } = machine;
  job.signals = 0;
  job.signalled = undefined;
  startFlow({ turns, simulation, job }, async (flow) => {
    try {
      result.exitCode = await work(flow);
    } catch (thrown) {
      if (!(thrown instanceof Ending)) throw thrown;
      result.exitCode = exitCodeOf(thrown.kind);
    }
  });
  return {
    get exitCode() {
      return result.exitCode;
    },
    signal: (signal) => signalJob(job, signal),
  };
}

/** The keyboard of a terminal as a source: what is typed, until Ctrl-D. */
function openKeyboard(): { readonly source: Source; type(text: string | undefined): void; isEnded: boolean } {
  const pipe = openPipe();
  const keyboard = {
    isEnded: false,
    source: { ...pipeSource(pipe), isTerminal: true, isOver: () => keyboard.isEnded },
    type(text: string | undefined): void {
      if (text === undefined) keyboard.isEnded = true;
      else pipe.chunks.push(text);
      pipe.onChange?.();
    },
  };
  return keyboard;
}
