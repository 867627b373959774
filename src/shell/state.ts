/**
 * What a shell knows: variables, functions, positional parameters, where it is, and how the last command
 * ended.
 *
 * Variables are texts or indexed arrays; associative arrays, namerefs and integer attributes are left out.
 */

import type { FunctionDefNode, StatementNode } from "just-bash/ast";
import type { Random } from "#sim/engine/random";
import type { Nanos } from "#sim/engine/time";
import type { Ends } from "./command.ts";
import type { Flow, Job } from "./flow.ts";
import type { Dialect, Machine } from "./machine.ts";

export interface Variable {
  readonly value: string | readonly string[] | undefined;
  readonly isExported: boolean;
  readonly isReadonly: boolean;
}

/** A command that was started with `&`. */
export interface BackgroundJob {
  readonly number: number;
  readonly pid: number;
  readonly text: string;
  readonly job: Job;
  exitCode: number | undefined;
  /** Flows that wait for its end. */
  readonly waiting: Set<() => void>;
}

/** What parts below the walker ask of it. */
export interface Interpreter {
  statements(run: Run, statements: readonly StatementNode[]): Promise<Leaving | undefined>;
}

export interface ShellState {
  readonly machine: Machine;
  readonly interpreter: Interpreter;
  readonly dialect: Dialect;
  /** What error messages begin with: `/bin/sh`, `-bash`, or the name of a script. */
  readonly title: string;
  readonly isInteractive: boolean;
  readonly pid: number;
  readonly variables: Map<string, Variable>;
  /** One a function call: what `local` has hidden. */
  readonly scopes: Map<string, Variable | undefined>[];
  readonly aliases: Map<string, string>;
  readonly functions: Map<string, FunctionDefNode>;
  /** Letters of `set`: e, u, x, f, n. */
  readonly flags: Set<string>;
  readonly traps: Map<string, string>;
  readonly jobs: BackgroundJob[];
  readonly history: string[];
  /** $0 */
  zero: string;
  /** $1, $2, … */
  parameters: readonly string[];
  cwd: string;
  /** Width of the terminal. */
  columns: number;
  status: number;
  /** The status of the last command substitution of the command at hand. */
  substituted: number | undefined;
  lastBackground: number | undefined;
  /** The line of the script that runs now. */
  line: number;
  readonly startedAt: Nanos;
  readonly random: Random;
  /** Calls of functions, sourced files and substitutions that are open. */
  depth: number;
  /**
   * Whether a failing command is being asked about (`if`, `&&`), so that `set -e` does not end the script.
   */
  isCondition: boolean;
  /** Whether the text is given by `-c` and its last command may take the shell's place. */
  readonly mayBecomeLast: boolean;
}

/** One place in a running script: the shell, its flow, and where its three ends lead. */
export interface Run {
  readonly state: ShellState;
  readonly flow: Flow;
  ends: Ends;
}

/** Why a list of commands is left before its end. */
export type Leaving =
  | { readonly kind: "break" | "continue"; readonly levels: number }
  | { readonly kind: "return" }
  /** A mistake in an expansion ends a script, and in a terminal only the line. */
  | { readonly kind: "exit"; readonly isMistake?: true };

/** A mistake that ends the command at hand: `${x?}`, an unset variable under -u, a division by zero. */
export class ShellError extends Error {
  readonly status: number;

  constructor(message: string, status = 1) {
    super(message);
    this.status = status;
  }
}

/** Subshells that may run side by side on a machine, as a limit of processes does. */
const maxForks = 500;

/** Counts subshells that are about to run beside this shell; their ends count down. */
export function fork({ machine }: ShellState, count = 1): void {
  if (machine.forks + count > maxForks) {
    throw new ShellError("fork: Resource temporarily unavailable", forkFailed);
  }
  machine.forks += count;
}

/** bash's status where it cannot fork. */
const forkFailed = 254;

/** A copy for a subshell: what happens to it does not reach the shell it came from. */
export const subshellOf = (state: ShellState): ShellState => ({
  ...state,
  isInteractive: false,
  variables: new Map(state.variables),
  scopes: state.scopes.map((scope) => new Map(scope)),
  functions: new Map(state.functions),
  flags: new Set(state.flags),
  traps: new Map(),
  jobs: [],
  mayBecomeLast: false,
});

/** The subshell of `$(…)` or of a part of a pipeline: it still knows the jobs, as in `kill $(jobs -p)`. */
export const subshellThatKnowsJobs = (state: ShellState): ShellState => ({
  ...subshellOf(state),
  jobs: [...state.jobs],
});

/** What an error message of the shell itself begins with. */
export function prefixOf(state: ShellState): string {
  if (state.dialect === "dash") return `${state.title}: ${state.line}: `;
  return state.isInteractive || state.title === "-bash"
    ? `${state.title}: `
    : `${state.title}: line ${state.line}: `;
}

/** Says something in the shell's own voice. */
export const complain = ({ state, ends }: Run, message: string): void =>
  ends.stderr.write(`${prefixOf(state)}${message}\n`);

/** The text of a variable; the first element of an array. */
export function variableText(state: ShellState, name: string): string | undefined {
  const value = state.variables.get(name)?.value;
  return typeof value === "object" ? value[0] : value;
}

/** Gives a variable a value and keeps its attributes. */
export function assign(state: ShellState, name: string, value: string | readonly string[]): void {
  const known = state.variables.get(name);
  if (known?.isReadonly === true) {
    throw new ShellError(state.dialect === "dash" ? `${name}: is read only` : `${name}: readonly variable`);
  }
  const isExported = (known?.isExported ?? false) || state.flags.has("a");
  state.variables.set(name, { value, isExported, isReadonly: false });
}

/** The variables that commands see. */
export function exportedOf(state: ShellState): Map<string, string> {
  const exported = new Map<string, string>();
  for (const [name, { value, isExported }] of state.variables) {
    if (isExported && typeof value === "string") exported.set(name, value);
  }
  return exported;
}
