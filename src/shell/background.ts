/**
 * Background jobs: commands started with `&`, in a job of their own that Ctrl-C does not reach.
 */

import type { StatementNode } from "just-bash/ast";
import { newJob, startFlow } from "./flow.ts";
import { holdEnds, letGoEnds, textSource } from "./pipe.ts";
import { takePid } from "./process.ts";
import { type BackgroundJob, fork, type Leaving, type Run, subshellOf } from "./state.ts";
import { runSubshell } from "./subshell.ts";

/** Starts a statement in the background; `body` runs it. */
export function startBackground(
  run: Run,
  statement: StatementNode,
  body: (run: Run) => Promise<Leaving | undefined>,
): void {
  const { state, ends } = run;
  fork(state);
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
    background.exitCode = await runSubshell({ ...inner, flow }, body);
    state.machine.forks--;
    letGoEnds(ends);
    for (const wake of background.waiting) wake();
  });
}

const textOf = ({ sourceText }: StatementNode): string => (sourceText ?? "").replace(/\s*&\s*$/, "");
