/**
 * Compound commands: if, for, while, until, case, groups, subshells, `(( ))` and `[[ ]]`.
 */

import type {
  CaseNode,
  CompoundCommandNode,
  CStyleForNode,
  ForNode,
  IfNode,
  StatementNode,
} from "just-bash/ast";
import { evaluateConditional } from "./conditional.ts";
import { matches } from "./expand/pattern.ts";
import { evaluateIn } from "./expand/rich-parts.ts";
import { expandPattern, expandText, expandWords, wordsOf } from "./expand/word.ts";
import { redirect } from "./redirect.ts";
import { passTime, withSignals } from "./signals.ts";
import { assign, type Leaving, type Run, subshellOf } from "./state.ts";
import { runSubshell } from "./subshell.ts";

/** Runs a compound command with its redirections. */
export async function runCompound(run: Run, node: CompoundCommandNode): Promise<Leaving | undefined> {
  const redirected = await redirect(run, node.redirections);
  if (!redirected.ok) {
    run.state.status = redirected.status;
    return undefined;
  }
  const inner = node.redirections.length === 0 ? run : { ...run, ends: redirected.ends };
  return body(inner, node);
}

async function body(run: Run, node: CompoundCommandNode): Promise<Leaving | undefined> {
  switch (node.type) {
    case "If":
      return runIf(run, node);
    case "For":
      return runFor(run, node);
    case "CStyleFor":
      return runCStyleFor(run, node);
    case "While":
      return runLoop(run, node, (status) => status === 0);
    case "Until":
      return runLoop(run, node, (status) => status !== 0);
    case "Case":
      return runCase(run, node);
    case "Group":
      return statements(run, node.body);
    case "Subshell":
      return withSignals(run, () =>
        runSubshell({ ...run, state: subshellOf(run.state) }, (inner) => statements(inner, node.body)),
      );
    case "ArithmeticCommand":
      run.state.status = (await evaluateIn(wordsOf(run), node.expression.expression)) === 0n ? 1 : 0;
      return undefined;
    case "ConditionalCommand":
      run.state.status = (await evaluateConditional(run, node.expression)) ? 0 : 1;
      return undefined;
  }
}

const statements = (run: Run, list: readonly StatementNode[]): Promise<Leaving | undefined> =>
  run.state.interpreter.statements(run, list);

/** Runs a list whose end only decides something, so that `set -e` does not count it. */
async function condition(run: Run, list: readonly StatementNode[]): Promise<Leaving | undefined> {
  const { state } = run;
  const wasCondition = state.isCondition;
  state.isCondition = true;
  const leaving = await statements(run, list);
  state.isCondition = wasCondition;
  return leaving;
}

async function runIf(run: Run, { clauses, elseBody }: IfNode): Promise<Leaving | undefined> {
  for (const clause of clauses) {
    const leaving = await condition(run, clause.condition);
    if (leaving !== undefined) return leaving;
    if (run.state.status === 0) return statements(run, clause.body);
  }
  run.state.status = 0;
  return elseBody === null ? undefined : statements(run, elseBody);
}

/** What a loop does after a turn was left: go on, end, or hand on to what is around it. */
function afterTurn(leaving: Leaving | undefined): "next" | "end" | Leaving {
  if (leaving === undefined) return "next";
  if (leaving.kind !== "break" && leaving.kind !== "continue") return leaving;
  if (leaving.levels > 1) return { kind: leaving.kind, levels: leaving.levels - 1 };
  return leaving.kind === "break" ? "end" : "next";
}

async function runFor(run: Run, { variable, words, body: list }: ForNode): Promise<Leaving | undefined> {
  const values = words === null ? run.state.parameters : await expandWords(run, words);
  run.state.status = 0;
  for (const value of values) {
    assign(run.state, variable, value);
    const next = afterTurn(await statements(run, list));
    if (next === "end") return undefined;
    if (next !== "next") return next;
  }
  return undefined;
}

async function runCStyleFor(run: Run, node: CStyleForNode): Promise<Leaving | undefined> {
  if (node.init !== null) await evaluateIn(wordsOf(run), node.init.expression);
  let status = 0;
  for (;;) {
    const since = run.flow.simulation.now;
    const goesOn =
      node.condition === null || (await evaluateIn(wordsOf(run), node.condition.expression)) !== 0n;
    if (!goesOn) break;
    const next = afterTurn(await statements(run, node.body));
    status = run.state.status;
    if (next === "end") return undefined;
    if (next !== "next") return next;
    if (node.update !== null) await evaluateIn(wordsOf(run), node.update.expression);
    const leaving = await passTime(run, since);
    if (leaving !== undefined) return leaving;
  }
  run.state.status = status;
  return undefined;
}

async function runLoop(
  run: Run,
  node: { readonly condition: StatementNode[]; readonly body: StatementNode[] },
  goesOn: (status: number) => boolean,
): Promise<Leaving | undefined> {
  let status = 0;
  for (;;) {
    const since = run.flow.simulation.now;
    const asked = afterTurn(await condition(run, node.condition));
    if (asked === "end") return undefined;
    if (asked !== "next") return asked;
    if (!goesOn(run.state.status)) break;
    const next = afterTurn(await statements(run, node.body));
    status = run.state.status;
    if (next === "end") return undefined;
    if (next !== "next") return next;
    const leaving = await passTime(run, since);
    if (leaving !== undefined) return leaving;
  }
  run.state.status = status;
  return undefined;
}

async function runCase(run: Run, { word, items }: CaseNode): Promise<Leaving | undefined> {
  const value = await expandText(run, word);
  run.state.status = 0;
  let falls = false;
  for (const item of items) {
    if (!falls && !(await matchesAny(run, item.patterns, value))) continue;
    const leaving = await statements(run, item.body);
    if (leaving !== undefined || item.terminator === ";;") return leaving;
    falls = item.terminator === ";&";
  }
  return undefined;
}

async function matchesAny(run: Run, patterns: CaseNode["items"][number]["patterns"], value: string) {
  for (const pattern of patterns) {
    if (matches(await expandPattern(run, pattern), value)) return true;
  }
  return false;
}
