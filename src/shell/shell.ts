/**
 * A shell on a machine: a terminal that keeps its variables from line to line, or one `sh -c`.
 *
 * A line runs as a task of the lab's turns: `run` answers at once, and the output comes while whoever drives
 * the lab lets time pass.
 */

import type { Ends, Signal } from "./command.ts";
import { shellEnd, shellStart } from "./costs.ts";
import { type EditorAct, type EditorEvent, editorOf } from "./editor.ts";
import { Ending, exitCodeOf, isResting, type Job, newJob, pause, signalJob, startFlow } from "./flow.ts";
import { type Keyboard, openKeyboard } from "./keyboard.ts";
import { useProcessor } from "./launch.ts";
import type { Dialect, Machine } from "./machine.ts";
import { needed } from "./needed.ts";
import { callbackSink, type Source, textSource } from "./pipe.ts";
import { promptOf, usualContinuation, usualPrompt } from "./prompt.ts";
import { newState, runText, runTextIn } from "./script.ts";
import { type Run, type ShellState, variableText } from "./state.ts";
import { continues } from "./syntax/continues.ts";
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
  run(line: string, how?: LineOptions): Running;
  /** Whether `exit` was called: the terminal is over. */
  readonly hasExited: boolean;
  /** What is shown where the next line is typed; another one while the rest of a command is asked for. */
  readonly prompt: string;
  /** Whether it asks for the rest of a command. */
  readonly isUnfinished: boolean;
  /** What a person types while a command reads; `undefined` is Ctrl-D. */
  type(text: string | undefined): void;
  /** A line that was typed while a command ran, which did not read it: the shell reads it next. */
  takeTyped(): string | undefined;
  /** Ctrl-C throws away what was typed and not read, and the beginning of a command. */
  forget(): void;
  /** What a line that runs waits for: time, somebody at the keyboard, or something else from outside. */
  readonly waitsFor: "time" | "keyboard" | "others";
  /** Whether an editor has the keyboard: no key is a signal then, and none is echoed. */
  readonly isEditing: boolean;
  /** What is done in the editor. `false`: none is open. */
  edit(act: EditorAct): boolean;
}

export interface LineOptions {
  /** Whether the rest of a command that is not whole is asked for; else it is a mistake. */
  readonly asksForMore?: boolean;
}

export interface TerminalOptions {
  readonly machine: Machine;
  readonly onOutput: OnOutput;
  readonly columns?: number;
  readonly cwd?: string;
  /** Called when a line has ended; another may be started at once. */
  readonly onEnded?: () => void;
  /** Shows an editor. Absent: this terminal has none. */
  readonly onEditor?: (event: EditorEvent) => void;
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

/** A terminal while it is open. */
interface Terminal {
  readonly options: TerminalOptions;
  readonly state: ShellState;
  readonly keyboard: Keyboard;
  readonly ends: Ends;
  readonly job: Job;
  hasExited: boolean;
  running: Running | undefined;
  /** The lines of a command whose rest is asked for. */
  unfinished: string;
}

/** Opens a terminal: an interactive bash in root's home. */
export function openTerminal(options: TerminalOptions): Shell {
  const { machine, onEditor } = options;
  const keyboard = openKeyboard();
  const editing = onEditor === undefined ? undefined : editorOf(onEditor);
  const ends = endsOf({ ...keyboard.source, editor: editing?.editor }, options.onOutput);
  const state = terminalState(options);
  const terminal: Terminal = {
    ...{ options, state, keyboard, ends, job: newJob() },
    ...{ hasExited: false, running: undefined, unfinished: "" },
  };
  const host = machine.hostname;
  return {
    state,
    run: (line, how = {}) => runInTerminal(terminal, line, how),
    get hasExited() {
      return terminal.hasExited;
    },
    get prompt() {
      const value = variableText(state, terminal.unfinished === "" ? "PS1" : "PS2") ?? "";
      return promptOf(value, { host, cwd: state.cwd, jobs: state.jobs.length });
    },
    get isUnfinished() {
      return terminal.unfinished !== "";
    },
    type: keyboard.type,
    takeTyped: keyboard.takeLine,
    forget: () => {
      keyboard.forget();
      terminal.unfinished = "";
    },
    get waitsFor() {
      if (editing?.isAwaited === true || keyboard.isAwaited) return "keyboard";
      return isResting(terminal.job) ? "others" : "time";
    },
    get isEditing() {
      return editing?.editor.isOpen === true;
    },
    edit: (act) => editing?.act(act) ?? false,
  };
}

const endsOf = (stdin: Source, onOutput: OnOutput): Ends => ({
  stdin,
  stdout: callbackSink(true, (text) => onOutput(text, "stdout")),
  stderr: callbackSink(true, (text) => onOutput(text, "stderr")),
});

function terminalState({ machine, columns, cwd }: TerminalOptions): ShellState {
  const state = newState({
    ...{ machine, interpreter, cwd: cwd ?? "/root", env: new Map(usualEnv) },
    ...{ dialect: "bash", title: "-bash", zero: "-bash", parameters: [] },
    ...{ columns: columns ?? defaultColumns, isInteractive: true, mayBecomeLast: false },
  });
  state.variables.set("PS1", { value: usualPrompt(machine), isExported: false, isReadonly: false });
  state.variables.set("PS2", { value: usualContinuation, isExported: false, isReadonly: false });
  return state;
}

function runInTerminal(terminal: Terminal, line: string, { asksForMore }: LineOptions): Running {
  const { options, state, keyboard, ends, job } = terminal;
  if (terminal.running !== undefined && terminal.running.exitCode === undefined) {
    throw new Error("broken invariant: one line of a terminal runs at a time");
  }
  const text = `${terminal.unfinished}${line}`;
  remember(state, text, terminal.unfinished !== "");
  terminal.unfinished = "";
  keyboard.begin();
  const started = startLine({ machine: options.machine, job, onEnded: options.onEnded }, async (flow) => {
    if (asksForMore === true && (await continues(text))) {
      terminal.unfinished = `${text}\n`;
      return state.status;
    }
    const leaving = await runLine({ state, flow, ends }, text);
    terminal.hasExited ||= leaving === "exit";
    return state.status;
  });
  terminal.running = started;
  return started;
}

/** The lines of one command are one entry of the history. */
function remember({ history }: ShellState, text: string, isRest: boolean): void {
  if (text.trim() === "") return;
  if (isRest) history.pop();
  history.push(text);
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
  return startLine({ machine, job: newJob() }, async (flow) => {
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

interface Starting {
  readonly machine: Machine;
  readonly job: Job;
  readonly onEnded?: (() => void) | undefined;
}

function startLine(
  { machine, job, onEnded }: Starting,
  work: (flow: Run["flow"]) => Promise<number>,
): Running {
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
    onEnded?.();
  });
  return {
    get exitCode() {
      return result.exitCode;
    },
    signal: (signal) => signalJob(job, signal),
  };
}
