/**
 * Simple commands: assignments, words, redirections, then a function, a builtin or a program.
 */

import type { SimpleCommandNode, WordNode } from "just-bash/ast";
import type { Assigned } from "./assignments.ts";
import { builtins } from "./builtins/index.ts";
import { addAll } from "./expand/add-all.ts";
import { expandText, expandWords } from "./expand/word.ts";
import { findProgram, type Program } from "./find-program.ts";
import { launch } from "./launch.ts";
import { needed, withNeeded } from "./needed.ts";
import { quoteWord } from "./quote-word.ts";
import type { Redirected } from "./redirect.ts";
import { runTextIn } from "./script.ts";
import { withSignals } from "./signals.ts";
import { complain, exportedOf, type Leaving, type Run, type Variable } from "./state.ts";

// What plain lines do not need.
const assigning = () => import("./assignments.ts");
const functions = () => import("./function-call.ts");
const redirecting = () => import("./redirect.ts");
const tracing = () => import("./trace.ts");
const unmodelledPrograms = () => import("./unmodelled-programs.ts");

/** Builtins whose arguments may be assignments, which are not split. */
const declaring = new Set(["export", "local", "readonly", "declare", "typeset", "alias"]);

/** Runs a simple command. `becomesIt`: the shell has nothing left to do and becomes the program. */
export async function runSimple(
  run: Run,
  node: SimpleCommandNode,
  becomesIt: boolean,
): Promise<Leaving | undefined> {
  const { state } = run;
  if (node.line !== undefined && node.line > 0) state.line = node.line;
  state.substituted = undefined;
  const words = await commandWords(run, node);
  const assigned = await assignedBy(run, node);
  const redirected = await redirectedBy(run, node);
  if (!redirected.ok) {
    state.status = redirected.status;
    return undefined;
  }
  const inner: Run = node.redirections.length === 0 ? run : { ...run, ends: redirected.ends };
  if (state.flags.has("x")) await trace(run, assigned, words);
  if (words.length === 0) {
    state.status = state.substituted ?? 0;
    if (assigned.length > 0) await assignAll(run, assigned);
    return undefined;
  }
  if (words[0] === "exec" && words.length === 1) {
    run.ends = redirected.ends;
    state.status = 0;
    return undefined;
  }
  const aliased = state.isInteractive ? state.aliases.get(words[0] ?? "") : undefined;
  if (aliased !== undefined) return runAlias(inner, aliased, words);
  return runWords(inner, { words, assigned, becomesIt });
}

/** Runs what an alias stands for; its own name in it is taken as it is. */
async function runAlias(run: Run, text: string, words: readonly string[]): Promise<Leaving | undefined> {
  const { aliases } = run.state;
  const [name = "", ...rest] = words;
  aliases.delete(name);
  const leaving = await runTextIn(run, [text, ...rest.map(quoteWord)].join(" "));
  aliases.set(name, text);
  return leaving;
}

/** What stands before the command, such as `LANG=C`. */
const assignedBy = (
  run: Run,
  { assignments }: SimpleCommandNode,
): readonly Assigned[] | Promise<readonly Assigned[]> =>
  assignments.length === 0
    ? []
    : withNeeded(run.state.machine, assigning, ({ valuesOf }) => valuesOf(run, assignments));

const assignAll = (run: Run, assigned: readonly Assigned[]): void | Promise<void> =>
  withNeeded(run.state.machine, assigning, (file) => file.assignAll(run, assigned));

const redirectedBy = (run: Run, { redirections }: SimpleCommandNode): Redirected | Promise<Redirected> =>
  redirections.length === 0
    ? { ok: true, ends: run.ends }
    : withNeeded(run.state.machine, redirecting, ({ redirect }) => redirect(run, redirections));

/** What `set -x` shows. */
const trace = async (run: Run, assigned: readonly Assigned[], words: readonly string[]): Promise<void> =>
  (await needed(run.state.machine, tracing)).trace(run, assigned, words);

