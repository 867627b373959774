/**
 * Background jobs: commands started with `&`, in a job of their own that Ctrl-C does not reach.
 */

import type { StatementNode } from "just-bash/ast";
import { Ending, exitCodeOf, newJob, startFlow } from "./flow.ts";
import { holdEnds, letGoEnds, textSource } from "./pipe.ts";
import { takePid } from "./process.ts";
import { type BackgroundJob, complain, type Leaving, type Run, ShellError, subshellOf } from "./state.ts";

/** Starts a statement in the background; `body` runs it. */
export function startBackground(
  run: Run,
  statement: StatementNode,
  body: (run: Run) => Promise<Leaving | undefined>,
): void {
  const { state, ends } = run;
  const background: BackgroundJob = {
    number: (state.jobs.at(-1)?.number ?? 0) + 1,
    pid: takePid(state.machine),
    text: textOf(statement),
    job: newJob(),
    exitCode: undefined,
    waiting: new Set(),
  };
  state.jobs.push(background);
  state.lastBackground = background.pid;
  if (state.isInteractive) ends.stderr.write(`[${background.number}] ${background.pid}\n`);
  const inner = { state: subshellOf(state), ends: { ...ends, stdin: textSource("") } };
  holdEnds(ends);
  startFlow({ ...run.flow, job: background.job }, async (flow) => {
    background.exitCode = await exitCode({ ...inner, flow }, body);
    letGoEnds(ends);
    for (const wake of background.waiting) wake();
  });
}

async function exitCode(run: Run, body: (run: Run) => Promise<Leaving | undefined>): Promise<number> {
  try {
    await body(run);
    return run.state.status;
  } catch (thrown) {
    if (thrown instanceof Ending) return exitCodeOf(thrown.kind);
    if (!(thrown instanceof ShellError)) throw thrown;
    complain(run, thrown.message);
    return thrown.status;
  }
}

const textOf = ({ sourceText }: StatementNode): string => (sourceText ?? "").replace(/\s*&\s*$/, "");
