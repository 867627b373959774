/**
 * What a command of a machine's shell is, and what it is given while it runs.
 *
 * A command is one object: its options as data, and `run`. It works on the machine it is started on and
 * nothing else. What must be known of it before it is started is an entry: its name, and how to load it. Time
 * passes for a command only in `sleep`, `until` and the reading of `stdin`: in every other moment the
 * simulation stands still, whatever promises are awaited. Commands that change the shell itself (cd, export,
 * exit) are not commands in this sense; builtins/index.ts has them.
 */

import type { Nanos } from "#sim/engine/time";
import type { Errno } from "./files/tree.ts";
import type { Dialect, Machine } from "./machine.ts";
import type { OptionSpec } from "./options.ts";
import type { Source } from "./pipe.ts";

/**
 * A signal that may end a command: Ctrl-C sends INT; `kill`, `timeout` and the end of a background step send
 * TERM.
 */
export type Signal = "INT" | "TERM";

/** A command before it is needed: what `help`, `which` and the shell's search ask of it. */
export interface CommandEntry {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** One line for `help`, without a full stop. */
  readonly summary: string;
  /** Fetches the program; `needed` of needed.ts calls it once a machine. */
  readonly load: () => Promise<Command>;
}

export interface Command {
  /** The options as data, for `parseOptions` and `help`. */
  readonly options?: OptionSpec;
  /**
   * What its operands are, in the words of `valueName`, one after another, the last for all that follow.
   * Files if absent. Completion goes by it.
   */
  readonly operands?: () => readonly string[];
  /** Its operands from this one on are another command with its arguments: of `timeout` from 1. */
  readonly commandFrom?: number;
  /** Simulated time from exec to the first useful instruction; a small tool's (see costs.ts) if absent. */
  readonly cost?: Nanos;
  /**
   * Signals the command answers itself (ping prints its statistics on INT): `sleep` and `until` then answer
   * "interrupted". Any other signal ends the command inside `sleep`, `until` or `read`; `finally` still runs.
   */
  readonly catches?: readonly Signal[];
  /** Does the work; answers the exit code. */
  run(process: Process): Promise<number> | number;
}

/** A running command. */
export interface Process {
  /** The name it was called by, which may be an alias. */
  readonly name: string;
  /** What it was found as. */
  readonly entry: CommandEntry;
  /** Its arguments, without the name. */
  readonly argv: readonly string[];
  readonly pid: number;
  readonly machine: Machine;
  /** Exported variables: a copy, as for a real process. */
  readonly env: Map<string, string>;
  cwd: string;
  readonly stdin: Stdin;
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** Whether standard output is a terminal (and not a pipe or a file). */
  readonly isTerminal: boolean;
  /** Width of the terminal in columns; 80 where there is none. */
  readonly columns: number;
  /** The last signal that came and was caught. */
  readonly caught: Signal | undefined;
  /** Lets simulated time pass. */
  sleep(delay: Nanos): Promise<"done" | "interrupted">;
  /**
   * Waits until something in the simulation calls `wake`. `register` is called at once and answers how to
   * take the registration back; it is called when the wait has ended for any reason. `wake` may be called at
   * once, and more than once: only the first counts. `waitsFor`: `others` where only somebody's doing ends
   * the wait (nobody needs to let time pass for it), as it is without a timeout; `time` where it ends by
   * itself.
   */
  until<T>(
    register: (wake: (value: T) => void) => () => void,
    timeout?: Nanos,
    waitsFor?: "time" | "others",
  ): Promise<T | "timeout" | "interrupted">;
  /**
   * Runs another command by name, as a child with these ends unless others are given; answers its exit code.
   */
  execute(words: readonly string[], ends?: Partial<Ends>): Promise<number>;
  /** Starts another command and goes on; for commands that work in parallel. */
  start(words: readonly string[], ends?: Partial<Ends>): Child;
  /** Runs a script in a shell of its own, as `sh -c` and `bash FILE` do; answers its exit code. */
  script(script: ScriptText, ends?: Partial<Ends>): Promise<number>;
  /**
   * What a name stands for; only a command or a script can be executed (and `execute` of others says
   * nothing).
   */
  finds(name: string): "command" | "script" | "missing" | "refused" | "directory";
}

export interface ScriptText {
  readonly text: string;
  /** $0, which error messages begin with. */
  readonly zero: string;
  /** $1, $2, … */
  readonly parameters: readonly string[];
  /** The machine's own if absent. */
  readonly dialect?: Dialect;
  /** Letters of `set`, such as e and x. */
  readonly flags?: readonly string[];
}

/** A child process that runs beside its parent. */
export interface Child {
  readonly pid: number;
  /** The exit code, once it has ended. */
  readonly exitCode: number | undefined;
  /** Waits for its end; answers the exit code (128 and the signal's number where one ended it). */
  wait(timeout?: Nanos): Promise<number | "timeout" | "interrupted">;
  signal(signal: Signal): void;
}

/** The three ends of a process. */
export interface Ends {
  readonly stdin: Source;
  readonly stdout: Sink;
  readonly stderr: Sink;
}

/**
 * Where text goes as it is made. Writing to a pipe that nobody reads any more ends the process, as SIGPIPE
 * does.
 */
export interface Sink {
  readonly isTerminal: boolean;
  /** Why the last write was refused (a file under /proc/sys), if it was. */
  readonly failure: Errno | undefined;
  write(text: string): void;
}

/** Where text comes from. */
export interface Stdin {
  /** What it reads from, to hand on to a child; `textSource` of pipe.ts makes one with fixed text. */
  readonly source: Source;
  readonly isTerminal: boolean;
  /** Whatever has arrived, waiting for something if need be; `undefined` at the end. */
  read(): Promise<string | undefined>;
  /** The next line without its newline; the last one may have had none. `undefined` at the end. */
  readLine(): Promise<string | undefined>;
  /** The next line with its newline, if it has one. */
  readFullLine(): Promise<string | undefined>;
  /** Everything to the end. */
  readAll(): Promise<string>;
}

/** The commands a machine knows, by name and alias. */
export type CommandTable = ReadonlyMap<string, CommandEntry>;

/** The table of a hand-written list. */
export function tableOf(commands: readonly CommandEntry[]): CommandTable {
  const table = new Map<string, CommandEntry>();
  for (const command of commands) {
    for (const name of [command.name, ...(command.aliases ?? [])]) table.set(name, command);
  }
  return table;
}
