/** Command substitution: `$(…)`. */

import type { ScriptNode } from "just-bash/ast";
import { collectingSink } from "./pipe.ts";
import { withSignals } from "./signals.ts";
import { type Run, ShellError, subshellThatKnowsJobs } from "./state.ts";
import { runSubshell } from "./subshell.ts";

/** The output of a script, without its last newlines. */
export async function substitution(run: Run, script: ScriptNode): Promise<string> {
  const output = collectingSink();
  const inner: Run = {
    ...run,
    state: subshellThatKnowsJobs(run.state),
    ends: { ...run.ends, stdout: output },
  };
  const leaving = await withSignals(run, () =>
    runSubshell(inner, () => inner.state.interpreter.statements(inner, script.statements)),
  );
  run.state.substituted = run.state.status;
  if (leaving?.kind === "exit") throw new ShellError("interrupted");
  return output.text().replace(/\n+$/, "");
}
