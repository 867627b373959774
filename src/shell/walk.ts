/**
 * Running a parsed script: lists, `&&` and `||`, pipelines, background jobs. Simple commands are in
 * simple.ts, compound ones in compound.ts, which is loaded when first needed.
 *
 * The commands of a pipeline run side by side, joined by pipes, each in a flow and a subshell of its own, so
 * output streams through them in simulated time.
 */

import type { CommandNode, PipelineNode, ScriptNode, StatementNode } from "just-bash/ast";
import { Ending, exitCodeOf, startFlow, waitFor } from "./flow.ts";
import { needed } from "./needed.ts";
import { closeReader, collectingSink, letGo, openPipe, pipeSink, pipeSource } from "./pipe.ts";
import { checkSignals, withSignals } from "./signals.ts";
import { runSimple } from "./simple.ts";
import {
  complain,
  type Interpreter,
  type Leaving,
  type Run,
  ShellError,
  subshellThatKnowsJobs,
} from "./state.ts";

/** Substitutions, calls and sourced files inside each other, before it counts as endless. */
const maxDepth = 1000;

// What plain lines do not need.
const background = () => import("./background.ts");
const compound = () => import("./compound.ts");
const timeReport = () => import("./time-report.ts");

export const interpreter: Interpreter = { statements: runStatements, substitution };

async function runStatements(run: Run, statements: readonly StatementNode[]): Promise<Leaving | undefined> {
  const { state } = run;
  if (state.depth > maxDepth) throw new ShellError(`maximum nesting level exceeded (${maxDepth})`);
  state.depth++;
  try {
    for (const [index, statement] of statements.entries()) {
      const isLast = index === statements.length - 1;
      const leaving = (await checkSignals(run)) ?? (await runStatement(run, statement, isLast));
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
    : await withSignals(run, () => runStages(run, pipeline));
  if (pipeline.timed === true) {
    const { reportTimes } = await needed(run.state.machine, timeReport);
    reportTimes(run, started, pipeline.timePosix === true);
  }
  return leaving;
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

/** Runs the stages of a pipeline side by side; answers how the last one ended. */
async function runStages(run: Run, { commands, pipeStderr }: PipelineNode): Promise<number> {
  const statuses: number[] = [];
  let running = commands.length;
  let onEnd: (() => void) | undefined;
  let { stdin } = run.ends;
  let closeInput = (): void => undefined;
  for (const [index, command] of commands.entries()) {
    const isLast = index === commands.length - 1;
    const pipe = openPipe();
    const stdout = isLast ? run.ends.stdout : pipeSink(pipe);
    const stderr = pipeStderr?.[index] === true ? stdout : run.ends.stderr;
    const closeOwnInput = closeInput;
    const stage = { state: subshellThatKnowsJobs(run.state), ends: { stdin, stdout, stderr } };
    startFlow({ ...run.flow, job: run.flow.job }, async (flow) => {
      statuses[index] = await runSubshell({ ...stage, flow }, (inner) => runCommand(inner, command, true));
      closeOwnInput();
      if (!isLast) letGo(stdout);
      running--;
      if (running === 0) onEnd?.();
    });
    stdin = pipeSource(pipe);
    closeInput = () => closeReader(pipe);
  }
  while (running > 0) {
    // Signals reach the stages too; the pipeline is over when they have ended.
    await waitFor<void>(run.flow, (wake) => {
      onEnd = wake;
      return () => undefined;
    });
  }
  const value = statuses.map(String);
  run.state.variables.set("PIPESTATUS", { value, isExported: false, isReadonly: false });
  const ended = run.state.flags.has("pipefail")
    ? statuses.findLast((status) => status !== 0)
    : statuses.at(-1);
  return ended ?? 0;
}

/** Runs something in a subshell and answers its exit code. */
export async function runSubshell(
  run: Run,
  work: (run: Run) => Promise<Leaving | undefined>,
): Promise<number> {
  try {
    await work(run);
    return run.state.status;
  } catch (thrown) {
    if (thrown instanceof Ending) return exitCodeOf(thrown.kind);
    if (!(thrown instanceof ShellError)) throw thrown;
    complain(run, thrown.message);
    return thrown.status;
  }
}

async function substitution(run: Run, script: ScriptNode): Promise<string> {
  const output = collectingSink();
  const inner: Run = {
    ...run,
    state: subshellThatKnowsJobs(run.state),
    ends: { ...run.ends, stdout: output },
  };
  const leaving = await withSignals(run, () =>
    runSubshell(inner, () => runStatements(inner, script.statements)),
  );
  run.state.substituted = run.state.status;
  if (leaving?.kind === "exit") throw new ShellError("interrupted");
  return output.text().replace(/\n+$/, "");
}
