/**
 * Simple commands: assignments, words, redirections, then a function, a builtin or a program.
 */

import type { AssignmentNode, SimpleCommandNode, WordNode } from "just-bash/ast";
import { builtins } from "./builtins/index.ts";
import { expandText, expandWords } from "./expand/word.ts";
import { findProgram, type Program } from "./find-program.ts";
import { launch } from "./launch.ts";
import { needed } from "./needed.ts";
import { redirect } from "./redirect.ts";
import { runTextIn } from "./script.ts";
import { withSignals } from "./signals.ts";
import {
  assign,
  complain,
  exportedOf,
  type Leaving,
  type Run,
  type Variable,
  variableText,
} from "./state.ts";

const functions = () => import("./function-call.ts");

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
  const assigned = await valuesOf(run, node.assignments);
  const redirected = await redirect(run, node.redirections);
  if (!redirected.ok) {
    state.status = redirected.status;
    return undefined;
  }
  const inner: Run = node.redirections.length === 0 ? run : { ...run, ends: redirected.ends };
  if (state.flags.has("x")) trace(run, assigned, words);
  if (words.length === 0) {
    state.status = state.substituted ?? 0;
    for (const { name, value } of assigned) assignNamed(run, name, value);
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

const quoteWord = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

interface Assigned {
  readonly name: string;
  readonly value: string | readonly string[];
}

async function commandWords(run: Run, { name, args }: SimpleCommandNode): Promise<string[]> {
  if (name === null) return expandWords(run, args);
  const first = await expandWords(run, [name]);
  if (!declaring.has(first[0] ?? "")) return [...first, ...(await expandWords(run, args))];
  const words = [...first];
  for (const arg of args) {
    if (isAssignment(arg)) words.push(await expandText(run, arg));
    else words.push(...(await expandWords(run, [arg])));
  }
  return words;
}

function isAssignment({ parts: [first] }: WordNode): boolean {
  return first?.type === "Literal" && /^\w+\+?=/.test(first.value);
}

/** Values of assignments, in order. */
async function valuesOf(run: Run, assignments: readonly AssignmentNode[]): Promise<Assigned[]> {
  const assigned: Assigned[] = [];
  for (const { name, value, append, array } of assignments) {
    const added =
      array !== null ? await expandWords(run, array) : value === null ? "" : await expandText(run, value);
    assigned.push({ name, value: append ? appended(run, name, added) : added });
  }
  return assigned;
}

function appended(run: Run, name: string, added: string | readonly string[]): string | readonly string[] {
  const known = run.state.variables.get(name)?.value;
  if (typeof added === "string" && typeof known !== "object") return (known ?? "") + added;
  const before = typeof known === "object" ? known : known === undefined ? [] : [known];
  return [...before, ...(typeof added === "string" ? [added] : added)];
}

/** Assigns to a variable, or to an element as in `a[1]=x`. */
function assignNamed(run: Run, name: string, value: string | readonly string[]): void {
  const element = /^(\w+)\[(\d+)\]$/.exec(name);
  if (element === null || typeof value !== "string") {
    assign(run.state, name, value);
    return;
  }
  const [, array = "", index = "0"] = element;
  const known = run.state.variables.get(array)?.value;
  const elements = typeof known === "object" ? [...known] : known === undefined ? [] : [known];
  while (elements.length < Number(index)) elements.push("");
  elements[Number(index)] = value;
  assign(run.state, array, elements);
}

function trace(run: Run, assigned: readonly Assigned[], words: readonly string[]): void {
  const shown = [
    ...assigned.map(({ name, value }) => `${name}=${String(value)}`),
    ...words.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : quoteWord(word))),
  ];
  run.ends.stderr.write(`${variableText(run.state, "PS4") ?? "+ "}${shown.join(" ")}\n`);
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

const unmodelledPrograms = () => import("./unmodelled-programs.ts");

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