async function commandWords(run: Run, { name, args }: SimpleCommandNode): Promise<string[]> {
  if (name === null) return expandWords(run, args);
  const first = await expandWords(run, [name]);
  if (!declaring.has(first[0] ?? "")) return [...first, ...(await expandWords(run, args))];
  const words = [...first];
  for (const arg of args) {
    if (isAssignment(arg)) words.push(await expandText(run, arg));
    else addAll(words, await expandWords(run, [arg]));
  }
  return words;
}

function isAssignment({ parts: [first] }: WordNode): boolean {
  return first?.type === "Literal" && /^\w+\+?=/.test(first.value);
}

interface Words {
  readonly words: readonly string[];
  readonly assigned: readonly Assigned[];
  readonly becomesIt: boolean;
}

async function runWords(run: Run, { words, assigned, becomesIt }: Words): Promise<Leaving | undefined> {
  const { state } = run;
  const [name = "", ...args] = words;
  const definition = state.functions.get(name);
  const builtin = builtins.get(name);
  if (definition === undefined && builtin === undefined) {
    return withSignals(run, () => runProgram(run, { words, assigned, becomesIt }));
  }
  return withVariables(run, assigned, async () => {
    if (definition !== undefined) {
      const { callFunction } = await needed(state.machine, functions);
      return callFunction(run, definition, args);
    }
    const outcome = await builtin?.({ run, name, args, builtins });
    if (typeof outcome !== "number") return outcome;
    state.status = outcome;
    return undefined;
  });
}

/** Gives variables values for the time of one command. */
async function withVariables(
  run: Run,
  assigned: readonly Assigned[],
  work: () => Promise<Leaving | undefined>,
): Promise<Leaving | undefined> {
  const { variables } = run.state;
  const before = new Map<string, Variable | undefined>();
  for (const { name, value } of assigned) {
    before.set(name, variables.get(name));
    variables.set(name, { value, isExported: true, isReadonly: false });
  }
  const leaving = await work();
  for (const [name, variable] of before) {
    if (variable === undefined) variables.delete(name);
    else variables.set(name, variable);
  }
  return leaving;
}

async function runProgram(run: Run, { words, assigned, becomesIt }: Words): Promise<number> {
  const { state, flow, ends } = run;
  const [name = ""] = words;
  const { kind } = findProgram(state.machine, state.cwd, name);
  const unmodelled =
    kind === "missing" && state.dialect === "bash" ? await unmodelledLine(run, name) : undefined;
  if (unmodelled !== undefined) {
    ends.stderr.write(`${unmodelled}\n`);
    return 0;
  }
  const refusal = refusalOf(run, name, kind);
  if (refusal !== undefined) {
    complain(run, refusal.message);
    return refusal.status;
  }
  const env = exportedOf(state);
  for (const { name: variable, value } of assigned) env.set(variable, String(value));
  const { machine, interpreter, cwd, columns } = state;
  const replacesShell = becomesIt && state.mayBecomeLast;
  return launch({ machine, interpreter, flow, ends, env, cwd, columns, words, replacesShell });
}

/** What to say of a program that the lab knows by name only. */
const unmodelledLine = async ({ state }: Run, name: string): Promise<string | undefined> =>
  (await needed(state.machine, unmodelledPrograms)).unmodelledProgram(name);

function refusalOf(
  { state }: Run,
  name: string,
  kind: Program["kind"],
): { readonly message: string; readonly status: number } | undefined {
  const isDash = state.dialect === "dash";
  switch (kind) {
    case "command":
    case "script":
      return undefined;
    case "missing":
      if (isDash) return { message: `${name}: not found`, status: 127 };
      return {
        message: name.includes("/") ? `${name}: No such file or directory` : `${name}: command not found`,
        status: 127,
      };
    case "refused":
      return { message: `${name}: Permission denied`, status: 126 };
    case "directory":
      return { message: `${name}: ${isDash ? "Permission denied" : "Is a directory"}`, status: 126 };
  }
}
