/**
 * Running a parsed script: lists, `&&` and `||`. Simple commands are in simple.ts; pipelines, compound
 * commands and background jobs are loaded when first needed.
 */

import type { CommandNode, PipelineNode, StatementNode } from "just-bash/ast";
import { needed } from "./needed.ts";
import { beforeCommand, withSignals } from "./signals.ts";
import { runSimple } from "./simple.ts";
import { complain, type Interpreter, type Leaving, type Run, ShellError } from "./state.ts";

/** Substitutions, calls and sourced files inside each other, before it counts as endless. */
const maxDepth = 1000;

// What plain lines do not need.
const background = () => import("./background.ts");
const compound = () => import("./compound.ts");
const pipelines = () => import("./pipeline.ts");
const timeReport = () => import("./time-report.ts");

export const interpreter: Interpreter = { statements: runStatements };

async function runStatements(run: Run, statements: readonly StatementNode[]): Promise<Leaving | undefined> {
  const { state } = run;
  if (state.depth > maxDepth) throw new ShellError(`maximum nesting level exceeded (${maxDepth})`);
  state.depth++;
  try {
    for (const [index, statement] of statements.entries()) {
      const isLast = index === statements.length - 1;
      const leaving = (await beforeCommand(run)) ?? (await runStatement(run, statement, isLast));
      if (leaving !== undefined) return leaving;
    }
    return undefined;
  } finally {
    state.depth--;
  }
}

async function runStatement(
  run: Run,
  statement: StatementNode,
  isLast: boolean,
): Promise<Leaving | undefined> {
  if (statement.deferredError !== undefined) {
    complain(run, statement.deferredError.message);
    run.state.status = 2;
    return { kind: "exit" };
  }
  if (statement.background) {
    const { startBackground } = await needed(run.state.machine, background);
    startBackground(run, statement, (inner) => runAndOr(inner, statement, false));
    run.state.status = 0;
    return undefined;
  }
  try {
    return await runAndOr(run, statement, isLast);
  } catch (thrown) {
    if (!(thrown instanceof ShellError)) throw thrown;
    complain(run, thrown.message);
    run.state.status = run.state.dialect === "dash" ? 2 : thrown.status;
    // A mistake in an expansion ends a script, and in a terminal only the line.
    return { kind: "exit", isMistake: true };
  }
}

/** Pipelines joined by `&&` and `||`, from left to right. */
async function runAndOr(run: Run, statement: StatementNode, isLast: boolean): Promise<Leaving | undefined> {
  const { state } = run;
  const { pipelines, operators } = statement;
  for (const [index, pipeline] of pipelines.entries()) {
    const operator = operators[index - 1];
    if (operator === "&&" && state.status !== 0) continue;
    if (operator === "||" && state.status === 0) continue;
    const isFinal = index === pipelines.length - 1;
    const leaving = await runAsked(run, pipeline, { isFinal, isLast: isLast && pipelines.length === 1 });
    if (leaving !== undefined) return leaving;
  }
  return undefined;
}

interface Place {
  /** Whether no `&&` or `||` asks how it ended. */
  readonly isFinal: boolean;
  readonly isLast: boolean;
}

async function runAsked(run: Run, pipeline: PipelineNode, place: Place): Promise<Leaving | undefined> {
  const { state } = run;
  const wasCondition = state.isCondition;
  state.isCondition ||= !place.isFinal || pipeline.negated;
  const leaving = await runPipeline(run, pipeline, place.isLast);
  state.isCondition = wasCondition;
  if (leaving !== undefined) return leaving;
  if (pipeline.negated) state.status = state.status === 0 ? 1 : 0;
  const mustEnd = state.flags.has("e") && !wasCondition && place.isFinal && !pipeline.negated;
  return mustEnd && state.status !== 0 ? { kind: "exit" } : undefined;
}

async function runPipeline(run: Run, pipeline: PipelineNode, isLast: boolean): Promise<Leaving | undefined> {
  const started = run.flow.simulation.now;
  const [only] = pipeline.commands;
  const isSingle = pipeline.commands.length === 1 && only !== undefined;
  const leaving = isSingle
    ? await runCommand(run, only, isLast && run.state.mayBecomeLast)
    : await runStages(run, pipeline);
  if (pipeline.timed === true) {
    const { reportTimes } = await needed(run.state.machine, timeReport);
    reportTimes(run, started, pipeline.timePosix === true);
  }
  return leaving;
}

/** Runs the commands of a pipeline side by side. */
async function runStages(run: Run, pipeline: PipelineNode): Promise<Leaving | undefined> {
  const stages = await needed(run.state.machine, pipelines);
  return withSignals(run, () => stages.runStages(run, pipeline, runCommand));
}

async function runCommand(run: Run, command: CommandNode, becomesIt: boolean): Promise<Leaving | undefined> {
  if (command.type === "SimpleCommand") return runSimple(run, command, becomesIt);
  if (command.type === "FunctionDef") {
    run.state.functions.set(command.name, command);
    run.state.status = 0;
    return undefined;
  }
  const { runCompound } = await needed(run.state.machine, compound);
  return runCompound(run, command);
}
