/**
 * A script in a shell of its own: `sh -c`, `bash FILE`, `./script.sh`. It begins with the exported variables
 * and ends with the trap for EXIT.
 */

import type { ScriptText } from "./command.ts";
import { Ending, exitCodeOf } from "./flow.ts";
import type { Dialect, Machine } from "./machine.ts";
import { type Launch, takePid } from "./process.ts";
import { type Interpreter, prefixOf, type Run, type ShellState } from "./state.ts";
import { parse } from "./syntax/parse.ts";

export interface NewShell {
  readonly machine: Machine;
  readonly interpreter: Interpreter;
  readonly dialect: Dialect;
  readonly title: string;
  readonly zero: string;
  readonly parameters: readonly string[];
  readonly env: ReadonlyMap<string, string>;
  readonly cwd: string;
  readonly columns: number;
  readonly isInteractive: boolean;
  readonly mayBecomeLast: boolean;
}

/** A shell that has just started. */
export function newState(parts: NewShell): ShellState {
  const { machine } = parts;
  const pid = takePid(machine);
  const variables: ShellState["variables"] = new Map();
  for (const [name, value] of parts.env) variables.set(name, { value, isExported: true, isReadonly: false });
  variables.set("PWD", { value: parts.cwd, isExported: true, isReadonly: false });
  return {
    machine,
    interpreter: parts.interpreter,
    dialect: parts.dialect,
    title: parts.title,
    isInteractive: parts.isInteractive,
    pid,
    variables,
    scopes: [],
    aliases: new Map(),
    functions: new Map(),
    flags: new Set(),
    traps: new Map(),
    jobs: [],
    history: [],
    zero: parts.zero,
    parameters: parts.parameters,
    cwd: parts.cwd,
    columns: parts.columns,
    status: 0,
    substituted: undefined,
    lastBackground: undefined,
    line: 1,
    startedAt: machine.simulation.now,
    random: machine.simulation.random(`shell ${machine.name} ${pid}`),
    depth: 0,
    isCondition: false,
    mayBecomeLast: parts.mayBecomeLast,
  };
}

/** Runs a text as a script of its own; answers its exit code. */
export async function runScript(launch: Launch, script: ScriptText): Promise<number> {
  const { machine, interpreter, flow, env, cwd, columns } = launch;
  const state = newState({
    ...{ machine, interpreter, env, cwd, columns },
    dialect: script.dialect ?? machine.dialect,
    title: script.zero,
    zero: script.zero,
    parameters: script.parameters,
    isInteractive: false,
    mayBecomeLast: false,
  });
  for (const flag of script.flags ?? []) state.flags.add(flag);
  return runText({ state, flow, ends: launch.ends }, script.text);
}

/** Runs a text in a shell that is there, to its end or its `exit`, with what EXIT is trapped to. */
export async function runText(run: Run, text: string): Promise<number> {
  try {
    await runTextIn(run, text);
  } catch (thrown) {
    if (!(thrown instanceof Ending)) throw thrown;
    run.state.status = exitCodeOf(thrown.kind);
  }
  return afterExit(run);
}

async function afterExit(run: Run): Promise<number> {
  const { state } = run;
  const trap = state.traps.get("EXIT");
  if (trap === undefined || trap === "") return state.status;
  state.traps.delete("EXIT");
  const { status } = state;
  const leaving = await runTextIn(run, trap);
  return leaving?.kind === "exit" ? state.status : status;
}

/** Parses a text and runs it in the shell at hand: `eval`, `.`, a trap. A mistake in it is status 2. */
export async function runTextIn(run: Run, text: string) {
  const { state } = run;
  const parsed = await parse(text, state.dialect);
  if (parsed.ok) return state.interpreter.statements(run, parsed.script.statements);
  const { line } = state;
  state.line = parsed.line;
  run.ends.stderr.write(`${prefixOf(state)}${parsed.message}\n`);
  state.line = line;
  state.status = 2;
  return undefined;
}
