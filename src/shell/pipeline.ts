/**
 * Pipelines: their commands run side by side, joined by pipes, each in a flow and a subshell of its own, so
 * output streams through them in simulated time.
 */

import type { CommandNode, PipelineNode } from "just-bash/ast";
import { startFlow, waitFor } from "./flow.ts";
import { closeReader, letGo, openPipe, pipeSink, pipeSource } from "./pipe.ts";
import { fork, type Leaving, type Run, subshellThatKnowsJobs } from "./state.ts";
import { runSubshell } from "./subshell.ts";

/** Runs one command of a pipeline; walk.ts hands it in. */
type RunCommand = (run: Run, command: CommandNode, becomesIt: boolean) => Promise<Leaving | undefined>;

/** Runs the stages of a pipeline side by side; answers how the last one ended. */
export async function runStages(
  run: Run,
  { commands, pipeStderr }: PipelineNode,
  runCommand: RunCommand,
): Promise<number> {
  const statuses: number[] = [];
  let running = commands.length;
  let onEnd: (() => void) | undefined;
  let { stdin } = run.ends;
  let closeInput = (): void => undefined;
  const { machine } = run.state;
  fork(run.state, commands.length);
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
      machine.forks--;
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
